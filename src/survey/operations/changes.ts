/** The dialogue after an operation, its survey aside (`withdraw.ts`); pure. null: there is nothing to do. */
import {
  type CorrectableFacts,
  type CourseEntry,
  type Dialogue,
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

function withEntry(dialogue: Dialogue, now: Date, entry: Omit<CourseEntry, 'at'>): Dialogue {
  return { ...dialogue, course: [...dialogue.course, { at: now.getTime(), ...entry }] };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
