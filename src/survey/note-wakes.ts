import type { Store } from '../store/store.ts';

/** The same store, but `note` is told when a dialogue that was written is next to be looked at. */
export function noteWakes(store: Store, note: (wakeAt: Date) => void): Store {
  const noting: Pick<Store, 'insertDialogue' | 'saveDialogue' | 'releaseOutboxes'> = {
    async insertDialogue(dialogue) {
      const kept = await store.insertDialogue(dialogue);
      if (kept.dialogue.wakeAt) note(kept.dialogue.wakeAt);
      return kept;
    },
    async saveDialogue(dialogue, options) {
      const saved = await store.saveDialogue(dialogue, options);
      if (saved && dialogue.wakeAt) note(dialogue.wakeAt);
      return saved;
    },
    async releaseOutboxes(instance, now) {
      await store.releaseOutboxes(instance, now);
      note(now);
    },
  };
  // All other methods are the store's own, also those that are replaced later.
  return Object.assign(Object.create(store), noting);
}
