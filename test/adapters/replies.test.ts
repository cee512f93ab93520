import { describe, expect, it } from 'vitest';
import { createReplies } from '../../adapters/replies.ts';
import { ChannelError } from '../../src/errors.ts';
import { recordingLog } from '../support/log.ts';

/** Replies whose platform takes each message when the test says so. */
function setUp() {
  const sent: string[] = [];
  const waiting: Array<() => void> = [];
  const { log, entries } = recordingLog();
  const replies = createReplies(log);
  const say = (clientId: string, text: string): void =>
    replies.toChat(clientId, { text }, async (message) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      sent.push(`${clientId} ${message.text}`);
    });
  const release = (): void => waiting.splice(0).forEach((resolve) => resolve());
  return { replies, sent, waiting, logged: entries, say, release };
}

describe('replies', () => {
  it('give one hint to a client who writes many lines, and hold up nobody else', async () => {
    const { sent, waiting, say, release } = setUp();
    for (let line = 0; line < 99; line++) say('chatty', 'hint');
    say('other', 'hint');
    expect(waiting).toHaveLength(2);
    release();
    await expect.poll(() => sent).toEqual(['chatty hint', 'other hint']);
  });

  it('say the newest of several different things next, and lose the last to none', async () => {
    const { sent, say, release, replies } = setUp();
    for (const text of ['hint', 'changed', 'changed', 'closed']) say('c', text);
    release();
    await expect.poll(() => sent).toEqual(['c hint']);
    release();
    await replies.settle(1_000);
    expect(sent).toEqual(['c hint', 'c closed']);
  });

  it('are tried once; a refusal is logged and the next one goes', async () => {
    const { replies, logged } = setUp();
    const refused = async () => {
      throw new ChannelError('unreachable', 'blocked');
    };
    replies.toChat('c', { text: 'a' }, refused);
    replies.toEvent(refused);
    await replies.settle(1_000);
    const refusal = { level: 'warn', message: 'An answer was not delivered', fields: { error: 'blocked' } };
    expect(logged).toEqual([refusal, refusal]);
  });

  it('that fail by a bug are logged as an error with its stack', async () => {
    const { replies, logged } = setUp();
    replies.toEvent(async () => {
      throw new TypeError('a bug');
    });
    await replies.settle(1_000);
    expect(logged).toMatchObject([
      { level: 'error', fields: { stack: expect.stringContaining('replies.test.ts') } },
    ]);
  });
});
