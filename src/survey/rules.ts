import type { Client, NotAskedReason } from '../dialogue.ts';

export interface Situation {
  client: Pick<Client, 'reachable'> | null;
  completedAt: Date;
  /** When this client was last asked about any dialogue. */
  lastAskedAt: Date | null;
  /** The scenario's rules, in milliseconds. */
  rules: { delay: number; cooldown: number; expire_after: number };
  now: Date;
}

/** Whom not to ask, and why; null: ask. */
export function whyNotAsk({
  client,
  completedAt,
  lastAskedAt,
  rules,
  now,
}: Situation): NotAskedReason | null {
  if (now.getTime() >= completedAt.getTime() + rules.delay + rules.expire_after) return 'too_late';
  if (client && !client.reachable) return 'unreachable';
  if (lastAskedAt && now.getTime() < lastAskedAt.getTime() + rules.cooldown) return 'cooldown';
  return null;
}
