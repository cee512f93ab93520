/** The dialogue after an operation, its survey aside (`withdraw.ts`); pure. null: there is nothing to do. */
import {
  type CorrectableFacts,
  type CourseEntry,
  type Dialogue,
  type DisputeVerdict,
  reportedDimensions,
} from '../../dialogue.ts';

/** Who changes a dialogue (an API key or a connector), and why. */
export interface Attribution {
  by: string;
  reason?: string;
}

export const correctableFacts = [...reportedDimensions, 'tags'] as const;

export function reopened(dialogue: Dialogue, by: string, now: Date): Dialogue | null {
  if (dialogue.reopenedAt) return null;
  return { ...withEntry(dialogue, now, { what: 'reopened', by }), reopenedAt: now };
}

/** An answered one is left as it is. */
export function cancelled(dialogue: Dialogue, { by, reason }: Attribution, now: Date): Dialogue | null {
  if (dialogue.outcome === 'answered' || wasCancelled(dialogue)) return null;
  return withEntry(dialogue, now, { what: 'cancelled', by, ...(reason !== undefined && { reason }) });
}

export const wasCancelled = ({ course }: Dialogue): boolean =>
  course.some(({ what }) => what === 'cancelled');

export function voided(
  dialogue: Dialogue,
  { by, reason }: Required<Attribution>,
  now: Date,
): Dialogue | null {
  if (dialogue.voided) return null;
  const at = now.getTime();
  return { ...withEntry(dialogue, now, { what: 'voided', by, reason }), voided: { at, by, reason } };
}

export function unvoided(dialogue: Dialogue, by: string, now: Date): Dialogue | null {
  if (!dialogue.voided) return null;
  return { ...withEntry(dialogue, now, { what: 'unvoided', by }), voided: null };
}

/** @param facts those that are missing stay */
export function corrected(
  dialogue: Dialogue,
  facts: Partial<CorrectableFacts>,
  by: string,
  now: Date,
): Dialogue | null {
  const changed = correctableFacts.filter(
    (name) => facts[name] !== undefined && !isSame(facts[name], dialogue[name]),
  );
  if (changed.length === 0) return null;
  const pick = (from: Partial<CorrectableFacts>): Partial<CorrectableFacts> =>
    Object.fromEntries(changed.map((name) => [name, from[name]]));
  return {
    ...withEntry(dialogue, now, { what: 'corrected', by, before: pick(dialogue) }),
    ...pick(facts),
  };
}

/** What a dispute of the dialogue's rating led to: that it was raised, or how it was decided. */
export interface DisputeStep extends Required<Pick<CourseEntry, 'at' | 'by' | 'reason'>> {
  what: 'disputed' | 'dispute_decided';
  /** Of a decision. */
  verdict?: DisputeVerdict;
  /** With the verdict `another_operator`: whose the dialogue is. */
  operator?: string;
}

/** All disputes of a dialogue's rating. */
export interface DisputesOfRating {
  /** Oldest first. */
  steps: readonly DisputeStep[];
  /** Whether the last of them is open, or was upheld, wholly or partly. */
  disputed: boolean;
}

/**
 * With the steps that its `course` does not have yet, each with its correction. A step that is there is not taken again,
 * so a correction that came after it stays.
 */
export function withDisputes(dialogue: Dialogue, { steps, disputed }: DisputesOfRating): Dialogue | null {
  const missing = steps.filter(({ what, at, by }) =>
    dialogue.course.every((entry) => entry.what !== what || entry.at !== at || entry.by !== by),
  );
  if (missing.length === 0 && dialogue.disputed === disputed) return null;
  return missing.reduce(withStep, { ...dialogue, disputed });
}

function withStep(dialogue: Dialogue, { at, operator, ...entry }: DisputeStep): Dialogue {
  const now = new Date(at);
  const next = withEntry(dialogue, now, entry);
  return operator === undefined ? next : (corrected(next, { operator }, entry.by, now) ?? next);
}

function withEntry(dialogue: Dialogue, now: Date, entry: Omit<CourseEntry, 'at'>): Dialogue {
  return { ...dialogue, course: [...dialogue.course, { at: now.getTime(), ...entry }] };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
