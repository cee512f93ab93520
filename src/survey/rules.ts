import type { Client, NotAskedReason } from '../store/store.ts';

export interface Situation {
  client: Pick<Client, 'reachable'> | null;
  /** When this client was last asked about any dialogue. */
  lastAskedAt: Date | null;
  /** The scenario's rule, in milliseconds. */
  cooldown: number;
  now: Date;
}

/** Whom not to ask, and why; null: ask. */
export function whyNotAsk({ client, lastAskedAt, cooldown, now }: Situation): NotAskedReason | null {
  if (client && !client.reachable) return 'unreachable';
  if (lastAskedAt && now.getTime() < lastAskedAt.getTime() + cooldown) return 'cooldown';
  return null;
}
