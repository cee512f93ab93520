import type { Clock } from '../clock.ts';
import { type Dialogue, reportedDimensions } from '../dialogue.ts';
import { parseScaleKey } from '../scale.ts';
import { type Announce, withMoreEffects } from '../survey/progress.ts';
import { isLow } from './alert.ts';

/** Enqueues, in the write of the answer itself, the job that raises an alert, changes it, or passes on praise. */
export function announceAlerts(clock: Pick<Clock, 'now'>): Announce {
  return (before, next) => {
    if (!concernsAlert(before, next) && !(isPraise(next) && !isPraise(before))) return next;
    const payload = { at: clock.now().getTime() };
    const ordering = `alert:${next.id}`;
    return withMoreEffects(next, [{ kind: 'enqueue', job: { kind: 'alert', payload, ordering } }]);
  };
}

function concernsAlert(before: Dialogue, next: Dialogue): boolean {
  const isRated = before.rating !== next.rating;
  // An alert that somebody took shows the rating also when that is low no more.
  if (isRated && before.rating !== null) return true;
  if (!isLow(before) && !isLow(next)) return false;
  return (
    isRated ||
    isLow(before) !== isLow(next) ||
    before.comment !== next.comment ||
    reportedDimensions.some((name) => before[name] !== next[name])
  );
}

/** The highest rating of its scale, with a comment, of an operator whose dialogue counts. */
export function isPraise({ rating, scale, comment, operator, voided }: Dialogue): boolean {
  if (rating === null || scale === null || comment === null || operator === null || voided) return false;
  const { values, satisfied } = parseScaleKey(scale);
  return rating === Math.max(...values) && satisfied.includes(rating);
}
