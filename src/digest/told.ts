import { z } from 'zod';
import { type Chat } from '../access/chat.ts';
import type { Day } from '../stats/period.ts';
import type { ToldVerdicts } from '../stats/targets/judge.ts';
import type { JobStore } from '../store/store.ts';
import { nameOf } from './delivery/recipient.ts';

/** What a daily digest told, as its job keeps it. */
export interface Told {
  day: Day;
  /** What was reported and first answered before then was told; null: nobody knows. */
  toldUntil: Date | null;
  targets: ToldVerdicts;
}

/** The beginning of the keys and orderings of daily digests. */
export const digestPrefix = 'digest:';

const result = z.object({
  /** Milliseconds since the epoch. */
  toldUntil: z.number().nullable(),
  targets: z.record(z.string(), z.enum(['met', 'missed'])).default({}),
});

export const toldResult = ({ toldUntil, targets }: Omit<Told, 'day'>): z.input<typeof result> => ({
  toldUntil: toldUntil?.getTime() ?? null,
  targets,
});

/** Reads what the last digest before a day told in a chat, or with null in any. @throws {StoreError} */
export type ReadTold = (day: Day, chat: Chat | null) => Promise<Told | null>;

export function createToldReader(store: Pick<JobStore, 'lastResult'>): ReadTold {
  return async (day, chat) => {
    const ordering = chat && `${digestPrefix}${nameOf(chat)}`;
    const last = await store.lastResult('digest', `${digestPrefix}${day}`, ordering);
    if (!last) return null;
    const { toldUntil, targets } = result.parse(last.result);
    return {
      day: last.key.slice(digestPrefix.length, digestPrefix.length + day.length),
      toldUntil: toldUntil === null ? null : new Date(toldUntil),
      targets,
    };
  };
}
