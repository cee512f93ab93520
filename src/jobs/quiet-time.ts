import type { Clock } from '../clock.ts';

/** The store is asked so often at least, in milliseconds, for what other instances left behind. */
const LONGEST_QUIET_MS = 10_000;

/** A time in which nothing is due, as far as this process knows, so that it need not ask the store. */
export interface QuietTime {
  /**
   * Whether something is due.
   * @param next the first moment, until the one given, at which something is due as the store has it; null: none is
   * @throws what `next` throws; then the next call asks again
   */
  isOver(next: (until: Date) => Promise<Date | null>): Promise<boolean>;
  /** Something was written that is due then. */
  endAt(moment: Date): void;
}

export function createQuietTime(clock: Pick<Clock, 'now' | 'monotonic'>): QuietTime {
  /** By the monotonic clock, since the wall clock may be set back. */
  let begun = -LONGEST_QUIET_MS;
  let end = 0;
  const isQuiet = (): boolean => clock.monotonic() < begun + LONGEST_QUIET_MS && clock.now().getTime() < end;

  return {
    async isOver(next) {
      if (isQuiet()) return false;
      [begun, end] = [clock.monotonic(), Number.POSITIVE_INFINITY];
      try {
        const moment = await next(new Date(clock.now().getTime() + LONGEST_QUIET_MS));
        if (moment) end = Math.min(end, moment.getTime());
      } catch (error) {
        end = 0;
        throw error;
      }
      return !isQuiet();
    },
    endAt(moment) {
      end = Math.min(end, moment.getTime());
    },
  };
}
