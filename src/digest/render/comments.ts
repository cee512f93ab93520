import type { Translate } from '../../locales/index.ts';
import type { Digest, DigestComment } from '../digest.ts';
import { excerpt } from '../../text/excerpt.ts';
import type { Section } from './layout.ts';
import { ratingText } from '../../text/figures.ts';

/** The three worst ones. */
const commentRanks = [2, 3, 4];
const nameLength = 24;
/** Of a comment on the screen, in UTF-16 units: two lines; or one, where there is no room for three comments else. */
export const screenLengths = [60, 33];

/** What clients wrote: the lowest ratings first, then comments without a rating. @param length of each, in UTF-16 units */
export function renderComments({ worst }: Digest, t: Translate, length: number): Section {
  const items = worst.map((comment) => renderComment(comment, t, length));
  return { heading: t('digest.comments'), items, ranks: commentRanks };
}

/** @param day of an earlier day's comment */
export function renderComment(comment: DigestComment, t: Translate, length: number, day?: string): string {
  const { rating, scale, operator, topic, externalId } = comment;
  const from = [
    rating === null ? null : ratingText(t, rating, scale),
    day ?? null,
    operator === null ? null : excerpt(operator, nameLength),
    topic === null ? null : excerpt(topic, nameLength),
    // The helpdesk's own id, by which the dialogue is found there.
    excerpt(externalId, nameLength),
  ];
  const quote = t('digest.quote', { comment: excerpt(comment.comment, length) });
  return `${from.filter((part) => part !== null).join(' · ')}\n${quote}`;
}

/** Words that low ratings use more often than the others. */
export function renderThemes({ themes }: Digest, t: Translate): Section {
  const items = themes.map(({ term, low, others }) =>
    t('digest.theme', {
      term: excerpt(term, nameLength),
      comments: t('value.comments', { count: low }),
      others,
    }),
  );
  return { heading: t('digest.themes'), items, ranks: [6, 8] };
}
