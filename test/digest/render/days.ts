import type { Dialogue } from '../../../src/dialogue.ts';
import type { Digest, DigestComment } from '../../../src/digest/digest.ts';
import { flagsOf } from '../../../src/digest/read/flags.ts';
import { uncrossed } from '../../../src/digest/read/targets.ts';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { type Summary, summarize, summarizeBy } from '../../../src/stats/summary.ts';
import { figuresOf, judge } from '../../../src/stats/targets/judge.ts';
import type { Standing } from '../../../src/stats/targets/standings.ts';
import type { Target } from '../../../src/stats/targets/target.ts';
import { csatTarget } from '../../../src/stats/targets/targets.ts';
import type { Tally } from '../../../src/store/ports/figures.ts';
import { dialogue } from '../../stats/dialogues.ts';
import { tallyOf } from '../../support/dialogues.ts';

export const tally = (count: number, changes: Partial<Dialogue> = {}): Tally => ({
  ...tallyOf(dialogue({ id: 'd', ...changes })),
  count,
});
export const unanswered = { rating: null, comment: null };
export const silence = [
  tally(5, { ...unanswered, outcome: 'open' }),
  tally(43, { ...unanswered, outcome: 'silent' }),
  tally(3, { ...unanswered, outcome: 'scheduled' }),
  tally(21, { ...unanswered, outcome: 'not_asked', notAskedReason: 'cooldown' }),
  tally(4, { ...unanswered, outcome: 'not_asked', notAskedReason: 'unreachable' }),
];
export const goodDay = [
  tally(28),
  tally(8, { rating: 4, operator: 'Андрій', team: 'Sales' }),
  tally(2, { rating: 3, operator: 'Андрій', team: 'Sales' }),
  tally(1, { rating: 1, operator: 'Андрій', team: 'Sales', comment: '…' }),
  tally(3, { rating: 2, operator: 'Maria', comment: '…' }),
  tally(1, { rating: null, comment: '…' }),
  ...silence,
];
export const badDay = [tally(10), tally(20, { rating: 3 }), tally(9, { rating: 1 })];
export const said = (changes: Partial<DigestComment> & { comment: string }): DigestComment => ({
  channel: 'telegram',
  operator: 'Olena',
  topic: 'Billing',
  scale: '1-5',
  rating: 5,
  externalId: 'T-17',
  ...changes,
});

/** How a target stands by the figures of one period. */
const standing = (target: Target, summary: Summary): Standing => ({
  target,
  period: { from: '2026-10-24', to: '2026-11-22' },
  verdict: judge(target, summary),
  figures: figuresOf(target, summary),
});

/** A digest of one day of these counts. @param wanted the CSAT % that is the target, 0..1 */
export function digestOf(
  tallies: Tally[],
  { wanted, ...changes }: Partial<Digest> & { wanted?: number } = {},
): Digest {
  const summary = summarize(tallies);
  const teams = summarizeBy(tallies, 'team');
  const targets = wanted === undefined ? [] : [standing(csatTarget(wanted), summary)];
  return {
    kind: 'daily',
    period: { from: '2026-11-22', to: '2026-11-22' },
    zone: 'Europe/Kyiv',
    only: [],
    summary,
    before: summarize(badDay),
    marks: new Map(),
    flags: flagsOf(summary, teams, summarizeBy(tallies, 'operator')),
    targets: uncrossed(targets),
    worst: [],
    themes: [],
    language: 'en',
    ...changes,
  };
}

/** The text and what is folded below it. */
export function wholeOf(digest: Digest): string {
  const { text, more } = renderDigest(digest);
  return `${text}\n\n${more}`;
}

export const lineOf = (digest: Digest, start: string): string | undefined =>
  wholeOf(digest)
    .split('\n')
    .find((line) => line.startsWith(start));

