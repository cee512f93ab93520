import { z } from 'zod';
import type { Ratings } from './metric.ts';

export const bars = z.array(z.object({ rating: z.number(), count: z.number() }));
export type Bar = z.output<typeof bars>[number];

/**
 * How often each rating of the scale was given, also those that nobody gave.
 * @metric histogram Histogram of ratings
 * @formula for each value of the scale: number of ratings of that value
 * @written as a bar and a number of ratings for each value
 * @returns one bar for every allowed value, ascending, with 0 or more dialogues each; so never null
 */
export function histogram({ scale, counts }: Ratings): Bar[] {
  return scale.values.map((rating) => ({ rating, count: counts.get(rating) ?? 0 }));
}
