import type { Translate } from '../../locales/index.ts';
import type { Digest, Space } from '../digest.ts';
import { excerpt } from './excerpt.ts';
import { number, ofScale } from './value.ts';

type DigestComment = Digest['worst'][number];

const nameLength = 40;

/** What clients wrote: the lowest ratings first, then comments without a rating. */
export function renderComments({ summary, worst }: Digest, t: Translate, space: Space): string[] {
  const rated = worst.filter(({ rating }) => rating !== null).slice(0, space.ratedComments);
  const unrated = worst.filter(({ rating }) => rating === null).slice(0, space.unratedComments);
  const more = summary.comments - rated.length - unrated.length;
  return [
    ...renderList(t('digest.comments'), rated, t, space.comment),
    ...renderList(t('digest.unratedComments'), unrated, t, space.comment),
    ...(more > 0 ? [t('digest.moreComments', { count: more })] : []),
  ];
}

function renderList(
  heading: string,
  comments: readonly DigestComment[],
  t: Translate,
  length: number,
): string[] {
  const [first, ...others] = comments.map((comment) => renderComment(comment, t, length));
  return first === undefined ? [] : [`${heading}\n${first}`, ...others];
}

/** @param day of an earlier day's comment */
export function renderComment(comment: DigestComment, t: Translate, length: number, day?: string): string {
  const { rating, scale, operator, topic, channel, externalId } = comment;
  const from = [
    rating === null ? null : scale === null ? number(t, rating) : ofScale(t, number(t, rating), scale),
    day ?? null,
    operator === null ? null : excerpt(operator, nameLength),
    topic === null ? null : excerpt(topic, nameLength),
    channel.charAt(0).toUpperCase() + channel.slice(1),
    // The helpdesk's own id, by which the dialogue is found there.
    excerpt(externalId, nameLength),
  ];
  const quote = t('digest.quote', { comment: excerpt(comment.comment, length) });
  return `${from.filter((part) => part !== null).join(' · ')}\n${quote}`;
}
