import { describe, expect, it } from 'vitest';
import type { CompletedConversation, Reading } from '../../src/connectors/connector.ts';
import { at, conversation, listReadAt, NOON, ref, setUp } from './taking.ts';

describe('a conversation whose going on was not told', () => {
  const written = (minutes: number, byClient = true) => ({ lastMessage: { at: at(minutes), byClient } });
  const listOf = (clientWrote: boolean) => ({
    ...listReadAt(NOON),
    clientWroteSince: async () => clientWrote,
  });
  const listed = (minutes: number, fields: Partial<CompletedConversation>): Reading => ({
    kind: 'completed',
    conversation: conversation(at(minutes), fields),
  });

  it('has a new round when the client wrote since, once', async () => {
    const { completed, rounds, calls } = setUp();
    await completed(at(-10), written(-11));
    const told = await Promise.all([1, 2, 3].map(() => completed(at(-1), written(-5))));
    expect(told.map(({ did }) => did)).toEqual(['reported', 'known', 'known']);
    expect(calls).toEqual([['reopen', ref, 'desk']]);
    expect(rounds).toMatchObject([{ round: 1 }, { round: 2, completedAt: at(-1) }]);
  });

  it.each([
    ['an agent wrote after the client did', true, 2],
    ['an agent alone wrote, after the end', false, 1],
  ])('is asked of the helpdesk where a list says that %s', async (_what, clientWrote, count) => {
    const { take, completed, rounds } = setUp();
    await completed(at(-10));
    await take(listed(-1, written(-5, false)), listOf(clientWrote));
    expect(rounds).toHaveLength(count);
  });

  it('has no new round when nobody or an agent alone wrote, as far as is known', async () => {
    const { completed, rounds } = setUp();
    await completed(at(-10));
    await completed(at(-1));
    await completed(at(-1), written(-5, false));
    await completed(at(-1), written(-10));
    expect(rounds).toHaveLength(1);
  });

  it('has no new round by a clock that is far ahead', async () => {
    const { completed, rounds } = setUp();
    await completed(at(60), written(59));
    await completed(at(60), written(59));
    expect(rounds).toHaveLength(1);
  });

  it('is reopened by a list, unless that was read before it ended', async () => {
    const { take, completed, rounds, calls, clock } = setUp();
    await completed(at(-10));
    const open: Reading = { kind: 'reopened', conversation: conversation(at(-10)) };
    Object.assign(rounds[0] ?? {}, { reportedAt: clock.now() });
    expect(await take(open, listReadAt(NOON))).toMatchObject({ did: 'ignored' });
    clock.set(1_000);
    expect(await take(open, listReadAt(clock.now()))).toMatchObject({ did: 'reopened' });
    expect(calls).toHaveLength(1);
  });
});
