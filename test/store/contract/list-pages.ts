import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerTimes, type Dialogue, isCounted, isFinished } from '../../../src/dialogue.ts';
import {
  type ListOptions,
  type ListOrder,
  type RatedComment,
  listOrders,
  positionOf,
} from '../../../src/store/ports/figures.ts';
import type { Pair } from '../../contracts/store.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const first = Date.parse('2027-03-01T00:00:00Z');
/** Each run has a minute of its own, of which this much is listed. */
const rangeOf = (begin: number) => ({
  from: new Date(begin + 2 * SECOND_MS),
  to: new Date(begin + 8 * SECOND_MS),
});
/** Seconds, so that several are of one moment, and the bounds themselves are met. */
const completed = fc.integer({ min: 0, max: 9 }).map((seconds) => seconds * SECOND_MS);
/** Mostly within seconds; also long before and long after any survey's end. */
const answered = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }).map((seconds) => seconds * SECOND_MS) },
  { weight: 1, arbitrary: fc.constantFrom(-3 * DAY_MS, 30 * DAY_MS, 31 * DAY_MS, 400 * DAY_MS) },
);

const row = fc.record({
  completed,
  answered,
  scenario: fc.constantFrom('csat', 'nps'),
  scale: fc.constantFrom('1-5', '1-5', 'nps', null),
  rating: fc.constantFrom(null, 1, 2, 2, 5),
  comment: fc.constantFrom(null, null, 'Дуже ДОВГО', 'дуже довго', 'Thanks'),
  outcome: fc.constantFrom<Dialogue['outcome'][]>('answered', 'answered', 'silent', 'open', 'not_asked'),
  notAskedReason: fc.constantFrom<Dialogue['notAskedReason'][]>(null, 'cooldown', 'unreachable'),
  disputed: fc.constantFrom(false, true),
  superseded: fc.constantFrom(false, false, true),
  deliveredAt: fc.constantFrom(null, new Date(first)),
  survey: fc.constantFrom(null, aSurvey({ ended: 'finished' }), aSurvey({ ended: 'expired' })),
  tags: fc.constantFrom<string[][]>([], ['vip']),
});

const maybe = <T>(...values: T[]) =>
  fc.constantFrom<Array<T | undefined>>(undefined, undefined, undefined, ...values);
const wish = fc.record({
  order: fc.constantFrom(...listOrders),
  limit: fc.integer({ min: 1, max: 4 }),
  look: fc.integer({ min: 1, max: 8 }),
  rated: maybe(true, false),
  commented: maybe(true, false),
  search: maybe('довго', 'ДУЖЕ довго', 'thank', '%', 'x'),
  counted: maybe(true as const),
  disputed: maybe(true, false),
  delivered: maybe(true, false),
  finished: maybe(true, false),
  scale: maybe<string | null>('1-5', null),
  outcomes: maybe<Array<Dialogue['outcome']>>(['answered'], ['open', 'silent']),
  notAskedReasons: maybe<Array<NonNullable<Dialogue['notAskedReason']>>>(['cooldown']),
  rating: maybe(2, 7),
  tag: maybe('vip'),
});
type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

