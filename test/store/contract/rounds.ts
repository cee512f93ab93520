import { expect, it } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import type { Pair } from '../../contracts/store.ts';
import { aDialogue } from '../../support/dialogues.ts';

const from = new Date('2031-05-01T00:00:00Z');
const to = new Date('2031-05-02T00:00:00Z');

export function testRounds(pair: Pair): void {
  const rated = (channel: string, overrides: Partial<Dialogue> = {}): Dialogue =>
    aDialogue({
      channel,
      externalId: 'H-1',
      completedAt: from,
      outcome: 'answered',
      rating: 5,
      comment: 'Words',
      answeredAt: from,
      ...overrides,
    });
  const ratingsOf = async (channel: string) =>
    (await pair.other.tallies({ from, to, filter: { channel } })).map(({ rating, count }) => [rating, count]);

  it('keeps every fact of a dialogue', async () => {
    const facts = {
      round: 3,
      reopenedAt: new Date('2031-05-01T10:00:00Z'),
      superseded: true,
      voided: { at: 5, by: 'Ірина', reason: 'a test' },
      scenarioVersion: '0123456789abcdef',
      deliveredAt: new Date('2031-05-01T09:00:00.007Z'),
    };
    const { dialogue } = await pair.one.insertDialogue(rated('facts', facts));
    expect(dialogue).toMatchObject(facts);
    expect(await pair.other.findDialogue('facts', dialogue.clientId, dialogue.id)).toEqual(dialogue);
  });

  it('keeps each round, and gives the last one of a round that is there', async () => {
    const first = rated('rounds', { reopenedAt: from, superseded: true });
    const second = rated('rounds', { round: 2 });
    expect((await pair.one.insertDialogue(first)).created).toBe(true);
    expect((await pair.one.insertDialogue(second)).created).toBe(true);
    const again = await pair.other.insertDialogue(rated('rounds'));
    expect(again).toMatchObject({ created: false, dialogue: { id: second.id, round: 2 } });
  });

  it('counts the last round alone, and nothing that was voided', async () => {
    await pair.one.insertDialogue(rated('counted', { superseded: true, rating: 1 }));
    await pair.one.insertDialogue(rated('counted', { round: 2, rating: 4 }));
    const voided = { at: 0, by: 'Ірина', reason: 'a test' };
    await pair.one.insertDialogue(rated('counted', { externalId: 'H-2', rating: 2, voided }));
    expect(await ratingsOf('counted')).toEqual([[4, 1]]);
    const asOf = await pair.one.tallies({ from, to, filter: { channel: 'counted' }, asOf: to });
    expect(asOf.map(({ rating }) => rating)).toEqual([4]);

    const options = { from, to, filter: { channel: 'counted' }, limit: 10 };
    expect(await pair.other.listDialogues(options)).toHaveLength(3);
    const counted = await pair.other.listDialogues({ ...options, counted: true });
    expect(counted.map(({ rating }) => rating)).toEqual([4]);
    const late = await pair.other.lateAnswers({ completedBefore: to, from, to, limit: 100 });
    expect(late.filter(({ channel }) => channel === 'counted').map(({ rating }) => rating)).toEqual([4]);
  });

  it('counts a dialogue again whose voiding was taken back', async () => {
    const voided = { at: 0, by: 'Ірина', reason: 'a test' };
    const { dialogue } = await pair.one.insertDialogue(rated('undone', { voided }));
    expect(await ratingsOf('undone')).toEqual([]);
    await pair.one.saveDialogue({ ...dialogue, voided: null });
    expect(await ratingsOf('undone')).toEqual([[5, 1]]);
  });
}
