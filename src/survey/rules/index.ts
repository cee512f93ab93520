import type { NotAskedReason } from '../../dialogue.ts';
import { cooldown } from './cooldown.ts';
import { notWanted } from './not-wanted.ts';
import { optedOut } from './opted-out.ts';
import { ownDialogue } from './own-dialogue.ts';
import { reopened } from './reopened.ts';
import type { Rule, Situation } from './rule.ts';
import { tooLate } from './too-late.ts';
import { unreachable } from './unreachable.ts';

/** Whom not to ask, by the reason that is kept; the first that holds counts. */
const rules = {
  too_late: tooLate,
  // These four before `unreachable`, whose clients are asked after all once they can be reached.
  reopened,
  not_wanted: notWanted,
  own_dialogue: ownDialogue,
  opted_out: optedOut,
  unreachable,
  cooldown,
} as const satisfies Partial<Record<NotAskedReason, Rule>>;

/** @returns null: ask */
export function whyNotAsk(situation: Situation): NotAskedReason | null {
  const names = Object.keys(rules) as Array<keyof typeof rules>;
  return names.find((name) => rules[name](situation)) ?? null;
}