export function testListPages(pair: Pair, numRuns: number): void {
  it('gives each dialogue that is wanted once, in the order, however the pages are cut', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 6, maxLength: 16 }),
        fc.array(wish, { minLength: 6, maxLength: 6 }),
        async (rows, wishes) => {
          const channel = `pages-${++run}`;
          const begin = first + run * MINUTE_MS;
          const { from, to } = rangeOf(begin);
          const dialogues = rows.map(({ completed: done, answered: heard, ...one }) => {
            const times = { completedAt: new Date(begin + done), answeredAt: new Date(begin + heard) };
            return aDialogue({ ...one, ...times, channel });
          });
          const isInRange = ({ completedAt }: Dialogue) => completedAt >= from && completedAt < to;
          await Promise.all(dialogues.map((one) => pair.one.insertDialogue(one)));
          for (const { limit, look, rating, tag, ...rest } of wishes) {
            const filter = { channel, ...(rating !== undefined && { rating }), ...(tag && { tag }) };
            const given = Object.entries(rest).filter(([, value]) => value !== undefined);
            const options = { from, to, filter, ...Object.fromEntries(given), limit } as ListOptions;
            const wanted = dialogues
              .filter((one) => isInRange(one) && isWanted(one, { limit, look, rating, tag, ...rest }))
              .toSorted((a, b) => compare(a, b, rest.order))
              .map(({ id }) => id);
            expect(await allOf(pair, options, look)).toEqual(wanted);
            const whole = await pair.other.listDialogues({ ...options, limit: 500 });
            expect(whole.map(({ id }) => id)).toEqual(wanted);
            const commented = { ...rest, rated: true, commented: true, limit, look, rating, tag };
            expect(await ratedCommentsOf(pair, options)).toEqual(
              dialogues
                .filter((one) => isInRange(one) && isWanted(one, commented))
                .toSorted((a, b) => compare(a, b, 'newest'))
                .map(briefly),
            );
          }
        },
      ),
      { numRuns },
    );
  }, 60_000);

  it('looks at so many dialogues and no more, and says how far it came', async () => {
    const filter = { channel: 'pages-looked' };
    const at = (second: number) => new Date(first - 2 * MINUTE_MS + second * SECOND_MS);
    for (let second = 0; second < 8; second++) {
      const comment = second % 2 === 0 ? `comment ${second}` : null;
      const answer = { comment, rating: 3, answeredAt: at(second), outcome: 'answered' as const };
      await pair.one.insertDialogue(
        aDialogue({ ...filter, ...answer, id: `looked-${second}`, completedAt: at(second) }),
      );
    }
    const range = { from: at(0), to: at(8), filter, limit: 5, look: 3 };
    const page = async (options: Partial<ListOptions>) => {
      const { dialogues, lookedUntil } = await pair.other.pageDialogues({ ...range, ...options });
      return [dialogues.map(({ id }) => id), lookedUntil?.id ?? null];
    };
    expect(await page({ search: 'comment 0' })).toEqual([[], 'looked-2']);
    expect(await page({ search: 'comment 0', after: { completedAt: at(2), id: 'looked-2' } })).toEqual([
      ['looked-0'],
      null,
    ]);
    expect(await page({ order: 'oldest', search: 'COMMENT 6' })).toEqual([[], 'looked-4']);
    expect(await page({ rated: false })).toEqual([[], 'looked-5']);
    expect(await page({ order: 'answered', scale: 'nps' })).toEqual([[], 'looked-5']);
    // A page that is full says nothing of how far was looked.
    expect(await page({ limit: 2 })).toEqual([['looked-7', 'looked-6'], null]);
  });

  it('finds a text in comments in upper and lower case, every character meaning itself', async () => {
    const filter = { channel: 'pages-search' };
    const { from, to } = rangeOf(first - MINUTE_MS);
    const comments = [
      '100% ДОВГО',
      '100 довго',
      'a_b',
      'aXb',
      '[x]',
      'x',
      'Що*?',
      'Що-небудь',
      "п'ять",
      'ЇЖАК\\^$.',
    ];
    const rows = comments.map((comment) => aDialogue({ ...filter, comment, completedAt: from }));
    for (const one of rows) await pair.one.insertDialogue(one);
    const find = async (search: string) => {
      const found = await pair.other.listDialogues({ from, to, filter, search, limit: 50 });
      return new Set(found.map(({ comment }) => comment));
    };
    expect(await find('довго')).toEqual(new Set(['100 довго', '100% ДОВГО']));
    expect(await find('0% д')).toEqual(new Set(['100% ДОВГО']));
    expect(await find('A_B')).toEqual(new Set(['a_b']));
    expect(await find('[x]')).toEqual(new Set(['[x]']));
    expect(await find('що*?')).toEqual(new Set(['Що*?']));
    expect(await find("П'")).toEqual(new Set(["п'ять"]));
    expect(await find('їжак\\^$.')).toEqual(new Set(['ЇЖАК\\^$.']));
    expect(await find('.*')).toEqual(new Set());
    expect(await find('(')).toEqual(new Set());
    expect(await find(']')).toEqual(new Set(['[x]']));
  });
}

