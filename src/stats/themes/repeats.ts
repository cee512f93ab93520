/** A word gives way to a pair of words that has this part of its mentions. */
const MOST = 2 / 3;

/**
 * Leaves one of a word and the pairs that it stands in, so that a reader is not told «довго», «довго чекала» and
 * «чекала» of the same comments: the pair where it has most mentions of a word among low ratings, else the word.
 * @param found in their order, which stays; the key of a pair is both words' keys with a space between
 */
export function withoutRepeats<Found extends { key: string; low: number }>(found: readonly Found[]): Found[] {
  const words = new Map(found.filter(({ key }) => !key.includes(' ')).map((one) => [one.key, one]));
  const dropped = new Set<string>();
  for (const pair of found) {
    if (!pair.key.includes(' ')) continue;
    const parts = pair.key.split(' ').flatMap((key) => words.get(key) ?? []);
    const told = parts.filter(({ key, low }) => !dropped.has(key) && pair.low >= MOST * low);
    for (const { key } of told) dropped.add(key);
    if (parts.length > 0 && told.length === 0) dropped.add(pair.key);
  }
  return found.filter(({ key }) => !dropped.has(key));
}
