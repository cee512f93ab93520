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
  /** How long it lasts still, in milliseconds. */
  msLeft(): number;
  /** @param heard called, from now on alone, whenever it is to end earlier than it was */
  onEarlier(heard: () => void): void;
}

export function createQuietTime(clock: Pick<Clock, 'now' | 'monotonic'>): QuietTime {
  /** By the monotonic clock, since the wall clock may be set back. */
  let longestEnd = 0;
  let end = 0;
  let tell = (): void => {};
  const msLeft = (): number =>
    Math.max(0, Math.min(longestEnd - clock.monotonic(), end - clock.now().getTime()));

  return {
    async isOver(next) {
      if (msLeft() > 0) return false;
      // At a multiple, so that a process which has nothing to do wakes up once for all that it looks at.
      longestEnd = (Math.floor(clock.monotonic() / LONGEST_QUIET_MS) + 1) * LONGEST_QUIET_MS;
      end = Number.POSITIVE_INFINITY;
      try {
        const moment = await next(new Date(clock.now().getTime() + LONGEST_QUIET_MS));
        if (moment) end = Math.min(end, moment.getTime());
      } catch (error) {
        end = 0;
        throw error;
      }
      return msLeft() === 0;
    },
    endAt(moment) {
      if (moment.getTime() >= end) return;
      end = moment.getTime();
      tell();
    },
    msLeft,
    onEarlier(heard) {
      tell = heard;
    },
  };
}
