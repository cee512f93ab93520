import type { CourseStep, Dialogue, NotAskedReason } from '../dialogue.ts';
import type { Cell } from '../exports/columns.ts';
import { whereHead, whereOf } from './where.ts';

/** Why a dialogue has no rating in the figures: it was not asked, or the figures do not count it. */
export type Rule = NotAskedReason | 'voided' | 'superseded' | 'disputed';

/**
 * - `not_asked`: it counts as completed, and nobody was asked
 * - `in_no_figure`: no figure counts it
 * - `counted`: it counts, and is marked, since figures can be had without it
 */
export type Effect = 'not_asked' | 'in_no_figure' | 'counted';

export interface LeftOut {
  rule: Rule;
  effect: Effect;
  /** Who did it and why, where somebody did. */
  at: Date | null;
  by: string | null;
  reason: string | null;
}

export const leftOutHead = [...whereHead, 'rule', 'effect', 'at', 'by', 'reason'] as const;

/** By which rules a dialogue was left out, so that the rows of a rule are as many as the figures say. */
export function leftOutBy(dialogue: Dialogue): LeftOut[] {
  const { voided, superseded, notAskedReason, disputed } = dialogue;
  if (voided) {
    const { at, by, reason } = voided;
    return [{ rule: 'voided', effect: 'in_no_figure', at: new Date(at), by, reason }];
  }
  if (superseded) return [{ rule: 'superseded', effect: 'in_no_figure', ...lastOf(dialogue, 'reopened') }];
  const rules: LeftOut[] = [];
  if (notAskedReason !== null) {
    const step = steps[notAskedReason];
    const who = step ? lastOf(dialogue, step) : nobody;
    rules.push({ rule: notAskedReason, effect: 'not_asked', ...who });
  }
  if (disputed) rules.push({ rule: 'disputed', effect: 'counted', ...lastOf(dialogue, 'disputed') });
  return rules;
}

export const leftOutRows = (dialogue: Dialogue): Cell[][] =>
  leftOutBy(dialogue).map(({ rule, effect, at, by, reason }) => [
    ...whereOf(dialogue),
    rule,
    effect,
    at,
    by,
    reason,
  ]);

const nobody = { at: null, by: null, reason: null };

/** What somebody does that leads to a reason. */
const steps: { [Reason in NotAskedReason]?: CourseStep } = { not_wanted: 'cancelled', reopened: 'reopened' };

function lastOf({ course }: Dialogue, step: CourseStep): Pick<LeftOut, 'at' | 'by' | 'reason'> {
  const entry = course.findLast(({ what }) => what === step);
  return entry ? { at: new Date(entry.at), by: entry.by, reason: entry.reason ?? null } : nobody;
}
