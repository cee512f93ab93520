import { expect, it } from 'vitest';
import { runDemo } from '../../src/demo/demo.ts';
import { recount } from '../../src/demo/recount.ts';
import { createWeek } from '../../src/demo/week.ts';
import { aDialogue } from '../support/dialogues.ts';

it('lives through a week, prints each supervisor’s digest and figures that equal their recount', async () => {
  const printed: string[] = [];
  await runDemo((text) => printed.push(text));
  const output = printed.join('\n');
  expect(output).toContain('A week of 140 dialogues on embedded SQLite');
  for (const channel of ['telegram', 'viber']) expect(output).toContain(`${channel}: the last of 7 digests`);
  expect(output.match(/^CSAT digest: Sun, Nov 22 /gm)).toHaveLength(2);
  expect(output).toMatch(/not asked +[1-9]/); // somebody blocked the bot
  expect(output).not.toContain('DIFFERS');
  expect(printed.at(-1)).toBe('\nEvery figure equals its recount from the raw rows.');
}, 120_000);

it('has comments that fit their ratings', () => {
  const said = createWeek(new Date('2026-11-16T00:00:00Z'), 28, 100).flatMap(({ behaviour }) => {
    if (behaviour.kind === 'type') {
      const [rating = '', comment = ''] = behaviour.text.split(/, (.*)/s);
      return [{ rating: Number(rating), comment }];
    }
    if (behaviour.kind !== 'rate' || behaviour.next !== 'comment' || !behaviour.button.startsWith('⭐'))
      return [];
    return [{ rating: behaviour.button.length, comment: behaviour.comment }];
  });
  expect(new Set(said.map(({ rating }) => rating))).toEqual(new Set([1, 2, 3, 4, 5]));
  const kinds = said.map(({ rating, comment }) => ({
    rating,
    praise: /thank you|Solved|дякую|Усе/.test(comment),
    complaint: /forty|Nobody|сорок|Так і не/.test(comment),
  }));
  for (const { rating, praise, complaint } of kinds) {
    expect({ rating, praise, complaint }).toEqual({ rating, praise: rating >= 4, complaint: rating <= 2 });
  }
});

it('has ratings with and without comments, comments alone, silence and changed ratings in its week', () => {
  const week = createWeek(new Date('2026-11-16T00:00:00Z'), 7, 20);
  const kinds = new Set(week.map(({ behaviour }) => ('next' in behaviour ? behaviour.next : behaviour.kind)));
  expect([...kinds].toSorted()).toEqual(['change', 'comment', 'leave', 'silent', 'skip', 'type']);
  expect(new Set(week.map(({ platform }) => platform)).size).toBe(2);
  expect(week.some(({ scenario }) => scenario === 'comment-only')).toBe(true);
});

it('praises where the rating is 4 or 5 and complains where it is not, in each language', () => {
  for (const { behaviour, scenario } of createWeek(new Date('2026-11-16T00:00:00Z'), 70, 20)) {
    if (scenario !== 'csat') continue;
    const typed = behaviour.kind === 'type';
    const text = typed
      ? behaviour.text
      : behaviour.kind === 'rate' && behaviour.next === 'comment'
        ? behaviour.comment
        : null;
    if (text === null) continue;
    const stars = typed ? Number(behaviour.text[0]) : behaviour.kind === 'rate' ? behaviour.button.length : 0;
    expect([text, stars, /kind|Solved|чемно|пояснили/.test(text)]).toEqual([text, stars, stars >= 4]);
  }
});

it('recounts row by row: null where there is nothing, scales apart', () => {
  expect(recount([])).toMatchObject({ completed: 0, 'average of 5': null, 'response rate': null });
  const rated = { outcome: 'answered', scale: '1-5', askedAt: new Date(0) } as const;
  const rows = [
    aDialogue({ ...rated, rating: 5 }),
    aDialogue({ ...rated, rating: 2, comment: 'Slow' }),
    aDialogue({ ...rated, scale: '0,100|100|0', rating: 100 }),
    aDialogue({
      outcome: 'not_asked',
      notAskedReason: 'cooldown',
      askedAt: null,
      rating: null,
      comment: null,
    }),
  ];
  expect(recount(rows)).toMatchObject({
    completed: 4,
    asked: 3,
    'ratings of 5': 2,
    'average of 5': 3.5,
    CDSAT: 0.5,
  });
});
