import type { Dialogue } from '../dialogue.ts';
import type { ListPage, ListPosition } from './ports/figures.ts';

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
    const until = left === null ? null : await part.placeAt(left);
    dialogues.push(...(await part.read(limit - dialogues.length, until)));
    if (dialogues.length === limit) break;
    if (until) return { dialogues, lookedUntil: until };
    if (left !== null) left -= await part.size(left);
  }
  return { dialogues, lookedUntil: null };
}
