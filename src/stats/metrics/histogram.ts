import { z } from 'zod';
import type { Ratings } from './metric.ts';

export const bars = z.array(z.object({ rating: z.number(), count: z.number() }));
export type Bar = z.output<typeof bars>[number];

/**
 * How often each rating was given.
 * @returns one bar for every allowed value, ascending, with 0 or more dialogues each; so never null
 */
export function histogram({ scale, counts }: Ratings): Bar[] {
  return scale.values.map((rating) => ({ rating, count: counts.get(rating) ?? 0 }));
}
