import { closest, distance } from 'fastest-levenshtein';

/** No name of the language is longer; what is longer is no slip of one. */
const LONGEST = 64;

/** `; did you mean "comment"?` when one of `names` is near enough to `slip`, else the names if they are few. */
export function nearest(slip: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  if (slip.length <= LONGEST) {
    const best = closest(slip, names);
    // A word of which nothing is left was not meant.
    const most = Math.min(Math.max(2, Math.floor(slip.length / 3)), Math.min(slip.length, best.length) - 1);
    if (distance(slip, best) <= most) return `; did you mean "${best}"?`;
  }
  return names.length <= 16 ? `; there are ${names.join(', ')}` : '';
}
