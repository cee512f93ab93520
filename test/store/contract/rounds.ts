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
      course: [
        { at: 3, what: 'corrected' as const, by: 'api', before: { operator: null, tags: ['a', '$b'] } },
        { at: 5, what: 'voided' as const, by: 'Ірина', reason: 'a test' },
      ],
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

  it('adds to what was done to a dialogue', async () => {
    const { dialogue } = await pair.one.insertDialogue(rated('course'));
    expect(dialogue.course).toEqual([]);
    const course = [{ at: 3, what: 'reopened' as const, by: 'chatwoot' }];
    await pair.one.saveDialogue({ ...dialogue, course }, { before: dialogue });
    const found = await pair.other.findDialogueById(dialogue.id);
    expect(found).toEqual({ ...dialogue, course, revision: 1 });
    await pair.other.saveDialogue({ ...dialogue, course: [], revision: 1 });
    expect((await pair.one.findDialogueById(dialogue.id))?.course).toEqual([]);
  });

  it('finds a dialogue by its id alone, and the last round of a conversation', async () => {
    const first = rated('found', { reopenedAt: from, superseded: true });
    const second = rated('found', { round: 2 });
    for (const one of [first, second]) await pair.one.insertDialogue(one);
    expect(await pair.other.findDialogueById(first.id)).toEqual(first);
    expect(await pair.other.findDialogueById('none')).toBeNull();
    const { clientId, externalId } = first;
    expect(await pair.other.findLastRound('found', clientId, externalId)).toEqual(second);
    expect(await pair.other.findLastRound('found', clientId, 'H-none')).toBeNull();
    expect(await pair.other.findLastRound('found', 'another', externalId)).toBeNull();
    expect(await pair.other.findLastRound('viber', clientId, externalId)).toBeNull();
  });

  it('finds dialogues by the ids of a helpdesk alone, whoever the client is', async () => {
    const day = (n: number): Date => new Date(from.getTime() + n * 3_600_000);
    const made = [
      rated('ids', { externalId: '17', completedAt: day(1) }),
      rated('ids', { externalId: 'desk:17', clientId: 'another', completedAt: day(3) }),
      rated('ids', { externalId: '170', completedAt: day(2) }),
    ];
    for (const one of made) await pair.one.insertDialogue(one);
    const found = await pair.other.findByExternalIds(['17', 'desk:17'], 10);
    expect(found).toEqual([made[1], made[0]]);
    expect(await pair.other.findByExternalIds(['17', 'desk:17'], 1)).toEqual([made[1]]);
    expect(await pair.other.findByExternalIds(["17' OR 1=1", '$17'], 10)).toEqual([]);
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
