import type { Dialogue } from '../../dialogue.ts';
import { foldName } from '../../text/names.ts';
import { wasCancelled } from './changes.ts';

/** The facts in which a repeated report may differ from the first one. */
export const comparedFacts = [
  'operator',
  'team',
  'topic',
  'tags',
  'language',
  'scenario',
  'completedAt',
  'ask',
] as const;
export type ComparedFact = (typeof comparedFacts)[number];

/** What a report says; what it leaves out is null, or a list of none. */
export type ComparedFacts = Pick<Dialogue, Exclude<ComparedFact, 'ask' | 'scenario' | 'completedAt'>> & {
  scenario: string | null;
  completedAt: Date | null;
  ask: boolean | null;
};

/**
 * The facts of a repeated report that fit neither the dialogue as it was first reported nor as it is now, after
 * corrections or a cancellation. What the report leaves out is no difference, nor is another spelling of a name.
 */
export function differencesOf(report: ComparedFacts, dialogue: Dialogue): ComparedFact[] {
  const original = asReported(dialogue);
  return comparedFacts.filter((name) => {
    const given = report[name];
    if (given === null || (Array.isArray(given) && given.length === 0)) return false;
    const known =
      name === 'ask' ? [!wasCancelled(dialogue), wasWanted(dialogue)] : [dialogue[name], original[name]];
    return known.every((one) => keyOf(one) !== keyOf(given));
  });
}

/** The dialogue without its corrections. */
function asReported(dialogue: Dialogue): Dialogue {
  return dialogue.course.reduceRight((later, { before }) => ({ ...later, ...before }), dialogue);
}

/** Whether its first report had no `ask: false`, which cancels a dialogue at the very time of its report. */
const wasWanted = ({ course, reportedAt }: Dialogue): boolean =>
  !course.some(({ what, at }) => what === 'cancelled' && at === reportedAt.getTime());

function keyOf(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(keyOf).toSorted());
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? foldName(value) : String(value);
}
