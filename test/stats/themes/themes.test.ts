import { describe, expect, it } from 'vitest';
import { type CommentText, themes } from '../../../src/stats/themes/themes.ts';
import { createChance } from '../comparison/chance.ts';

const low = (...texts: string[]): CommentText[] => texts.map((text) => ({ text, isLow: true }));
const others = (...texts: string[]): CommentText[] => texts.map((text) => ({ text, isLow: false }));
const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);
const fine = others(...times(40, 'Дякую, все чудово'), ...times(40, 'Great support'));

describe('words that stand out', () => {
  it('are those that low ratings use more often, forms of one word together, with counts of comments', async () => {
    const comments = [
      ...low(
        ...times(4, 'Чекала доставку'),
        ...times(4, 'Доставки немає, доставка!'),
        ...times(12, 'Погано'),
      ),
      ...others('Доставка швидка'),
      ...fine,
    ];
    const found = await themes(comments);
    expect(found.find(({ term }) => term.startsWith('доставк'))).toMatchObject({
      low: 8,
      others: 1,
      lowShare: 8 / 20,
      othersShare: 1 / 81,
    });
    expect(found[0]).toMatchObject({ term: 'погано', low: 12 });
    for (const { lowerBound } of found) expect(lowerBound).toBeGreaterThan(0);
  });

  it('are English ones too', async () => {
    const comments = [
      ...low(...times(6, 'I waited for the courier'), ...times(6, 'The couriers never waits')),
      ...fine,
    ];
    const terms = (await themes(comments)).map(({ term }) => term);
    expect(terms.some((term) => /courier/.test(term))).toBe(true);
    expect(terms).not.toContain('the');
  });

  it('are none below the least number of mentions', async () => {
    const with_ = (count: number) =>
      themes([...low(...times(count, 'Затримка'), ...times(10 - count, 'Так собі')), ...fine]);
    expect((await with_(4)).filter(({ term }) => term === 'затримка')).toEqual([]);
    expect(await with_(5)).toMatchObject([{ term: 'затримка', low: 5, others: 0 }]);
  });

  it('tell a negated word from the word', async () => {
    const comments = [
      ...low(...times(10, 'Проблему не вирішили')),
      ...others(...times(40, 'Проблему вирішили швидко')),
    ];
    const terms = (await themes(comments)).map(({ term }) => term);
    expect(terms.some((term) => term.endsWith('не вирішили'))).toBe(true);
    expect(terms).not.toContain('вирішили');
  });

  it('are none where nobody, or everybody, is dissatisfied', async () => {
    expect(await themes([])).toEqual([]);
    expect(await themes(fine)).toEqual([]);
    expect(await themes(low(...times(50, 'Довго')))).toEqual([]);
  });

  it('are found by chance alone in about one run of twenty at most', async () => {
    const chance = createChance(5);
    const words = Array.from(
      { length: 60 },
      (_, i) => `слово${'абвгдежзик'[i % 10]}${'лмнопр'[Math.floor(i / 10)]}о`,
    );
    let runs = 0;
    for (let run = 0; run < 60; run++) {
      const comments = Array.from({ length: 300 }, (): CommentText => {
        const text = Array.from({ length: 4 }, () => words[Math.floor(chance.next() * words.length)]).join(
          '. ',
        );
        return { text, isLow: chance.next() < 0.3 };
      });
      if ((await themes(comments)).length > 0) runs++;
    }
    expect(runs).toBeLessThanOrEqual(6);
  });

  it.each([
    ['markup and links', '<b>довго</b> https://x.example/довго?a=1 ' + '*'.repeat(500)],
    ['one long word', 'а'.repeat(100_000)],
    ['nothing but emoji', '😡'.repeat(500)],
    ['numbers', '12345 0 1.5 '.repeat(200)],
  ])('bear %s', async (_, text) => {
    const found = await themes([...low(...times(10, text)), ...fine]);
    for (const { term } of found) expect(term).toMatch(/^[\p{L}’ -]{2,81}$/u);
  });
});