export const comments = [
  said({
    rating: 1,
    operator: 'Андрій',
    topic: 'Доставка',
    comment: 'Чекав 40 хвилин.\n\nНіхто не відповів!',
  }),
  said({ rating: 2, operator: null, topic: null, channel: 'viber', comment: 'Slow <b>and</b> rude 😡' }),
  said({ rating: null, topic: null, comment: 'Thanks!' }),
];

/** One team of two on a Sunday: two dialogues, of which one was rated. */
export const quietDay = digestOf([tally(1), tally(1, { ...unanswered, outcome: 'open' })], {
  before: summarize([tally(2), tally(1, { ...unanswered, outcome: 'silent' })]),
});

/** A day on which nothing was out of the ordinary, with three comments. */
export const usualDay = digestOf(goodDay, {
  wanted: 0.9,
  marks: new Map([['1-5', { side: 'above', usual: { low: 0.55, high: 0.82 } }]]),
  worst: comments,
});

/** A day on which everything happened that a digest tells. */
export function busyDay(): Digest {
  const crowd = [
    tally(90, { operator: 'Olena', team: 'Підтримка' }),
    tally(30, { rating: 1, operator: 'Андрій', team: 'Доставка' }),
    tally(12, { rating: 5, operator: 'Андрій', team: 'Доставка' }),
    tally(40, { operator: 'Марія', team: 'Sales', rating: 4 }),
    tally(25, {
      operator: 'Тарас',
      team: 'Sales',
      ...unanswered,
      outcome: 'not_asked',
      notAskedReason: 'not_wanted',
    }),
    tally(9, { operator: 'Тарас', team: 'Sales' }),
    tally(60, { scale: 'nps', scenario: 'nps', rating: 10, operator: 'Olena', team: 'Підтримка' }),
    tally(14, { scale: 'nps', scenario: 'nps', rating: 3, operator: 'Ірина', team: 'Sales' }),
    ...silence,
  ];
  const wanted: Target = { ...csatTarget(0.9), scale: '1-5' };
  const late = summarize([tally(2, { rating: 2 }), tally(1, { rating: null, comment: '…' })]);
  const digest = digestOf(crowd, { before: summarize([...crowd, ...crowd]) });
  return {
    ...digest,
    summary: { ...digest.summary, disputed: 2 },
    marks: new Map([['1-5', { side: 'below', usual: { low: 0.86, high: 0.97 } }]]),
    targets: [
      { ...standing(wanted, digest.summary), crossed: true },
      { ...standing({ ...wanted, team: 'Доставка' }, summarize(badDay)), crossed: false },
    ],
    worst: [
      ...Array.from({ length: 10 }, (_, i) =>
        said({
          rating: 1,
          operator: 'Андрій',
          topic: 'Доставка',
          externalId: `T-18${i}`,
          comment:
            'Кур’єр запізнився на три години, а коли я подзвонив, мені сказали чекати далі. Жах, а не сервіс!',
        }),
      ),
      said({ rating: null, comment: 'Дякую' }),
    ],
    themes: [
      { term: 'кур’єр', low: 14, others: 2, lowShare: 0.3, othersShare: 0.02, lowerBound: 0.2 },
      { term: 'запізнився', low: 9, others: 0, lowShare: 0.2, othersShare: 0, lowerBound: 0.1 },
      { term: 'чекати', low: 7, others: 1, lowShare: 0.15, othersShare: 0.01, lowerBound: 0.05 },
    ],
    late: {
      days: [
        { from: '2026-11-20', to: '2026-11-20', summary: late },
        { from: '2026-11-21', to: '2026-11-21', summary: late },
      ],
      comments: [
        {
          ...said({ rating: 2, comment: 'Довго' }),
          id: 'x',
          team: null,
          scenario: 'csat',
          completedAt: new Date(0),
          comment: 'Довго',
          day: '2026-11-21',
        },
      ],
    },
    missed: ['2026-11-19', '2026-11-20', '2026-11-21'].map((day) => ({
      from: day,
      to: day,
      summary: summarize(goodDay),
    })),
  };
}
