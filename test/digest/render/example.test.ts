import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { badDay, comments, digestOf, goodDay, said, tally } from './days.ts';
import { summarize } from '../../../src/stats/summary.ts';

/** The day that docs/digest.md shows. */
const day = digestOf(goodDay, {
  wanted: 0.9,
  marks: new Map([['1-5', { side: 'above', usual: { low: 0.55, high: 0.82 } }]]),
  before: summarize(badDay),
  worst: [
    ...comments.slice(0, 1).map((one) => ({ ...one, externalId: '48121' })),
    said({
      rating: 2,
      operator: 'Maria',
      topic: 'Повернення',
      externalId: '48077',
      comment: 'Довго шукали моє замовлення',
    }),
    said({
      rating: 2,
      operator: 'Maria',
      topic: null,
      externalId: '48102',
      comment: 'Так і не передзвонили',
    }),
  ],
  late: {
    days: [
      {
        from: '2026-11-21',
        to: '2026-11-21',
        summary: summarize([tally(2, { comment: null }), tally(1, { rating: 2, comment: '…' })]),
      },
    ],
    comments: [],
  },
});

describe('the example of docs/digest.md', () => {
  it.each(['en', 'uk'])('is what a digest reads like, in %s', (language) => {
    const { title, text, more } = renderDigest({ ...day, language });
    const guide = readFileSync('docs/digest.md', 'utf8');
    expect(guide).toContain(`\`\`\`text\n${title}\n\n${text}\n\`\`\``);
    if (language === 'en') expect(guide).toContain(`\`\`\`text\n${more}\n\`\`\``);
  });
});
