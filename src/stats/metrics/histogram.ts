import type { Ratings } from './metric.ts';

export interface Bar {
  rating: number;
  count: number;
}

/**
 * How often each rating was given.
 * @returns one bar for every allowed value, ascending, with 0 or more dialogues each; so never null
 */
export function histogram({ scale, counts }: Ratings): Bar[] {
  return scale.values.map((rating) => ({ rating, count: counts.get(rating) ?? 0 }));
}
