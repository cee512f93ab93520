import type { Dialogue } from '../dialogue.ts';

/** What stands in a cell; a Date is a moment, which each format writes by the clock of the report zone. */
export type Cell = string | number | boolean | Date | null;

interface Column {
  /** One English header whatever the language, since programs read it; the figures' names are those of the digest. */
  name: string;
  of: (dialogue: Dialogue) => Cell;
}

/** The variables that have a column of their own. */
const RATING = 'quality_answer';
const COMMENT = 'quality_comment';

export const columns: readonly Column[] = [
  { name: 'id', of: ({ id }) => id },
  { name: 'externalId', of: ({ externalId }) => externalId },
  { name: 'round', of: ({ round }) => round },
  { name: 'channel', of: ({ channel }) => channel },
  { name: 'clientId', of: ({ clientId }) => clientId },
  { name: 'scenario', of: ({ scenario }) => scenario },
  { name: 'scenarioVersion', of: ({ scenarioVersion }) => scenarioVersion },
  { name: 'operator', of: ({ operator }) => operator },
  { name: 'team', of: ({ team }) => team },
  { name: 'topic', of: ({ topic }) => topic },
  { name: 'tags', of: ({ tags }) => tags.join(', ') || null },
  { name: 'completedAt', of: ({ completedAt }) => completedAt },
  { name: 'askedAt', of: ({ askedAt }) => askedAt },
  { name: 'deliveredAt', of: ({ deliveredAt }) => deliveredAt },
  { name: 'answeredAt', of: ({ answeredAt }) => answeredAt },
  { name: 'outcome', of: ({ outcome }) => outcome },
  { name: 'notAskedReason', of: ({ notAskedReason }) => notAskedReason },
  { name: 'scale', of: ({ scale }) => scale },
  { name: 'CSAT', of: ({ rating }) => rating },
  { name: 'Client Comment', of: ({ comment }) => comment },
  { name: 'otherAnswers', of: otherAnswers },
  /** True: there is a later round, and figures count that one. */
  { name: 'superseded', of: ({ superseded }) => superseded },
  { name: 'disputed', of: ({ disputed }) => disputed },
  /** Why it is in no figure. */
  { name: 'voided', of: ({ voided }) => voided && voided.reason },
];

/** The survey's other variables as JSON: scenarios have as many as they like, so they share a column. */
function otherAnswers({ survey }: Dialogue): string | null {
  const others = Object.entries(survey?.variables ?? {}).filter(
    ([variable]) => variable !== RATING && variable !== COMMENT,
  );
  return others.length === 0 ? null : JSON.stringify(Object.fromEntries(others));
}
