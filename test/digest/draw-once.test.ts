import { expect, it } from 'vitest';
import { drawOnce } from '../../src/digest/delivery/draw-once.ts';
import type { ChartData } from '../../src/digest/delivery/picture.ts';

const dataOf = (day: number): ChartData => ({
  day: `2026-11-${day}`,
  scale: '1-5',
  unit: 'share',
  days: [],
  centre: null,
  target: null,
  histogram: [],
  satisfied: [4, 5],
  dissatisfied: [1, 2],
});

function counted() {
  const drawn: string[] = [];
  const draw = drawOnce(async ({ day }, language) => {
    drawn.push(`${day} ${language}`);
    return new Uint8Array([drawn.length]);
  });
  return { draw, drawn };
}

it('draws a picture once for all who get it, also at the same time', async () => {
  const { draw, drawn } = counted();
  const pictures = await Promise.all([draw(dataOf(1), 'en'), draw(dataOf(1), 'en'), draw(dataOf(1), 'uk')]);
  expect(await draw(dataOf(1), 'en')).toBe(pictures[0]);
  expect(pictures.map(([byte]) => byte)).toEqual([1, 1, 2]);
  expect(drawn).toEqual(['2026-11-1 en', '2026-11-1 uk']);
});

it('keeps those that were wanted last', async () => {
  const { draw, drawn } = counted();
  await draw(dataOf(99), 'en');
  for (let day = 0; day < 40; day++) {
    await draw(dataOf(day), 'en');
    await draw(dataOf(99), 'en');
  }
  expect(drawn).toHaveLength(41);
  await draw(dataOf(39), 'en');
  expect(drawn).toHaveLength(41);
  await draw(dataOf(0), 'en');
  expect(drawn).toHaveLength(42);
});

it('draws one again that could not be drawn', async () => {
  let tries = 0;
  const draw = drawOnce(async () => {
    if (++tries === 1) throw new Error('no memory');
    return new Uint8Array([1]);
  });
  await expect(draw(dataOf(1), 'en')).rejects.toThrow('no memory');
  expect(await draw(dataOf(1), 'en')).toEqual(new Uint8Array([1]));
});
