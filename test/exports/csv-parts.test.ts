import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvPart, csvParts } from '../../src/exports/csv-parts.ts';
import { header } from '../../src/exports/csv.ts';
import { aDialogue } from '../support/dialogues.ts';
import { endless } from './exported.ts';
import { named, readCsv } from './read.ts';

const period = { from: '2026-11-22', to: '2026-11-22' };
const ids = ({ body }: CsvPart): string[] =>
  named(readCsv(Buffer.from(body).toString('utf8').slice(1))).map(({ id }) => id ?? '');

async function partsOf(comments: readonly string[], mostBytes: number): Promise<CsvPart[]> {
  const dialogues = comments.map((comment) => aDialogue({ comment }));
  const { statistics } = endless((index) => dialogues[index] ?? aDialogue(), comments.length);
  const parts: CsvPart[] = [];
  for await (const part of csvParts({ statistics, period, filter: {} }, mostBytes)) parts.push(part);
  return parts;
}

describe('an export in parts', () => {
  it('has every row once and in order, each part whole and no larger than it may be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 400 }),
        fc.integer({ min: 2_000, max: 60_000 }),
        async (comments, mostBytes) => {
          const parts = await partsOf(comments, mostBytes);
          expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
          for (const part of parts) {
            expect(part.body.length).toBeLessThanOrEqual(mostBytes);
            expect(Buffer.from(part.body).toString('utf8').startsWith(header())).toBe(true);
            expect(ids(part)).toHaveLength(part.rows);
          }
          const all = parts.flatMap(ids);
          expect(all).toEqual(all.toSorted());
          expect(all).toHaveLength(comments.length);
        },
      ),
      { seed: 10, numRuns: 40 },
    );
  });

  it('fills each part: the first row of the next one would have had no room', async () => {
    const parts = await partsOf(
      Array.from({ length: 100 }, () => 'x'.repeat(500)),
      10_000,
    );
    const row = Math.ceil(((parts[0]?.body.length ?? 0) - header().length) / (parts[0]?.rows ?? 1));
    for (const { body } of parts.slice(0, -1)) expect(body.length + row).toBeGreaterThan(10_000);
  });

  it('is the header alone where there is no dialogue', async () => {
    const [part, ...others] = await partsOf([], 50_000);
    expect([Buffer.from(part?.body ?? []).toString('utf8'), part?.rows, others]).toEqual([header(), 0, []]);
  });

  it('refuses a row that has no room in any part', async () => {
    await expect(partsOf(['x'.repeat(5_000)], 4_000)).rejects.toThrow('allow larger files');
  });
});
