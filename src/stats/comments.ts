import { parseScaleKey, placeOn } from '../scale.ts';
import { type Dialogue, type Dimensions, dimensionsOf } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { DialogueRange, ListOptions } from '../store/ports/figures.ts';

/** What a supervisor reads of a dialogue with a comment. */
export type Comment = Pick<
  Dialogue,
  'id' | 'externalId' | keyof Dimensions | 'completedAt' | 'scale' | 'rating'
> & { comment: string };

interface CommentsWanted {
  range: DialogueRange & Pick<ListOptions, 'disputed'>;
  /** On which there may be comments; null: on none. */
  scales: ReadonlyArray<string | null>;
  limit: number;
  /** Only those with a rating, or only those without. */
  rated: boolean | undefined;
  /** Only comments that were first given before. */
  asOf: Date | undefined;
}

/**
 * The worst comments first, each by its rating's place on its own scale; those without a rating last. A store compares
 * bare ratings, which is right on one scale only: so the worst of each scale are read, then merged.
 */
export async function readComments(
  store: Pick<Store, 'listDialogues'>,
  { range, scales, limit, rated, asOf }: CommentsWanted,
): Promise<Comment[]> {
  const read = async (options: {
    scale?: string | null;
    rated: boolean;
    limit: number;
  }): Promise<Comment[]> => {
    const found = await store.listDialogues({
      counted: true,
      ...range,
      ...options,
      commented: asOf ?? true,
      order: 'worst',
    });
    return found.flatMap(toComment);
  };
  const onScales =
    rated === false ? [] : await Promise.all(scales.map((scale) => read({ scale, rated: true, limit })));
  const worst = onScales.flat().toSorted(byPlace).slice(0, limit);
  const left = limit - worst.length;
  if (rated === true || left === 0) return worst;
  return [...worst, ...(await read({ rated: false, limit: left }))];
}

export function toComment(dialogue: Dialogue): Comment[] {
  const { id, externalId, completedAt, scale, rating, comment } = dialogue;
  if (comment === null) return [];
  return [{ id, externalId, ...dimensionsOf(dialogue), completedAt, scale, rating, comment }];
}

function byPlace(a: Comment, b: Comment): number {
  return (
    placeOf(a) - placeOf(b) ||
    b.completedAt.getTime() - a.completedAt.getTime() ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/** A rating on no scale is taken for a high one: nobody said that it is bad. */
function placeOf({ scale, rating }: Comment): number {
  return scale === null || rating === null ? 1 : placeOn(parseScaleKey(scale), rating);
}
