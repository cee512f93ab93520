/** A client's clock is never so far ahead; what a platform dates later than this is no date. */
const LATEST_MS = 86_400_000;

/** A moment as a platform gives it, in milliseconds since the epoch; `now` where it is none that can be. */
export function readDate(milliseconds: unknown, now: Date): Date {
  const isDate =
    typeof milliseconds === 'number' && milliseconds > 0 && milliseconds <= now.getTime() + LATEST_MS;
  return isDate ? new Date(milliseconds) : now;
}
