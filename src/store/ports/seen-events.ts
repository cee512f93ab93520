import type { SeenEvent } from '../../dialogue.ts';

/** For so long a repeat of an event does nothing. No platform repeats one for longer than a day. */
export const EVENT_MEMORY_MS = 48 * 3_600_000;
/** Of more events of one client, or on one dialogue, the oldest are forgotten sooner, so that no document grows for ever. */
export const EVENTS_REMEMBERED = 1_000;

/** `events` with one more, without those that are too old to be repeated. */
export function withEvent(events: readonly SeenEvent[], event: SeenEvent): SeenEvent[] {
  const fresh = events.filter(({ at }) => at > event.at - EVENT_MEMORY_MS);
  return [...fresh, event].slice(-EVENTS_REMEMBERED);
}
