/** Nothing is asked of a client who wrote so short a while ago: they may not have come to their end. */
const QUIET_MS = 60_000;

/**
 * When a client may be asked at the earliest: once the scenario's delay is over, which begins anew when the client
 * wrote after the dialogue had ended, and a minute after what they wrote last.
 * @param wroteAt when the client last wrote something that answers no survey; null: never
 * @param delayMs the scenario's `delay`; 0: none, so none begins anew
 */
export function askTime(completedAt: Date, wroteAt: Date | null, delayMs: number): Date {
  const ended = completedAt.getTime();
  if (wroteAt === null) return new Date(ended + delayMs);
  const wrote = wroteAt.getTime();
  const begins = delayMs > 0 ? Math.max(ended, wrote) : ended;
  return new Date(Math.max(begins + delayMs, wrote + QUIET_MS));
}
