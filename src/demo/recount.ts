import type { Dialogue } from '../dialogue.ts';

export type Figures = Record<string, number | null>;

/** The figures of some dialogues, counted row by row with none of the product's statistics. */
export function recount(rows: readonly Dialogue[]): Figures {
  const asked = rows.filter(({ askedAt }) => askedAt !== null);
  const answered = asked.filter(({ rating, comment }) => rating !== null || comment !== null);
  const stars = rows.flatMap(({ scale, rating }) => (scale === '1-5' && rating !== null ? [rating] : []));
  return {
    completed: rows.length,
    asked: asked.length,
    answered: answered.length,
    'not asked': rows.filter(({ outcome }) => outcome === 'not_asked').length,
    comments: rows.filter(({ comment }) => comment !== null).length,
    'ratings of 5': stars.length,
    'average of 5': share(
      stars.reduce((sum, rating) => sum + rating, 0),
      stars.length,
    ),
    'CSAT %': share(stars.filter((rating) => rating >= 4).length, stars.length),
    CDSAT: share(stars.filter((rating) => rating <= 2).length, stars.length),
    'survey percentage': share(answered.length, rows.length),
    'response rate': share(answered.length, asked.length),
  };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
