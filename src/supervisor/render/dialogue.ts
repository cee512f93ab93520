import { excerpt } from '../../text/excerpt.ts';
import { number, ratingText } from '../../text/figures.ts';
import type { CourseEntry, Dialogue } from '../../dialogue.ts';
import type { Translate } from '../../locales/index.ts';
import { type MomentOptions, momentText } from './dates.ts';
import { shownName } from './names.ts';

export interface DialogueTextOptions {
  moments: MomentOptions;
  /** Whether the reader may read what the client wrote. */
  withComment: boolean;
}

/** Long enough for nearly every comment; what is cut beyond a message is the course. */
const LONGEST_COMMENT = 3000;
const LONGEST_ANSWER = 200;
const LONGEST_REASON = 200;
const LONGEST_TAGS = 160;
/** Of more answers or steps the last are shown; a survey has few. */
const MOST = 10;

/** What is known of a dialogue: its answers, its facts, and its course. */
export function dialogueText(t: Translate, one: Dialogue, options: DialogueTextOptions): string {
  const course = courseLines(t, one, options);
  return [answerLines(t, one, options), factLines(t, one, options), [t('dialogues.course'), ...course]]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function answerLines(t: Translate, one: Dialogue, { withComment }: DialogueTextOptions): string[] {
  const { outcome, notAskedReason, comment, survey } = one;
  const rating = one.rating === null ? null : ratingText(t, one.rating, one.scale);
  const others = Object.entries(survey?.variables ?? {})
    .filter(([name]) => name !== 'quality_answer' && name !== 'quality_comment')
    // Words are the client's; numbers are figures.
    .filter(([, value]) => withComment || typeof value === 'number')
    .slice(-MOST);
  return [
    t('dialogues.outcome', { outcome, reason: notAskedReason ?? 'none' }),
    ...(rating === null ? [] : [t('dialogues.rating', { value: rating })]),
    ...(comment !== null && withComment
      ? [t('dialogues.quote', { comment: excerpt(comment, LONGEST_COMMENT) })]
      : []),
    ...(others.length === 0
      ? []
      : [
          t('dialogues.answers'),
          ...others.map(([name, value]) => {
            const text = typeof value === 'number' ? number(t, value) : excerpt(value, LONGEST_ANSWER);
            return `${shownName(name)}: ${text}`;
          }),
        ]),
    ...(one.disputed ? [t('dialogues.disputed')] : []),
    ...(one.superseded ? [t('dialogues.superseded')] : []),
    ...(one.voided ? [t('dialogues.voided')] : []),
  ];
}

function factLines(t: Translate, one: Dialogue, { moments }: DialogueTextOptions): string[] {
  const { operator, team, topic, channel, scenario, tags, round } = one;
  const facts: Array<[what: string, value: string | null]> = [
    ['operator', operator && shownName(operator)],
    ['team', team && shownName(team)],
    ['topic', topic && shownName(topic)],
    ['tags', tags.length === 0 ? null : excerpt(tags.join(', '), LONGEST_TAGS)],
    ['channel', shownName(channel)],
    ['scenario', shownName(scenario)],
    ['round', round === 1 ? null : String(round)],
    ['completed', momentText(one.completedAt, moments)],
    ['id', one.id],
  ];
  return facts.flatMap(([what, value]) => (value ? [t('dialogues.fact', { what, value })] : []));
}

function courseLines(t: Translate, one: Dialogue, { moments }: DialogueTextOptions): string[] {
  const steps: Array<{ at: number; what: string; entry?: CourseEntry }> = [
    { at: one.reportedAt.getTime(), what: 'reported' },
    ...(one.askedAt ? [{ at: one.askedAt.getTime(), what: 'asked' }] : []),
    ...(one.answeredAt ? [{ at: one.answeredAt.getTime(), what: 'answered' }] : []),
    ...one.course.map((entry) => ({ at: entry.at, what: entry.what, entry })),
  ];
  return steps
    .toSorted((a, b) => a.at - b.at)
    .slice(-MOST)
    .map(({ at, what, entry }) => {
      const time = momentText(new Date(at), moments);
      return [`${time} · ${t('dialogues.step', { what })}`, ...detailsOf(t, entry)].join(' · ');
    });
}

/** Who did it, and why. */
function detailsOf(t: Translate, entry: CourseEntry | undefined): string[] {
  if (!entry) return [];
  const { by, reason, verdict } = entry;
  return [
    ...(verdict ? [t('dialogues.verdict', { verdict })] : []),
    shownName(by),
    ...(reason === undefined ? [] : [excerpt(reason, LONGEST_REASON)]),
  ];
}
