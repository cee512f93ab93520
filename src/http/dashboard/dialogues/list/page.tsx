import type { VNode } from 'preact';
import type { Person } from '../../../../access/person.ts';
import { may } from '../../../../access/may.ts';
import type { DialoguePage } from '../../../../stats/lists/lists.ts';
import { count } from '../../../../text/figures.ts';
import type { DialogueUrl } from '../../../../text/dialogue-url.ts';
import { addressOf } from '../../kit/address.ts';
import { Empty, Notice } from '../../kit/controls.tsx';
import { ActiveFilters, type FilterChoices, Filters, periodText } from '../../kit/filters.tsx';
import { cardPage, page } from '../../kit/layout.tsx';
import { momentText } from '../../kit/moment.tsx';
import type { View } from '../../kit/view.ts';
import { writeListCursor } from '../../../list-cursor.ts';
import { ActiveNarrowing, ListFields } from './narrowing.tsx';
import type { ListQuery } from './query.ts';
import { DialogueTable } from './table.tsx';

export const listPath = '/dashboard/dialogues';

export interface ListPageOptions {
  view: View;
  person: Person;
  zone: string;
  query: ListQuery;
  found: DialoguePage;
  /** How many the figures of the period count; null: that would have to be counted from the dialogues. */
  completed: number | null;
  choices: FilterChoices;
  /** Where the other choices come from, if `choices` are not all. */
  moreChoices: string | null;
  urlOf: DialogueUrl;
}

/** The list of dialogues as a page. */
export function listPage(options: ListPageOptions): string {
  const { view } = options;
  return page({
    view,
    title: view.t('dialogue.title'),
    current: 'dialogues',
    children: <List {...options} />,
  });
}

function List(options: ListPageOptions): VNode {
  const { view, person, zone, query, found, completed, choices, moreChoices, urlOf } = options;
  const { t } = view;
  const { params, order } = query;
  const narrowing = { view, path: listPath, query, searches: may(person, 'read_comments') };
  const shown = found.dialogues.length;
  return (
    <>
      <div class="page-head">
        <h1>{t('dialogue.title')}</h1>
        <p>
          {periodText(view, query.period)}
          {' · '}
          {t('dialogue.zone', { zone })}
        </p>
      </div>
      <Filters view={view} path={listPath} query={query} choices={choices} moreChoices={moreChoices}>
        <ListFields {...narrowing} />
      </Filters>
      <ActiveFilters view={view} path={listPath} query={query} />
      <ActiveNarrowing {...narrowing} />
      <section class="card list" aria-label={t('dialogue.title')}>
        <div class="card-head">
          <p class="minor">
            {t('dialogue.shown', { count: shown })}
            {completed !== null && ` · ${t('dialogue.completed', { count: completed })}`}
          </p>
          {(shown > 0 || found.next) && <ExportLinks view={view} params={params} />}
        </div>
        {shown > 0 && (
          <DialogueTable
            view={view}
            zone={zone}
            today={query.period.to}
            dialogues={found.dialogues}
            order={order}
            ordered={(other) => addressOf(listPath, params, { order: other })}
            readsComments={(dialogue) => may(person, 'read_comments', dialogue)}
            urlOf={urlOf}
          />
        )}
        <Ending {...options} />
      </section>
    </>
  );
}

/** Where the list goes on, how far it was searched, or that there is nothing. */
function Ending({ view, zone, query, found }: ListPageOptions): VNode | null {
  const { t, language } = view;
  const { params, order, after } = query;
  const { dialogues, next, searchedUntil } = found;
  const goOn = next && addressOf(listPath, params, { cursor: writeListCursor(next, order) });
  const first = after && addressOf(listPath, params);
  if (!goOn && dialogues.length === 0 && !after) {
    return <Empty title={t('dialogue.none')}>{t('dialogue.noneHint')}</Empty>;
  }
  return (
    <>
      {searchedUntil && (
        <Notice kind="info">
          {t('dialogue.searchedUntil', {
            moment: momentText(searchedUntil, language, zone),
            count: count(t, dialogues.length),
          })}
        </Notice>
      )}
      <nav class="paging" aria-label={t('dialogue.pages')}>
        {first && (
          <a class="button quiet" href={first}>
            {t('dialogue.first')}
          </a>
        )}
        {goOn ? (
          <a class="button" href={goOn} rel="next">
            {searchedUntil ? t('dialogue.searchOn') : t('dialogue.next')}
          </a>
        ) : (
          <span class="minor">{t('dialogue.end')}</span>
        )}
      </nav>
    </>
  );
}

/** The list as a file: the same dialogues, from the first. */
function ExportLinks({ view: { t }, params }: { view: View; params: URLSearchParams }): VNode {
  const to = (format: string): string => addressOf('/dashboard/exports', params, { format });
  return (
    <div class="actions" role="group" aria-label={t('dialogue.export')}>
      <span class="minor">{t('dialogue.export')}</span>
      <a href={to('csv')}>CSV</a>
      <a href={to('csv-plain')}>{t('dialogue.csvPlain')}</a>
      <a href={to('xlsx')}>Excel</a>
    </div>
  );
}

/** A cursor that leads nowhere: what is wrong, and the way to the first page. */
export function cursorPage(view: View, params: URLSearchParams): string {
  const { t } = view;
  const title = t('dialogue.badCursor');
  return cardPage({
    view,
    title,
    current: 'dialogues',
    children: (
      <>
        <p>{t('dialogue.badCursorAbout')}</p>
        <p>
          <a class="button" href={addressOf(listPath, params)}>
            {t('dialogue.first')}
          </a>
        </p>
      </>
    ),
  });
}
