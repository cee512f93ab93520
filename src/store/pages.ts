import type { Dialogue } from '../dialogue.ts';
import type { ListOptions, ListPage, ListPosition } from './ports/figures.ts';

/** A part of a list whose dialogues a store finds in their order, such as those with one rating. */
export interface ListPart {
  /** Those that are wanted, up to a place of `placeAt`. */
  read(limit: number, until: ListPosition | null): Promise<Dialogue[]>;
  /** The place of the dialogue at which `look` were looked at, wanted or not; null: there are less. */
  placeAt(look: number): Promise<ListPosition | null>;
  /** How many there are to look at, less than were asked for with `placeAt`. */
  size(look: number): Promise<number>;
}

/** Reads a list part by part. @param look how many dialogues may be looked at; null: all */
export async function readPage(
  parts: Iterable<ListPart> | AsyncIterable<ListPart>,
  limit: number,
  look: number | null,
): Promise<ListPage> {
  const dialogues: Dialogue[] = [];
  let left = look;
  for await (const part of parts) {
    const { found, until } = await readPart(part, limit - dialogues.length, left);
    dialogues.push(...found);
    if (dialogues.length === limit) break;
    if (until) return { dialogues, lookedUntil: until };
    if (left !== null) left -= await part.size(left);
  }
  return { dialogues, lookedUntil: null };
}

/**
 * Looks at a few first: most pages are full by then, and it takes a store long to find the place so much further on.
 * @returns until: where the look ended; null: at the end of the part
 */
async function readPart(
  part: ListPart,
  limit: number,
  look: number | null,
): Promise<{ found: Dialogue[]; until: ListPosition | null }> {
  if (look === null) return { found: await part.read(limit, null), until: null };
  const few = await readUpTo(part, limit, Math.min(look, FIRST_LOOK * limit));
  if (few.found.length === limit || !few.until || look <= FIRST_LOOK * limit) return few;
  return readUpTo(part, limit, look);
}

async function readUpTo(part: ListPart, limit: number, look: number) {
  const until = await part.placeAt(look);
  return { found: await part.read(limit, until), until };
}

/** So many times as many dialogues as are wanted are looked at first. */
const FIRST_LOOK = 4;

/** A rating with the scale that it counts on. */
export interface Rating {
  rating: number;
  scale: string | null;
}

/**
 * The ratings whose dialogues are on a page of `worst` or `best`, in this order; `after` where the page begins among them.
 * @param all each rating that there is
 */
export function ratingsOnPage(
  { after, rated, scale: onScale, filter }: ListOptions,
  order: 'worst' | 'best',
  all: readonly Rating[],
): Array<Rating & { after: ListPosition | undefined }> {
  if (rated === false || isAfterRated(after)) return [];
  const among = filter?.rating === undefined ? null : [filter.rating].flat();
  const place = after && { rating: after.rating ?? 0, scale: after.scale ?? null };
  return all
    .filter(({ rating }) => !among || among.includes(rating))
    .filter(({ scale }) => onScale === undefined || scale === onScale)
    .map((one) => ({ ...one, ahead: place ? compareRatings(one, place, order) : 1 }))
    .filter(({ ahead }) => ahead >= 0)
    .toSorted((a, b) => compareRatings(a, b, order))
    .map(({ rating, scale, ahead }) => ({ rating, scale, after: ahead === 0 ? after : undefined }));
}

/** Whether a page of `worst` or `best` begins among those without a rating, which come last. */
export const isAfterRated = (after: ListPosition | undefined): boolean =>
  after !== undefined && after.rating == null;

/** By rating, then by scale, none first; as a store compares texts. */
function compareRatings(a: Rating, b: Rating, order: 'worst' | 'best'): number {
  if (a.rating !== b.rating) return order === 'worst' ? a.rating - b.rating : b.rating - a.rating;
  return Buffer.compare(Buffer.from(a.scale ?? ''), Buffer.from(b.scale ?? ''));
}
