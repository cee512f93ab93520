import type { VNode } from 'preact';
import { number, ratingText } from '../../../../text/figures.ts';
import { Card, Empty, Notice } from '../../kit/controls.tsx';
import { page } from '../../kit/layout.tsx';
import { Moment } from '../../kit/moment.tsx';
import { Markers, Name, ownPath, RatingBadge, StateText } from '../words.tsx';
import { AlertCard } from './cards/alert.tsx';
import { DecisionCard, DisputeCard } from './cards/dispute.tsx';
import { NotesCard } from './cards/notes.tsx';
import { VoidCard } from './cards/void.tsx';
import { CourseList } from './course-list.tsx';
import type { OwnPage } from './shown.ts';
import { variableText } from './variables.ts';

/** A dialogue's own page. */
export function ownPage(shown: OwnPage): string {
  const { view, zone, dialogue, notice } = shown;
  const { t } = view;
  const title = t('dialogue.one', { id: dialogue.externalId });
  return page({
    view,
    title,
    current: 'dialogues',
    children: (
      <>
        <div class="page-head">
          <div>
            <p class="crumb">
              <a href="/dashboard/dialogues">{t('dialogue.title')}</a>
            </p>
            <h1>
              <Name>{title}</Name>
            </h1>
          </div>
          <p>{t('dialogue.zone', { zone })}</p>
        </div>
        {notice && <Notice kind={notice.kind}>{notice.text}</Notice>}
        <div class="one-dialogue">
          <div class="column">
            <Answers {...shown} />
            <Card title={t('dialogue.course')} id="course">
              <CourseList
                view={view}
                zone={zone}
                items={shown.course}
                scale={dialogue.scale}
                readsComments={shown.rights.readsComments}
              />
            </Card>
          </div>
          <div class="column">
            <AlertCard {...shown} />
            <DecisionCard {...shown} />
            <Facts {...shown} />
            <NotesCard {...shown} />
            <DisputeCard {...shown} />
            <VoidCard {...shown} />
          </div>
        </div>
      </>
    ),
  });
}

function Answers({ view, zone, dialogue, answers, rights }: OwnPage): VNode {
  const { t } = view;
  const readable = answers.filter(({ value }) => rights.readsComments || typeof value === 'number');
  const hasHidden = readable.length < answers.length;
  return (
    <Card
      title={t('dialogue.answers')}
      id="answers"
      actions={
        <>
          <StateText view={view} of={dialogue} />
          <Markers view={view} of={dialogue} />
        </>
      }
    >
      {answers.length === 0 && <Empty title={t('dialogue.noAnswers')} />}
      <dl class="answers">
        {readable.map(({ variable, value, question, label, at }) => (
          <div key={variable}>
            <dt>
              <Name>{question ?? variableText(view, variable)}</Name>
            </dt>
            <dd>
              {variable === 'quality_answer' && typeof value === 'number' ? (
                <RatingBadge view={view} of={{ rating: value, scale: dialogue.scale }} />
              ) : (
                <p class="words" dir="auto">
                  {label ?? (typeof value === 'number' ? number(t, value) : value)}
                </p>
              )}
              <span class="minor">
                {question && <Name>{variableText(view, variable)}</Name>}
                {question && at && ' · '}
                {at && <Moment at={at} view={view} zone={zone} />}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {hasHidden && <p class="about">{t('dialogue.hiddenWords')}</p>}
    </Card>
  );
}

function Facts({ view, dialogue, rounds, url }: OwnPage): VNode {
  const { t } = view;
  const { operator, team, topic, tags, channel, clientId, scenario, scenarioVersion, survey, round } =
    dialogue;
  const facts: Array<[name: string, value: string | null]> = [
    [t('pages.filter.operator'), operator],
    [t('pages.filter.team'), team],
    [t('pages.filter.topic'), topic],
    [t('dialogue.tags'), tags.join(', ') || null],
    [t('pages.filter.channel'), channel],
    [t('dialogue.client'), clientId],
    [t('pages.filter.scenario'), scenario],
    [t('pages.filter.version'), scenarioVersion],
    [t('dialogue.language'), survey?.language ?? dialogue.language],
    [t('dialogue.round'), String(round)],
    [t('dialogue.id'), dialogue.id],
  ];
  const others = rounds.filter(({ id }) => id !== dialogue.id);
  return (
    <Card
      title={t('dialogue.facts')}
      id="facts"
      actions={
        url !== null && (
          <a href={url} rel="noopener noreferrer" target="_blank">
            {t('dialogue.inHelpdesk')}
          </a>
        )
      }
    >
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <Name>{value}</Name>
                </dd>
              </div>
            ),
        )}
      </dl>
      {others.length > 0 && (
        <ul class="rounds" aria-label={t('dialogue.rounds')}>
          {others.map((one) => (
            <li key={one.id}>
              <a href={ownPath(one)}>
                {t('dialogue.otherRound', {
                  which: one.round < round ? 'earlier' : 'later',
                  round: one.round,
                })}
              </a>
              {one.rating !== null && <span class="minor">{ratingText(t, one.rating, one.scale)}</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
