import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/connectors/connector.ts';
import { at, conversation, listReadAt, NOON, ref, setUp } from './taking.ts';

describe('a completed conversation', () => {
  it('is reported under the name of its helpdesk, with its facts', async () => {
    const { completed, rounds } = setUp();
    expect(await completed(at(-1))).toEqual({ did: 'reported', reason: null });
    expect(rounds).toMatchObject([
      {
        ...ref,
        operator: 'Anna',
        team: 'billing',
        topic: null,
        tags: ['vip'],
        completedAt: at(-1),
        language: null,
      },
    ]);
  });

  it('is reported once, however often it is told at once', async () => {
    const { completed, rounds } = setUp();
    const taken = await Promise.all(Array.from({ length: 10 }, () => completed(at(-1))));
    expect(taken.filter(({ did }) => did === 'reported')).toHaveLength(1);
    expect(taken.filter(({ did }) => did === 'known')).toHaveLength(9);
    expect(rounds).toHaveLength(1);
  });

  it('with other facts corrects them, and nothing that the helpdesk does not know', async () => {
    const { completed, rounds, calls } = setUp();
    await completed(at(-2));
    Object.assign(rounds[0] ?? {}, { topic: 'Refund' });
    expect(await completed(at(-1), { operator: 'Ivan', tags: [] })).toEqual({
      did: 'corrected',
      reason: null,
    });
    expect(calls).toEqual([['correct', ref, { operator: 'Ivan', tags: [] }, 'desk']]);
    expect(rounds).toMatchObject([{ operator: 'Ivan', tags: [], topic: 'Refund', completedAt: at(-2) }]);
  });

  it('that was given back to nobody keeps who handled it', async () => {
    const { completed, calls } = setUp();
    await completed(at(-2));
    expect(await completed(at(-1), { operator: null, team: null })).toEqual({ did: 'known', reason: null });
    expect(calls).toEqual([]);
  });

  it('leaves a fact that somebody else has put right since, and corrects the others', async () => {
    const { completed, rounds, calls } = setUp();
    await completed(at(-3));
    const byHand = { at: 1, what: 'corrected', by: 'Ірина', before: { operator: 'Anna' } } as const;
    Object.assign(rounds[0] ?? {}, { operator: 'Olha', course: [byHand] });
    expect(await completed(at(-2))).toEqual({ did: 'known', reason: null });
    expect(await completed(at(-1), { team: 'sales' })).toEqual({ did: 'corrected', reason: null });
    expect(calls).toEqual([['correct', ref, { team: 'sales' }, 'desk']]);
  });

  it('has the same labels in any order', async () => {
    const { completed, calls } = setUp();
    await completed(at(-2), { tags: ['vip', 'refund'] });
    expect(await completed(at(-1), { tags: ['refund', 'vip'] })).toEqual({ did: 'known', reason: null });
    expect(calls).toEqual([]);
  });

  it('that changes back is corrected back', async () => {
    const { completed, rounds } = setUp();
    await completed(at(-3));
    await completed(at(-2), { operator: 'Ivan' });
    expect(await completed(at(-1))).toEqual({ did: 'corrected', reason: null });
    expect(rounds).toMatchObject([{ operator: 'Anna' }]);
  });

  it('with another moment or topic alone is known', async () => {
    const { completed, rounds, calls } = setUp();
    await completed(at(-2));
    Object.assign(rounds[0] ?? {}, { topic: 'Refund' });
    expect(await completed(at(-1))).toEqual({ did: 'known', reason: null });
    expect(calls).toEqual([]);
  });

  it('of a clock that is far ahead was completed now', async () => {
    const { completed, rounds } = setUp();
    await completed(at(60));
    expect(rounds).toMatchObject([{ completedAt: NOON }]);
  });

  it('of a channel that is not set up is ignored', async () => {
    const { completed, rounds } = setUp();
    expect(await completed(at(-1), { channel: 'whatsapp' })).toEqual({
      did: 'ignored',
      reason: 'its inbox is of the channel "whatsapp"; here telegram can be asked',
    });
    expect(rounds).toEqual([]);
  });

  it('of somebody who can be no client of the channel is ignored with the channel’s reason', async () => {
    const { completed, rounds } = setUp();
    expect(await completed(at(-1), { clientId: 'a4f0-uuid' })).toEqual({
      did: 'ignored',
      reason: '"a4f0-uuid" is no id',
    });
    expect(rounds).toEqual([]);
  });
});

describe('a conversation that went on', () => {
  it('is reopened, and reported again when it ends again', async () => {
    const { completed, reopened, rounds, calls, clock } = setUp();
    await completed(at(-10));
    expect(await reopened(at(-5))).toEqual({ did: 'reopened', reason: null });
    expect(calls).toEqual([['reopen', ref, 'desk']]);
    clock.set(60_000);
    expect(await completed(at(-1))).toEqual({ did: 'reported', reason: null });
    expect(rounds).toMatchObject([{ round: 1 }, { round: 2, completedAt: at(-1) }]);
  });

  it('without having been reported is ignored', async () => {
    const { reopened, calls } = setUp();
    expect(await reopened(at(-5))).toMatchObject({
      did: 'ignored',
      reason: 'it was not reported as completed',
    });
    expect(calls).toEqual([]);
  });

  it('is reopened once', async () => {
    const { completed, reopened, calls } = setUp();
    await completed(at(-10));
    const taken = await Promise.all([reopened(at(-5)), reopened(at(-5))]);
    expect(taken.map(({ did }) => did)).toEqual(['reopened', 'ignored']);
    expect(calls).toHaveLength(1);
  });
});

describe('a call that is sent again later', () => {
  it('asks nobody in the middle of the conversation that went on', async () => {
    const { completed, reopened, rounds, clock } = setUp();
    await completed(at(-10));
    await reopened(at(-5));
    clock.set(60_000);
    expect(await completed(at(-10))).toMatchObject({ did: 'ignored' });
    expect(rounds).toHaveLength(1);
  });

  it('withdraws no question of a later round', async () => {
    const { completed, reopened, calls, clock } = setUp();
    await completed(at(-10));
    await reopened(at(-5));
    clock.set(60_000);
    await completed(at(-1));
    expect(await reopened(at(-5))).toMatchObject({ did: 'ignored' });
    expect(calls).toHaveLength(1);
  });

  it('holds also where the clock of the helpdesk is an hour behind', async () => {
    const { completed, reopened, rounds, clock } = setUp();
    await completed(at(-70));
    await reopened(at(-65));
    clock.set(60_000);
    expect(await completed(at(-70))).toMatchObject({ did: 'ignored' });
    expect(await completed(at(-61))).toMatchObject({ did: 'reported' });
    expect(rounds).toHaveLength(2);
  });
});

describe('a list that was read before the conversation went on', () => {
  it('asks nobody', async () => {
    const { take, completed, reopened, rounds, clock } = setUp();
    await completed(at(-10));
    const listed: Reading = { kind: 'completed', conversation: conversation(at(-9)) };
    const begun = clock.now();
    clock.set(1_000);
    await reopened(at(-5));
    expect(await take(listed, listReadAt(begun))).toMatchObject({ did: 'ignored' });
    clock.set(1_000);
    expect(await take(listed, listReadAt(clock.now()))).toMatchObject({ did: 'reported' });
    expect(rounds).toHaveLength(2);
  });
});
