import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned } from '../../../adapters/viber/events.ts';
import { create, request, signed, token } from './fake-viber.ts';

describe('the webhook of Viber', () => {
  it('welcomes in the response to conversation_started, and sends nothing else', async () => {
    const { adapter, callsOf } = await create();
    await adapter.start(async () => ({
      title: 'Hello',
      text: 'Rate us',
      choices: [[{ label: 'Yes', token: 'y' }]],
    }));
    expect(await adapter.webhook?.(request('conversation-started'))).toEqual({
      status: 200,
      body: {
        sender: { name: 'Afterword, the service of su' },
        type: 'text',
        text: '*Hello*\nRate us',
        min_api_version: 6,
        keyboard: expect.objectContaining({ Type: 'keyboard' }),
      },
    });
    expect(callsOf('send_message')).toEqual([]);
  });

  it('welcomes an app too old for keyboards in words', async () => {
    const { adapter } = await create();
    await adapter.start(async () => ({
      text: 'Rate us',
      choices: [[{ label: '⭐', token: 'y', typed: '1' }]],
    }));
    const body = { event: 'conversation_started', message_token: 1, user: { id: 'a==', api_version: 2 } };
    expect((await adapter.webhook?.(signed(JSON.stringify(body))))?.body).toEqual({
      sender: { name: 'Afterword, the service of su' },
      type: 'text',
      text: 'Rate us\n\n1',
    });
  });

  it.each(['{}', '{"event":7}', '{"update_id":"x"}', '{"event":"unsubscribed","message_token":1}'])(
    'lets go with one warning what it cannot read, as Viber would repeat it without end: %s',
    async (body) => {
      const { adapter, logs } = await create();
      await adapter.start(async () => undefined);
      expect(await adapter.webhook?.(signed(body))).toEqual({ status: 200 });
      expect(logs).toEqual([expect.stringContaining('"warn"')]);
    },
  );

  it.each(['', '{', 'null', '[]', '7', '"text"'])('refuses what is no JSON object: %s', async (body) => {
    const { adapter } = await create();
    await adapter.start(async () => undefined);
    expect(await adapter.webhook?.(signed(body))).toEqual({ status: 400 });
  });

  it('takes a signature from the query too', async () => {
    const { adapter } = await create();
    const texts: string[] = [];
    await adapter.start(async (event) => {
      if (event.kind === 'text') texts.push(event.id);
      return undefined;
    });
    expect(await adapter.webhook?.(request('text', 'query'))).toEqual({ status: 200 });
    expect(texts).toEqual(['4912661846655238146']);
  });

  it('gives each of many clients at once the welcome that is theirs', async () => {
    const { adapter } = await create();
    await adapter.start(async (event) => {
      await new Promise((resolve) => setImmediate(resolve));
      return { text: `for ${event.clientId}` };
    });
    const ids = Array.from({ length: 20 }, (_, i) => `client-${i}`);
    const welcomes = await Promise.all(
      ids.map(async (id) => {
        const rawBody = Buffer.from(
          JSON.stringify({ event: 'conversation_started', message_token: 1, user: { id } }),
        );
        const signature = createHmac('sha256', token).update(rawBody).digest('hex');
        const headers = { 'x-viber-content-signature': signature };
        return (await adapter.webhook?.({ headers, query: {}, rawBody }))?.body;
      }),
    );
    expect(welcomes).toMatchObject(ids.map((id) => ({ text: `for ${id}` })));
  });
});

describe('the signature of Viber', () => {
  const body = Buffer.from('{"event":"webhook"}');
  const right = createHmac('sha256', 'secret').update(body).digest('hex');

  it('is taken when it was made over these bytes with this token', () => {
    expect(isSigned(body, right, 'secret')).toBe(true);
    expect(isSigned(body, right.toUpperCase(), 'secret')).toBe(true);
  });

  it.each([
    '',
    'zz',
    right.slice(2),
    `${right}0`,
    `${right}00`,
    `${right}\n`,
    right.replace(/^./, (c) => (c === '0' ? '1' : '0')),
  ])('is refused otherwise: %s', (signature) => {
    expect(isSigned(body, signature, 'secret')).toBe(false);
  });

  it('is refused for another body or another token', () => {
    expect(isSigned(Buffer.from('{"event":"webhook" }'), right, 'secret')).toBe(false);
    expect(isSigned(body, right, 'Secret')).toBe(false);
  });
});
