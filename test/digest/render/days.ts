import type { Dialogue } from '../../../src/dialogue.ts';
import type { Digest } from '../../../src/digest/digest.ts';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { summarize, summarizeBy } from '../../../src/stats/summary.ts';
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
export const said = (
  changes: Partial<Digest['worst'][number]> & { comment: string },
): Digest['worst'][number] => ({
  channel: 'telegram',
  operator: 'Olena',
  topic: 'Billing',
  scale: '1-5',
  rating: 5,
  externalId: 'T-17',
  ...changes,
});
export const digestOf = (tallies: Tally[], changes: Partial<Digest> = {}): Digest => ({
  day: '2026-11-22',
  summary: summarize(tallies),
  before: summarize(badDay),
  teams: summarizeBy(tallies, 'team'),
  operators: summarizeBy(tallies, 'operator'),
  worst: [],
  language: 'en',
  ...changes,
});
export const lineOf = (digest: Digest, start: string): string | undefined =>
  renderDigest(digest)
    .text.split('\n')
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
