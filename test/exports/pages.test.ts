import { describe, expect, it } from 'vitest';
import type { Dialogue } from '../../src/dialogue.ts';
import { dialoguePages, type ExportWanted } from '../../src/exports/pages.ts';
import { listOrders, positionOf } from '../../src/store/ports/figures.ts';
import { aDialogue } from '../support/dialogues.ts';
import { exported } from './exported.ts';

/** Three hundred of one day, and one of each of three other days. */
const dialogues = Array.from({ length: 303 }, (_, n) => {
  const at = new Date(n < 300 ? '2026-11-22T09:00:00Z' : `2026-11-2${n - 297}T09:00:00Z`);
  return aDialogue({
    completedAt: at,
    rating: n % 2 ? (n % 5) + 1 : null,
    comment: n % 7 === 0 ? `text ${n}` : null,
  });
});

async function read(wanted: ExportWanted): Promise<Dialogue[]> {
  const all: Dialogue[] = [];
  for await (const page of dialoguePages(wanted)) all.push(...page);
  return all;
}

describe('the dialogues of an export', () => {
  it('are all of them in every order, each once, through pages, and go on behind any of them', async () => {
    const wanted = await exported(dialogues);
    for (const order of listOrders) {
      const all = await read({ ...wanted, order });
      expect([order, new Set(all.map(({ id }) => id)).size, all.length]).toEqual([order, 303, 303]);
      const times = all.map(({ completedAt }) => completedAt.getTime());
      const ratings = all.flatMap(({ rating }) => rating ?? []);
      if (order === 'newest') expect(times).toEqual(times.toSorted((a, b) => b - a));
      if (order === 'oldest') expect(times).toEqual(times.toSorted((a, b) => a - b));
      if (order === 'worst') expect(ratings).toEqual(ratings.toSorted((a, b) => a - b));
      if (order === 'best') expect(ratings).toEqual(ratings.toSorted((a, b) => b - a));
      const from = all[260];
      const rest = await read({ ...wanted, order, after: from && positionOf(from) });
      expect(rest.map(({ id }) => id)).toEqual(all.slice(261).map(({ id }) => id));
    }
  });

  it('are narrowed as a list is, shown as the reader may see them, and counted as they come', async () => {
    const progress: Array<{ rows: number; day: string | null }> = [];
    const period = { from: '2026-11-21', to: '2026-11-24' };
    const all = await read({
      ...(await exported(dialogues)),
      period,
      search: 'TEXT 1',
      shown: (dialogue) => ({ ...dialogue, comment: null }),
      onProgress: (at) => progress.push(at),
    });
    expect(all).toHaveLength(dialogues.filter(({ comment }) => comment?.startsWith('text 1')).length);
    expect(all.every(({ comment }) => comment === null)).toBe(true);
    const rows = all.length;
    expect(progress).toEqual([
      { rows: 0, day: '2026-11-24' },
      { rows: 0, day: '2026-11-23' },
      { rows, day: '2026-11-22' },
      { rows, day: '2026-11-21' },
    ]);
  });
});
