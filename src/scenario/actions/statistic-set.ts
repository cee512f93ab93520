import { z } from 'zod';
import type { Action } from './action.ts';

/**
 * Marks the survey as recorded for statistics. The answers themselves were kept the moment each was
 * given, so a client who never gets here loses nothing.
 */
export const statisticSet = {
  config: z.strictObject({ type: z.literal('quality') }),
  run: (_config, now) => ({ note: { recordedAt: now } }),
} satisfies Action<{ type: 'quality' }>;
