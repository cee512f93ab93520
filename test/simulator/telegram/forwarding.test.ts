import { beforeEach, describe, expect, it } from 'vitest';
import { call, hook, html, result, simulator, useTelegram } from './world.ts';

useTelegram();

const voice = { kind: 'voice', seconds: 12, caption: 'listen' } as const;
const last = (clientId: string) => simulator.telegram.chat(clientId).messages.at(-1);
const repeat = (method: string, more: object = {}) =>
  call(method, { chat_id: 502, from_chat_id: 501, message_id: last('501')?.id, ...more });

describe('a message that a bot repeats elsewhere', () => {
  beforeEach(() => hook());

  it('names its author when it is forwarded, and when that is forwarded again', async () => {
    await simulator.telegram.attach('501', voice);
    expect(result(await repeat('forwardMessage', { disable_notification: true }))).toMatchObject({
      chat: { id: 502 },
      voice: { duration: 12 },
      caption: 'listen',
      forward_origin: { type: 'user', sender_user: { id: 501 } },
    });
    const forwarded = { attachment: { kind: 'voice', seconds: 12 }, forwardedFrom: { name: 'Emily Carter' } };
    expect(last('502')).toMatchObject({ from: 'bot', text: 'listen', silent: true, ...forwarded });
    await repeat('forwardMessage', { chat_id: 100, from_chat_id: 502, message_id: last('502')?.id });
    expect(last('100')).toMatchObject(forwarded);
    const edit = { chat_id: 100, message_id: last('100')?.id, caption: 'x' };
    expect((await call('editMessageCaption', edit)).description).toBe("Bad Request: message can't be edited");
  });

  it('is the bot’s own when it is copied, perhaps with another caption', async () => {
    await simulator.telegram.attach('501', voice);
    expect(result(await repeat('copyMessage', { caption: 'hear' }))).toEqual({
      message_id: expect.any(Number),
    });
    expect(last('502')).toMatchObject({ text: 'hear', attachment: { kind: 'voice' } });
    expect(last('502')).not.toHaveProperty('forwardedFrom');
    await html('<b>Day</b> &lt;1&gt;');
    await repeat('copyMessage');
    expect(last('502')).toMatchObject({ text: 'Day <1>', markup: '<b>Day</b> &lt;1&gt;' });
  });

  it.each([
    ['forwardMessage', { message_id: 7 }, 'Bad Request: message to forward not found'],
    ['copyMessage', { message_id: 7 }, 'Bad Request: message to copy not found'],
    ['forwardMessage', { from_chat_id: 7 }, 'Bad Request: chat not found'],
    ['forwardMessage', { chat_id: 7 }, 'Bad Request: chat not found'],
    ['forwardMessage', { message_thread_id: 7 }, 'Bad Request: message thread not found'],
  ])('is refused by %s with %j', async (method, more, description) => {
    await simulator.telegram.attach('501', voice);
    expect((await repeat(method, more)).description).toBe(description);
  });
});
