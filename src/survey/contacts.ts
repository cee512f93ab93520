import type { ClientEvent } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { Client, SeenEvent } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import { scheduled } from './progress.ts';

/** What a client's events say about the client: whether they can be reached, their name and their language. */
export interface Contacts {
  /**
   * Keeps what an event says, if that is new, and `seen` in any case. Dialogues that were not asked because the
   * client could not be reached are asked as soon as that has changed; the rules decide once more.
   */
  remember(event: ClientEvent, known: Client | null, seen?: SeenEvent): Promise<undefined>;
}

/** The longest time for which a scenario can be asked: `delay` and `expire_after` of 9999 days each would be longer. */
const UNREACHED_MS = 366 * 86_400_000;

export function createContacts({ store, clock }: { store: Store; clock: Clock }): Contacts {
  return {
    async remember(event, known, seen) {
      const { channel, clientId, at, profile } = event;
      const late = known !== null && isLater(known.seenAt, at); // what is known is newer
      const reachable = late ? known.reachable : reachableAfter(event, known);
      const name = (late ? null : profile?.name) ?? known?.name ?? null;
      const locale = (late ? null : profile?.locale) ?? known?.locale ?? null;
      const isNew =
        known === null || known.reachable !== reachable || known.name !== name || known.locale !== locale;
      // A text says no more than the last one did, but that a client left or came is held against later news.
      const dated = event.kind === 'joined' || event.kind === 'left' || event.kind === 'start';
      if (!isNew && !seen && !dated) return;
      const isBack = reachable && known?.reachable === false;
      // Before, so that it is not forgotten when the process dies; after, for those that another instance looked at
      // between the two, when the client still counted as unreachable.
      if (isBack) await bringBack(channel, clientId);
      const seenAt = late ? known.seenAt : at;
      // An answer is kept in its dialogue; what is kept here is something else that the client said.
      const isWords = event.kind === 'text' && event.command === undefined;
      const wroteAt = isWords && seen ? earlier(at, clock.now()) : null;
      await store.saveClient({ channel, clientId, name, locale, reachable, seenAt, wroteAt }, seen);
      if (isBack) await bringBack(channel, clientId);
    },
  };

  /** They are asked by the next sweep, after this event was committed. */
  async function bringBack(channel: string, clientId: string): Promise<void> {
    const now = clock.now();
    const since = new Date(now.getTime() - UNREACHED_MS);
    for (const dialogue of await store.unreachedDialogues(channel, clientId, since)) {
      const asked = {
        ...scheduled(dialogue),
        outcome: 'scheduled',
        notAskedReason: null,
        notAskedAt: null,
        wakeAt: now,
      } as const;
      await store.saveDialogue(asked, { before: dialogue });
    }
  }
}

/** A platform's clock may be ahead of ours. */
const earlier = (one: Date, other: Date): Date => (one < other ? one : other);

/** By the coarser of two clocks: some platforms count in whole seconds. */
function isLater(known: Date, at: Date): boolean {
  const unit = at.getTime() % 1000 === 0 ? 1000 : 1;
  return Math.floor(known.getTime() / unit) > Math.floor(at.getTime() / unit);
}

/** Whatever a client sends proves that they can be written to, but for what the platform says otherwise. */
function reachableAfter(event: ClientEvent, known: Client | null): boolean {
  if (event.kind === 'left') return false;
  if (event.kind === 'failed') return known?.reachable ?? true;
  if (event.kind === 'start' && event.reachable === false) return known?.reachable ?? false;
  return true;
}
