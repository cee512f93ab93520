import { closest, distance } from 'fastest-levenshtein';
import { foldName } from '../../text/names.ts';

/** What is longer is no slip of a name. */
const LONGEST = 64;

/** The name that was probably meant by a slip of it; null: none is near. */
export function nearestName(slip: string, names: readonly string[]): string | null {
  if (names.length === 0 || slip.length > LONGEST) return null;
  const wanted = foldName(slip);
  const folded = names.map(foldName);
  // Also by the last name alone.
  const begins = folded.findIndex((name) => wanted.length >= 3 && ` ${name}`.includes(` ${wanted}`));
  if (begins !== -1) return names[begins] ?? null;
  const best = closest(wanted, folded);
  // Of a word of which nothing is left, another was meant.
  const most = Math.min(Math.max(2, Math.floor(wanted.length / 3)), Math.min(wanted.length, best.length) - 1);
  return distance(wanted, best) <= most ? (names[folded.indexOf(best)] ?? null) : null;
}
