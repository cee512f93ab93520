import type { Dialogue } from '../../dialogue.ts';

/**
 * Puts into a dialogue's outbox what others are to be told of a change, so that one write commits both. `before` is the
 * dialogue as it was; null: it is new. Pure.
 */
export type Announcer = (before: Dialogue | null, next: Dialogue) => Dialogue;

/** Nobody is told anything. */
export const announceNothing: Announcer = (_before, next) => next;

/** Each of them, one after another. */
export function announceAll(announcers: readonly Announcer[]): Announcer {
  return (before, next) => announcers.reduce((dialogue, announce) => announce(before, dialogue), next);
}
