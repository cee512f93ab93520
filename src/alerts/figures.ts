import type { Narrowing } from '../stats/filter.ts';
import type { ReadBelonging } from '../stats/lists/belonging.ts';
import { type Alert, type Cause, causes } from './alert.ts';
import type { AlertRecords } from './records.ts';

/** How low ratings were handled. null: nothing that it could be taken from. */
export interface AlertFigures {
  /** Alerts that were raised in the period, without those that were withdrawn before anybody took them. */
  alerts: number;
  withdrawn: number;
  /** Of `alerts`, those that nobody has taken, and those that were taken and are not resolved. */
  open: number;
  taken: number;
  /**
   * How long a low rating waited until somebody took it. Half of the alerts were taken sooner, half later. Those that
   * nobody has taken are not in it.
   * @metric timeToTake Time to take
   * @formula median of (taken − raised), over the alerts that were raised in the period and taken
   * @written as minutes and hours; — where none was taken
   * @remarks Milliseconds from when an alert was raised.
   */
  timeToTake: number | null;
  /**
   * How long it took from the low rating until somebody said that it is resolved. Half of the alerts took less, half
   * more.
   * @metric timeToResolve Time to resolve
   * @formula median of (resolved − raised), over the alerts that were raised in the period and resolved
   * @written as minutes and hours; — where none was resolved
   * @remarks Milliseconds from when an alert was raised.
   */
  timeToResolve: number | null;
  /**
   * The share of low ratings that somebody took before the first reminder. Of one whose time for that is not over
   * nobody knows yet, so it is not in it.
   * @metric takenInTime Taken in time
   * @formula alerts that were taken before the first reminder / alerts that were taken or whose time for it is over
   * @written as a percentage; — without alerts, and where no reminders are sent
   * @remarks 0..1, `of` those whose time for that is over or which were taken. null: there is none, or no reminder
   * (`ESCALATE=off`).
   */
  takenInTime: { share: number; of: number } | null;
  /** What they were about; without those of which nobody has said it yet. */
  byCause: Record<Cause, number>;
}

/** Of which dialogues, as they stand now; names in whatever spelling. */
export interface FiguresQuery extends Narrowing {
  /** Alerts raised in [from, to). */
  from: Date;
  to: Date;
}

/** What figures are made of. */
type Handled = Pick<Alert, 'state' | 'cause' | 'raisedAt' | 'takenAt' | 'resolvedAt'>;

const handledOf = ({ state, cause, raisedAt, takenAt, resolvedAt }: Alert): Handled => ({
  state,
  cause,
  raisedAt,
  takenAt,
  resolvedAt,
});

export async function readAlertFigures(
  { records, belonging }: { records: Pick<AlertRecords, 'each'>; belonging: ReadBelonging },
  { from, to, ...narrowing }: FiguresQuery,
  inTimeMs: number | null,
  now: Date,
): Promise<AlertFigures> {
  // Without the histories and messages of a month's alerts.
  const alerts: Handled[] = [];
  for await (const { one, isIn } of belonging(records.each({ from, to }), ({ id }) => id, narrowing)) {
    if (isIn) alerts.push(handledOf(one));
  }
  return figuresOf(alerts, inTimeMs, now.getTime());
}

/** @param inTimeMs within which an alert is to be taken; null: there is no such time */
export function figuresOf(all: readonly Handled[], inTimeMs: number | null, now: number): AlertFigures {
  const alerts = all.filter(({ state }) => state !== 'withdrawn');
  const count = (state: Handled['state']): number => all.filter((alert) => alert.state === state).length;
  const since = (alert: Handled, moment: number | null): number[] =>
    moment === null ? [] : [Math.max(0, moment - alert.raisedAt)];
  return {
    alerts: alerts.length,
    withdrawn: count('withdrawn'),
    open: count('open'),
    taken: count('taken'),
    timeToTake: median(alerts.flatMap((alert) => since(alert, alert.takenAt))),
    timeToResolve: median(alerts.flatMap((alert) => since(alert, alert.resolvedAt))),
    takenInTime: inTimeMs === null ? null : shareInTime(alerts, inTimeMs, now),
    byCause: Object.fromEntries(
      causes.map((cause) => [cause, alerts.filter((alert) => alert.cause === cause).length]),
    ) as Record<Cause, number>,
  };
}

function shareInTime(alerts: readonly Handled[], inTimeMs: number, now: number): AlertFigures['takenInTime'] {
  // Of one whose time is not over nobody knows yet.
  const known = alerts.filter(({ takenAt, raisedAt }) => takenAt !== null || now >= raisedAt + inTimeMs);
  if (known.length === 0) return null;
  const inTime = known.filter(({ takenAt, raisedAt }) => takenAt !== null && takenAt - raisedAt < inTimeMs);
  return { share: inTime.length / known.length, of: known.length };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return sorted.length === 0 ? null : (low + high) / 2;
}
