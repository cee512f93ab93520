import type { HelpdeskChannelName } from './state.ts';

/** One update that the helpdesk accepted, as it came. */
export interface ReceivedUpdate {
  /** Counts from 1 over both channels. */
  number: number;
  channel: HelpdeskChannelName;
  /** `message`, `callback_query`, `conversation_started`, ... */
  kind: string;
  /** Telegram's update_id, Viber's message_token. */
  id: string;
  clientId: string | null;
  /** The message's text, where it has one. */
  text: string | null;
  isRepeat: boolean;
  body: string;
}

export interface ReceivedCounts {
  /** Answered with 200. */
  taken: number;
  /** Of them, those that had come before. */
  repeats: number;
  /** Not signed by its platform, or no JSON. */
  refused: number;
  /** Came while the helpdesk was switched to be down, or to hang. */
  missed: number;
}

export interface Received {
  take(update: Omit<ReceivedUpdate, 'number' | 'isRepeat'>): ReceivedUpdate;
  count(channel: HelpdeskChannelName, what: 'refused' | 'missed'): void;
  counts(): Record<HelpdeskChannelName, ReceivedCounts>;
  /** Oldest first, those with a `number` greater than `after`. */
  updates(after: number): ReceivedUpdate[];
}

/** Older ones are deleted; numbering goes on. */
const updatesKept = 20_000;

/** Counts since the start of the process. */
export function createReceived(): Received {
  const none = (): ReceivedCounts => ({ taken: 0, repeats: 0, refused: 0, missed: 0 });
  const counts = { telegram: none(), viber: none() };
  let updates: ReceivedUpdate[] = [];
  const ids = new Set<string>();
  let number = 0;

  return {
    take(update) {
      const id = `${update.channel}:${update.kind}:${update.id}`;
      const taken = { number: ++number, ...update, isRepeat: ids.has(id) };
      ids.add(id);
      counts[update.channel].taken += 1;
      if (taken.isRepeat) counts[update.channel].repeats += 1;
      updates.push(taken);
      if (updates.length > updatesKept * 1.1) {
        for (const old of updates.slice(0, -updatesKept)) ids.delete(`${old.channel}:${old.kind}:${old.id}`);
        updates = updates.slice(-updatesKept);
      }
      return taken;
    },
    count(channel, what) {
      counts[channel][what] += 1;
    },
    counts: () => structuredClone(counts),
    updates: (after) => updates.filter((update) => update.number > after),
  };
}
