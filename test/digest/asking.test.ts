import { describe, expect, it } from 'vitest';
import type { Dialogue } from '../../src/dialogue.ts';
import { dialogue } from '../stats/dialogues.ts';
import { createWorld, personAt } from './digests.ts';

const world = createWorld();
const yesterday = new Date('2026-11-21T10:00:00Z');
const silent = { outcome: 'silent', rating: null, answeredAt: null } as const;
const notAsked = (notAskedReason: Dialogue['notAskedReason']): Partial<Dialogue> => ({
  ...silent,
  outcome: 'not_asked',
  askedAt: null,
  notAskedReason,
});

async function had(
  operator: string,
  count: number,
  changes: (index: number) => Partial<Dialogue>,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const at = { id: `${operator} ${i}`, operator, completedAt: yesterday };
    await world.store.insertDialogue(dialogue({ ...at, ...changes(i) }));
  }
}

/** A day on which nine of ten are asked and half of those answer; then Borys asks half of his, and all of Halyna's answer. */
async function hadDay(): Promise<void> {
  for (const operator of ['Olena', 'Andriy', 'Tamara']) {
    await had(operator, 100, (i) => (i < 10 ? notAsked('cooldown') : i % 2 === 0 ? {} : silent));
  }
  await had('Borys', 40, (i) => (i % 2 === 0 ? notAsked('not_wanted') : i % 4 === 1 ? {} : silent));
  await had('Halyna', 30, () => ({}));
  await had('Denys', 3, () => notAsked('cooldown'));
}

/** What a digest says, with what is folded below it. */
async function digestOf(...people: Parameters<typeof personAt>[]): Promise<string[]> {
  await world.instance({ people: people.map((person) => personAt(...person)) }).catchUp();
  return world.sent.map(({ message: { title, text, more } }) => [title, text, more].join('\n'));
}

describe('how operators ask', () => {
  it('is told to supervisors by name, with its n, where it lies outside of the funnel', async () => {
    await hadDay();
    const [text = ''] = await digestOf(['telegram:7', {}]);
    expect(text).toContain('▼▼ Borys: share asked 50%, 40 dialogues');
    expect(text).toContain('▲▲ Halyna: share answered 100%, 30 surveys');
  });

  it('names nobody who is like the others, or of whom there is too little', async () => {
    await hadDay();
    const [text = ''] = await digestOf(['telegram:7', {}]);
    expect(text).not.toMatch(/(Olena|Andriy|Tamara|Denys): share/);
  });

  it('is told in Ukrainian', async () => {
    await hadDay();
    const [text = ''] = await digestOf(['telegram:123', { language: 'uk' }]);
    expect(text).toContain('▼▼ Borys: частка опитаних 50%, 40 діалогів');
    expect(text).toContain('▲▲ Halyna: частка відповідей 100%, 30 опитувань');
  });

  it('is held against their own whole alone: an operator is told nothing of the others', async () => {
    await hadDay();
    const [text = ''] = await digestOf(['telegram:7', { role: 'operator', operators: ['Borys'] }]);
    expect(text).not.toMatch(/Halyna|Olena|share asked/);
  });
});

describe('a dialogue of an operator with themselves', () => {
  it('is in no rating, and counted as not asked for that reason', async () => {
    await had('Olena', 9, () => ({}));
    await had('Andriy', 1, () => notAsked('own_dialogue'));
    const [text = ''] = await digestOf(['telegram:7', {}]);
    expect(text).toContain('1 operator’s own dialogue');
    expect(text).toMatch(/CSAT: 100% \(.*\), 10 ratings/);
  });
});