/** Every page, each behind the one before. */
async function allOf(pair: Pair, options: ListOptions, look: number): Promise<string[]> {
  const ids: string[] = [];
  let after: ListOptions['after'];
  for (let pages = 0; pages < 200; pages++) {
    const page = await pair.other.pageDialogues({ ...options, look, ...(after && { after }) });
    ids.push(...page.dialogues.map(({ id }) => id));
    const last = page.dialogues.at(-1);
    const isFull = page.dialogues.length === options.limit;
    if (!isFull && !page.lookedUntil) return ids;
    after = isFull && last ? positionOf(last) : (page.lookedUntil ?? undefined);
  }
  throw new Error('the list does not end');
}

const briefly = ({ completedAt, id, rating, scale, comment }: Dialogue) => ({
  completedAt,
  id,
  rating,
  scale,
  comment,
});

async function ratedCommentsOf(pair: Pair, options: ListOptions): Promise<RatedComment[]> {
  const { rated: _rated, order: _order, commented: _commented, ...range } = options;
  const comments: RatedComment[] = [];
  for (let page: RatedComment[] = []; ; ) {
    const after = page.at(-1);
    page = await pair.other.ratedComments({ ...range, ...(after && { after }) });
    comments.push(...page);
    if (page.length < options.limit) return comments;
  }
}

function isWanted(one: Dialogue, { rating, tag, ...wanted }: Wish): boolean {
  const {
    commented,
    counted,
    delivered,
    disputed,
    finished,
    notAskedReasons,
    outcomes,
    rated,
    scale,
    search,
  } = wanted;
  const text = (value: string) => value.toLowerCase();
  const isOfFate =
    (outcomes?.includes(one.outcome) ?? false) ||
    (notAskedReasons?.some((reason) => reason === one.notAskedReason) ?? false);
  const isDelivered = one.deliveredAt !== null || one.rating !== null || one.comment !== null;
  return (
    (rating === undefined || one.rating === rating) &&
    (tag === undefined || one.tags.includes(tag)) &&
    (rated === undefined || (one.rating !== null) === rated) &&
    (commented === undefined || (one.comment !== null) === commented) &&
    (search === undefined || (one.comment !== null && text(one.comment).includes(text(search)))) &&
    (!counted || isCounted(one)) &&
    (disputed === undefined || one.disputed === disputed) &&
    (delivered === undefined || isDelivered === delivered) &&
    (finished === undefined || isFinished(one) === finished) &&
    (scale === undefined || one.scale === scale) &&
    ((!outcomes && !notAskedReasons) || isOfFate)
  );
}

/** By the words of `ListOrder` alone. */
function compare(a: Dialogue, b: Dialogue, order: ListOrder): number {
  const newest = b.completedAt.getTime() - a.completedAt.getTime() || (a.id < b.id ? -1 : 1);
  if (order === 'newest') return newest;
  if (order === 'oldest') return -newest;
  if (order === 'answered') {
    const [first, second] = [answerTimes(a).heardAt, answerTimes(b).heardAt];
    if (!first || !second) return first ? -1 : second ? 1 : newest;
    return second.getTime() - first.getTime() || (a.id < b.id ? -1 : 1);
  }
  if (a.rating === null || b.rating === null) return a.rating !== null ? -1 : b.rating !== null ? 1 : newest;
  const byRating = order === 'worst' ? a.rating - b.rating : b.rating - a.rating;
  const [scale, other] = [a.scale ?? '', b.scale ?? ''];
  return byRating || (scale === other ? newest : scale < other ? -1 : 1);
}
