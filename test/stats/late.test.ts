import { describe, expect, it } from 'vitest';
import { lateAnswers } from '../../src/stats/late.ts';
import { dialogue } from './dialogues.ts';

const since = new Date('2026-11-22T07:00:00Z');
const options = {
  from: since,
  to: new Date('2026-11-23T07:00:00Z'),
  zone: 'Europe/Kyiv',
  most: 2,
};
const later = new Date('2026-11-22T08:00:00Z');
const on = (day: string) => ({ id: day, completedAt: new Date(`${day}T10:00:00Z`), answeredAt: later });

describe('answers that came late', () => {
  it('have a summary for each day, and one for all before the last of them', () => {
    const days = ['2026-11-21', '2026-11-18', '2026-11-20', '2026-11-10'];
    const late = lateAnswers(
      days.map((day) => dialogue(on(day))),
      options,
    );
    expect(late.days.map(({ from, to, summary }) => [from, to, summary.answered])).toEqual([
      ['2026-11-10', '2026-11-18', 2],
      ['2026-11-20', '2026-11-20', 1],
      ['2026-11-21', '2026-11-21', 1],
    ]);
  });

  it('count nothing that was told before', () => {
    const early = dialogue({
      ...on('2026-11-21'),
      answeredAt: new Date(since.getTime() - 1),
      comment: 'told',
    });
    expect(lateAnswers([early], options)).toMatchObject({
      days: [{ summary: { comments: 0, scales: [{ ratings: 0 }] } }],
      comments: [],
    });
  });
});
