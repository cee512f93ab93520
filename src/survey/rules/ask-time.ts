/** How long after a client's last message nothing is asked: they may still be writing. */
const QUIET_MS = 60_000;

/**
 * The earliest time at which a client may be asked: when the scenario's delay is over, which starts anew with each
 * message after the dialogue's end, and at least a minute after the client's last message.
 * @param wroteAt when the client last wrote something that answers no survey; null: never
 * @param delayMs the scenario's `delay`; 0: none, so none starts anew
 */
export function askTime(completedAt: Date, wroteAt: Date | null, delayMs: number): Date {
  const ended = completedAt.getTime();
  if (wroteAt === null) return new Date(ended + delayMs);
  const wrote = wroteAt.getTime();
  const begins = delayMs > 0 ? Math.max(ended, wrote) : ended;
  return new Date(Math.max(begins + delayMs, wrote + QUIET_MS));
}
