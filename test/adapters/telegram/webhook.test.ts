import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { type ApiCall } from '../../support/fake-api.ts';
import { fixture } from '../../support/fixture.ts';
import { create, deliver } from './fake-telegram.ts';

describe('the webhook of Telegram', () => {
  it('answers a webhook before what is said in reply has been delivered', async () => {
    const channel = await create(({ method }) => (method === 'sendMessage' ? () => {} : undefined), {
      timeoutMs: 60_000,
    });
    expect(await deliver(channel, 'text', async () => ({ text: 'a hint' }))).toEqual({ status: 200 });
    const { update_id: _id, ...text } = JSON.parse(String(fixture('telegram/text.json')));
    const again = { update_id: 1, ...text };
    for (let index = 0; index < 5; index++) {
      again.update_id += 1;
      await channel.adapter.webhook?.({
        headers: {
          'x-telegram-bot-api-secret-token': String(channel.callsOf('setWebhook')[0]?.body['secret_token']),
        },
        query: {},
        rawBody: Buffer.from(JSON.stringify(again)),
      });
    }
    await expect.poll(() => channel.callsOf('sendMessage').length).toBe(1);
  });

  describe('a tap', () => {
    const answers = (callsOf: (method: string) => ApiCall[]) =>
      callsOf('answerCallbackQuery').map((call) => call.body);
    const query = '2371001810372459273';

    it('is answered with the reply, in the answer to the webhook itself', async () => {
      const channel = await create();
      const response = await deliver(channel, 'tap', async () => ({ text: '🌟'.repeat(150) }));
      const body = {
        method: 'answerCallbackQuery',
        callback_query_id: query,
        text: `${'🌟'.repeat(99)}…`,
      };
      expect(response).toEqual({ status: 200, body });
      expect(answers(channel.callsOf)).toEqual([]);
    });

    it('is answered when there is nothing to say', async () => {
      const channel = await create();
      const response = await deliver(channel, 'tap', async () => undefined);
      expect(response?.body).toEqual({ method: 'answerCallbackQuery', callback_query_id: query });
    });

    it('is answered and asked for again when it could not be saved', async () => {
      const channel = await create();
      const response = await deliver(channel, 'tap', async () => {
        throw new StoreError('down');
      });
      expect(response).toEqual({ status: 503 });
      await expect.poll(() => answers(channel.callsOf)).toEqual([{ callback_query_id: query }]);
    });

    it('is answered when it means nothing to us', async () => {
      const channel = await create();
      expect(await deliver(channel, 'tap-game', async () => undefined)).toEqual({
        status: 200,
        body: { method: 'answerCallbackQuery', callback_query_id: '2371001810372459275' },
      });
    });
  });
});
