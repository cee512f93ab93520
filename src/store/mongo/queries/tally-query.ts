import { dimensions } from '../../../dialogue.ts';
import type { Tally, TallyRange } from '../../ports/figures.ts';
import { counted, inRange } from '../documents.ts';

/** What `tallyPipeline` gives. */
export type TallyGroup = Pick<Tally, Sum> & { _id: Omit<Tally, Sum> };
type Sum = 'count' | 'reportedAt' | 'lastFactAt';

const isThere = (field: string) => ({ $ne: [{ $ifNull: [field, null] }, null] });

const tallied = {
  ...Object.fromEntries(dimensions.map((name) => [name, `$${name}`])),
  scale: '$scale',
  outcome: '$outcome',
  notAskedReason: '$notAskedReason',
  rating: '$rating',
  commented: { $ne: ['$comment', null] },
  disputed: { $eq: ['$disputed', true] },
  delivered: { $or: ['$deliveredAt', '$rating', '$comment'].map(isThere) },
  finished: { $eq: ['$finished', true] },
};

/** Counts the dialogues of a range in groups, one for each tally. */
export function tallyPipeline({ asOf, ...range }: TallyRange) {
  return [
    { $match: { ...inRange(range), ...counted, ...(asOf && { reportedAt: { $lt: asOf } }) } },
    ...(asOf && range.filter?.rating !== undefined ? [{ $match: { $or: ratedBefore(asOf) } }] : []),
    {
      $group: {
        _id: asOf ? { ...tallied, ...standingAt(asOf) } : tallied,
        count: { $sum: 1 },
        reportedAt: { $max: '$reportedAt' },
        lastFactAt: { $max: { $max: ['$reportedAt', '$askedAt', '$ratedAt', '$commentedAt'] } },
      },
    },
  ];
}

export function toTally({ _id, ...sum }: TallyGroup): Tally {
  return { ..._id, ...sum };
}

const ratedBefore = (asOf: Date) => [{ ratedAt: null }, { ratedAt: { $lt: asOf } }];

/** Puts the fields of a tally back to where they stood; see TallyRange. Documents of an older release lack the times. */
function standingAt(asOf: Date) {
  const early = (time: string) => ({ $lt: [{ $ifNull: [time, '$answeredAt', new Date(0)] }, asOf] });
  const given = (field: string, time: string) => ({ $and: [{ $ne: [field, null] }, early(time)] });
  const rated = given('$rating', '$ratedAt');
  const commented = given('$comment', '$commentedAt');
  const either = (when: object, value: string, rest: object | string) => ({ $cond: [when, value, rest] });
  const unanswered = either(
    { $gte: ['$askedAt', asOf] },
    'scheduled',
    either({ $eq: ['$outcome', 'answered'] }, 'open', '$outcome'),
  );
  const stands = { $or: [{ $in: ['$outcome', ['scheduled', 'not_asked']] }, rated, commented] };
  return {
    outcome: either(stands, '$outcome', unanswered),
    rating: { $cond: [rated, '$rating', null] },
    commented,
  };
}
