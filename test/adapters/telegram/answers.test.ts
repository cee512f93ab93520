import { describe, expect, it } from 'vitest';
import { ChannelError, StoreError } from '../../../src/errors.ts';
import { create, deliver, failure, refused } from './fake-telegram.ts';

describe('an answer of Telegram', () => {
  it('passes on that an edit has to wait', async () => {
    const { adapter } = await create(() =>
      refused(429, 'Too Many Requests: retry after 4', { retry_after: 4 }),
    );
    expect(await failure(adapter.edit!('1', '41', { text: 'Q' }))).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 4_000,
    });
  });

  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'unreachable'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'unreachable'],
    [400, 'Bad Request: chat not found', 'unreachable'],
    [400, 'Bad Request: user is deactivated', 'unreachable'],
    [400, 'Bad Request: PEER_ID_INVALID', 'unreachable'],
    [400, 'Bad Request: BUTTON_DATA_INVALID', 'rejected'],
    [400, "Bad Request: can't parse entities", 'rejected'],
    [401, 'Unauthorized', 'unauthorized'],
    [409, 'Conflict: terminated by other getUpdates request', 'rejected'],
    [500, 'Internal Server Error', 'network'],
    [502, 'Bad Gateway', 'network'],
  ])('understands a refusal: %i %s', async (code, description, expected) => {
    const { adapter } = await create(() => refused(code, description));
    const error = await failure(adapter.send('1', { text: 'Q' }));
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ code: expected, message: expect.stringContaining(description) });
  });

  it.each([
    ['null', 'null'],
    ['a page', '<html>Bad Gateway</html>'],
    ['half an answer', '{"ok":tr'],
  ])('takes an answer that is none for a fault of the network: %s', async (_, body) => {
    const { adapter } = await create(() => (response) => response.end(body));
    expect(await failure(adapter.send('1', { text: 'Q' }))).toMatchObject({ code: 'network' });
  });

  it('keeps the token out of an error when nobody is there', async () => {
    const { adapter, api } = await create();
    await api.stop();
    const error = (await failure(adapter.send('1', { text: 'Q' }))) as Error;
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('AAF-secret');
  });

  it('is given no message while the platform wants to be left alone', async () => {
    let limits = 1;
    const { adapter, callsOf } = await create(() =>
      limits-- > 0 ? refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 }) : undefined,
    );
    expect(await failure(adapter.send('1', { text: 'Q' }))).toMatchObject({ retryAfterMs: 35_000 });
    const held = await failure(adapter.send('2', { text: 'Q' }));
    expect(held).toMatchObject({ code: 'rate_limited' });
    expect((held as ChannelError).retryAfterMs).toBeGreaterThan(30_000);
    expect(callsOf('sendMessage')).toHaveLength(1);
  });

  it.each(['editMessageText', 'answerCallbackQuery'])(
    'sends messages also while %s is limited',
    async (limited) => {
      const channel = await create(({ method }) =>
        method === limited
          ? refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 })
          : undefined,
      );
      // A tap that was not kept is answered by a call of its own.
      await deliver(channel, 'tap', () => Promise.reject(new StoreError('down')));
      await expect.poll(() => channel.callsOf('answerCallbackQuery')).toHaveLength(1);
      const edits = await failure(Promise.resolve(channel.adapter.edit?.('1', '41', { text: 'Q' })));
      if (limited === 'editMessageText') expect(edits).toMatchObject({ retryAfterMs: 35_000 });
      await channel.adapter.send('1', { text: 'Q' });
      expect(channel.callsOf('sendMessage')).toHaveLength(1);
    },
  );

  it('leaves a long limit to those who can wait', async () => {
    const { adapter, callsOf } = await create(() =>
      refused(429, 'Too Many Requests: retry after 35', { retry_after: 35 }),
    );
    const error = await failure(adapter.send('1', { text: 'Q' }));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 35_000 });
    expect(callsOf('sendMessage')).toHaveLength(1);
  });
});
