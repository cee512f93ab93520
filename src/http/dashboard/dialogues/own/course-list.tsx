import type { VNode } from 'preact';
import type { Value } from '../../../../scenario/survey.ts';
import { none, number, ratingText } from '../../../../text/figures.ts';
import { filterLabel } from '../../kit/filters.tsx';
import { Moment } from '../../kit/moment.tsx';
import type { View } from '../../kit/view.ts';
import { Name } from '../words.tsx';
import type { CourseItem } from './course.ts';
import { variableText } from './variables.ts';

interface CourseListOptions {
  view: View;
  zone: string;
  items: readonly CourseItem[];
  /** Of the rating. */
  scale: string | null;
  /** Whether the reader may read what the client wrote. */
  readsComments: boolean;
}

/** What happened to a dialogue, oldest first: when, what, who and why. */
export function CourseList(options: CourseListOptions): VNode {
  const { view, zone, items } = options;
  return (
    <ol class="course">
      {items.map((item, index) => (
        // biome-ignore lint: items have no id
        <li key={index} class={item.isPlanned ? 'planned' : undefined}>
          <div class="when">
            {item.at === null ? none : <Moment at={new Date(item.at)} view={view} zone={zone} />}
          </div>
          <div class="what">
            <Step item={item} {...options} />
            {item.by && (
              <span class="minor">
                <Name>{item.by}</Name>
              </span>
            )}
            {item.reason && (
              <p class="words" dir="auto">
                {item.reason}
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Step({ item, view, scale, readsComments }: CourseListOptions & { item: CourseItem }): VNode {
  const { t } = view;
  const said = (variable: string, value: Value | null): string | null => {
    if (value === null) return null;
    if (typeof value === 'string') return readsComments && variable !== 'quality_comment' ? value : null;
    return variable === 'quality_answer' ? ratingText(t, value, scale) : number(t, value);
  };
  switch (item.what) {
    case 'not_asked':
      return (
        <>
          {t('dialogue.step', { what: item.what })}
          <span class="minor">{t('dialogue.reason', { reason: item.why })}</span>
        </>
      );
    case 'answered': {
      const value = said(item.variable, item.value);
      return (
        <>
          {t('dialogue.answered')} <Name>{variableText(view, item.variable)}</Name>
          {value !== null && (
            <>
              : <Name>{value}</Name>
            </>
          )}
        </>
      );
    }
    case 'changed': {
      const [before, after] = [said(item.variable, item.before), said(item.variable, item.after)];
      return (
        <>
          {t('dialogue.changed')} <Name>{variableText(view, item.variable)}</Name>
          {before !== null && after !== null && <Change view={view} before={before} after={after} />}
        </>
      );
    }
    case 'corrected':
      return (
        <>
          {t('dialogue.step', { what: item.what })}
          <ul class="corrections">
            {item.corrections.map(({ fact, before, after }) => (
              <li key={fact}>
                {fact === 'tags' ? t('dialogue.tags') : filterLabel(t, fact)}
                <Change view={view} before={before ?? none} after={after ?? none} />
              </li>
            ))}
          </ul>
        </>
      );
    case 'dispute_decided':
      return <>{t('dialogue.decided', { verdict: item.verdict })}</>;
    case 'alert_resolved':
    case 'alert_cause':
      return (
        <>
          {t('dialogue.step', { what: item.what })}
          <span class="minor">{t('dialogue.cause', { cause: item.cause })}</span>
        </>
      );
    case 'alert_wrote':
      return (
        <>
          {t('dialogue.step', { what: item.what })}
          {item.text !== null && (
            <p class="words" dir="auto">
              {item.text}
            </p>
          )}
        </>
      );
    case 'note':
      return (
        <>
          {t('dialogue.step', { what: item.what })}
          {!item.note.deleted && (
            <p class="words" dir="auto">
              {item.note.text}
            </p>
          )}
        </>
      );
    case 'note_deleted':
      return (
        <>
          {t('dialogue.step', { what: item.what })}
          {item.note.by.name !== item.by && (
            <span class="minor">{t('dialogue.noteOf', { name: item.note.by.name })}</span>
          )}
        </>
      );
    default:
      return <>{t('dialogue.step', { what: item.what })}</>;
  }
}

/** `Sales → Support`, read out as from what to what. */
function Change({
  view: { t },
  before,
  after,
}: {
  view: Pick<View, 't'>;
  before: string;
  after: string;
}): VNode {
  return (
    <span class="change">
      <span class="hidden">{t('dialogue.from')}</span>
      <del>
        <Name>{before}</Name>
      </del>
      <span aria-hidden="true"> → </span>
      <span class="hidden">{t('dialogue.to')}</span>
      <Name>{after}</Name>
    </span>
  );
}
