import { describe, expect, it } from 'vitest';
import type { Tally } from '../../../src/store/ports/figures.ts';
import { renderDigest } from '../../../src/digest/render/render.ts';
import type { Digest } from '../../../src/digest/digest.ts';
import { digestOf, goodDay, said, tally } from './days.ts';

describe('the length of a digest', () => {
  const long = '👩‍👩‍👧‍👦 Дуже довгий коментар. '.repeat(500);
  const crowd = (people: number, scale: string, values: readonly number[]): Tally[] =>
    Array.from({ length: people }, (_, i) =>
      values.map((rating) =>
        tally(12, {
          scale,
          rating,
          operator: `${i} ${'Олександра '.repeat(20)}`,
          team: `${'Підтримка '.repeat(20)} ${i}`,
        }),
      ),
    ).flat();
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  const many = range(100).map((i) =>
    said({ rating: i % 2 ? null : 1, operator: long, topic: long, comment: long }),
  );

  const extremes: Array<[string, Digest]> = [
    ['long comments', digestOf(goodDay, { worst: many })],
    ['many operators and teams', digestOf(crowd(100, '0/5/10', [0, 5, 10]), { worst: many })],
    ['a scale of a hundred values', digestOf(crowd(3, `${range(100).join(',')}|99|0`, range(100)))],
    [
      'a hundred scales',
      digestOf(
        range(100).flatMap((i) => crowd(3, `${range(i + 2).join(',')}|1|0`, range(i + 2))),
        { worst: many },
      ),
    ],
  ];

  it.each(extremes)('fits one message: %s', (_, digest) => {
    for (const language of ['en', 'uk']) {
      const { title, text, more } = renderDigest({ ...digest, language });
      expect(title.length + text.length + more.length).toBeLessThanOrEqual(4000);
      expect(text).toContain('CSAT');
    }
  });

  it('is kept by cutting folded comments before leaving any out', () => {
    const worst = range(8).map((i) => said({ rating: i < 5 ? 1 : null, comment: 'word '.repeat(100) }));
    const folded = (digest: Digest) => renderDigest(digest).more.match(/“.*”/g) ?? [];
    const roomy = folded(digestOf(goodDay, { worst }));
    expect(roomy.map((quote) => quote.length)).toEqual(Array.from({ length: 5 }, () => 202));
    const crowds = [...crowd(5, '1-5', [1, 5]), ...crowd(5, 'ces', [1, 7])];
    const narrow = folded(digestOf(crowds, { worst: [...worst, ...worst, ...worst] }));
    expect(narrow.length).toBeGreaterThanOrEqual(21);
    expect(narrow[0]?.length).toBeLessThan(202);
  });
});
