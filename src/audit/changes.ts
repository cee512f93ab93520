import type { CorrectableFacts, CourseEntry, Dialogue } from '../dialogue.ts';
import type { Dispute, DisputeEntry, DisputeLedger } from '../disputes/dispute.ts';
import type { Cell } from '../exports/columns.ts';
import { whereHead, whereOf } from './where.ts';

/** What was done to a dialogue after it was reported, or to an answer after it was given. */
export interface Change {
  at: Date;
  /** `answer_changed`, or a step of the dialogue's course. */
  what: 'answer_changed' | CourseEntry['what'];
  /** `client`, `api`, the name of a connector, a person's name. */
  by: string;
  /** The id of the person in the dispute's ledger; null: not known. */
  byId: string | null;
  /** The variable or the fact that was changed; null: none. */
  field: string | null;
  /** null: nothing, or a client's own words, which are not kept once the client replaced them. */
  before: string | number | null;
  after: string | number | null;
  reason: string | null;
  verdict: string | null;
  /** The id of the dispute; `missing`: the ledger does not have what the dialogue says. */
  dispute: string | null;
}

export const changesHead = [
  ...whereHead,
  'at',
  'what',
  'by',
  'byId',
  'field',
  'before',
  'after',
  'reason',
  'verdict',
  'dispute',
] as const;

export const changeRow = (dialogue: Dialogue, change: Change): Cell[] => {
  const { at, what, by, byId, field, before, after, reason, verdict, dispute } = change;
  return [...whereOf(dialogue), at, what, by, byId, field, before, after, reason, verdict, dispute];
};

/** Every change of a dialogue, the oldest first; what disputes say is read from their ledger. @throws {StoreError} */
export async function changesOf(
  dialogue: Dialogue,
  ledger: Pick<DisputeLedger, 'ofDialogue'>,
): Promise<Change[]> {
  const { course } = dialogue;
  const disputes = course.some(isOfDispute) ? await ledger.ofDialogue(dialogue.id) : [];
  const told = disputes.flatMap(disputeChanges);
  const untold = course
    .filter(isOfDispute)
    .filter(({ at, what }) => !told.some((one) => one.what === what && one.at.getTime() === at));
  return [
    ...editsOf(dialogue),
    ...course.filter((entry) => !isOfDispute(entry)).flatMap((entry) => courseChanges(dialogue, entry)),
    ...told,
    ...untold.map((entry): Change => ({ ...plain(entry), dispute: 'missing' })),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

const isOfDispute = ({ what }: CourseEntry): boolean => what === 'disputed' || what === 'dispute_decided';

const nothing = {
  byId: null,
  field: null,
  before: null,
  after: null,
  reason: null,
  verdict: null,
  dispute: null,
};

const plain = ({ at, what, by, reason, verdict }: CourseEntry): Change => ({
  ...nothing,
  at: new Date(at),
  what,
  by,
  reason: reason ?? null,
  verdict: verdict ?? null,
});

/** A correction changes several facts at once: a change each. */
function courseChanges(dialogue: Dialogue, entry: CourseEntry): Change[] {
  if (!entry.before) return [plain(entry)];
  const later = dialogue.course.slice(dialogue.course.indexOf(entry) + 1);
  return (Object.keys(entry.before) as Array<keyof CorrectableFacts>).map((field) => {
    const next = later.find(({ before }) => before && Object.hasOwn(before, field));
    const after = next?.before ? next.before[field] : dialogue[field];
    return { ...plain(entry), field, before: factText(entry.before?.[field]), after: factText(after) };
  });
}

const factText = (fact: string | string[] | null | undefined): string | null =>
  (Array.isArray(fact) ? fact.join(', ') : fact) || null;

/** The client's own edits. What came after one is what stood before the next of the same answer, or stands now. */
function editsOf({ survey }: Dialogue): Change[] {
  const edits = survey?.edits ?? [];
  return edits.map(({ at, variable, before }, index) => {
    const next = edits.slice(index + 1).find((one) => one.variable === variable);
    const now = survey?.variables[variable] ?? null;
    const after = before === null ? null : next ? next.before : now;
    const change = { at: new Date(at), what: 'answer_changed' as const, by: 'client' };
    return { ...nothing, ...change, field: variable, before, after };
  });
}

function disputeChanges({ id, entries }: Dispute): Change[] {
  return entries.map(({ at, who, what, why, operator }: DisputeEntry): Change => {
    const raised = what === 'raised';
    return {
      ...nothing,
      at: new Date(at),
      what: raised ? 'disputed' : 'dispute_decided',
      by: who.name,
      byId: who.id,
      reason: why,
      verdict: raised ? null : what,
      ...(operator !== undefined && { field: 'operator', after: operator }),
      dispute: id,
    };
  });
}
