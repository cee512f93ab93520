import { parseScaleKey } from '../../scale.ts';
import type { Store } from '../../store/store.ts';
import type { DialogueRange, ListOptions } from '../../store/ports/figures.ts';
import { type CommentText, type Theme, themes } from './themes.ts';

/** The newest so many comments with a rating are read; more would not tell another story, and need not be held. */
const MOST_COMMENTS = 20_000;
/** Of a longer comment the beginning: in it whoever writes says what it is about. */
const MOST_CHARACTERS = 1_000;
const PAGE = 500;

export interface ThemesWanted {
  range: DialogueRange & Pick<ListOptions, 'disputed'>;
  limit: number;
  /** Only comments that were first given before. */
  asOf?: Date | undefined;
}

/**
 * The terms that stand out among the comments of a period. A rating is low where its own scale says so; comments
 * without a rating are neither low nor among the others.
 * @throws {StoreError}
 */
export async function readThemes(
  store: Pick<Store, 'ratedComments'>,
  { range, limit, asOf }: ThemesWanted,
): Promise<Theme[]> {
  const wanted = { ...range, counted: true, ...(asOf && { commented: asOf }) } as const;
  const comments: CommentText[] = [];
  let after: ListOptions['after'];
  while (comments.length < MOST_COMMENTS) {
    const page = await store.ratedComments({
      ...wanted,
      ...(after && { after }),
      limit: Math.min(PAGE, MOST_COMMENTS - comments.length),
    });
    for (const { comment, rating, scale } of page) {
      if (scale === null) continue;
      const isLow = parseScaleKey(scale).dissatisfied.includes(rating);
      comments.push({ text: comment.slice(0, MOST_CHARACTERS), isLow });
    }
    const last = page.at(-1);
    if (page.length < PAGE || !last) break;
    after = { completedAt: last.completedAt, id: last.id };
  }
  return themes(comments, { limit });
}
