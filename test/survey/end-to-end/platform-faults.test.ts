import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clients, startTestService } from '../../support/service.ts';

const { en } = clients.telegram;

describe('what a platform sends twice or wrongly', () => {
  it('a repeated tap is a no-op', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    await telegram.tap(en, '⭐⭐⭐⭐');
    await service.settle();
    const [before] = await service.rows();
    await telegram.repeatLast();
    await service.settle();
    expect(await service.rows()).toEqual([before]);
  });

  it('a repeated comment does not become the comment of an older open survey', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    const fields = { channel: 'viber', clientId: clients.viber.en, scenario: 'comment-only' };
    await service.report(fields);
    service.clock.set(1000);
    await service.report(fields);
    await viber.say(clients.viber.en, 'Once');
    await viber.repeatLast();
    await service.settle();
    expect((await service.rows()).map(({ comment }) => comment)).toEqual(['Once', null]);
  });

  it.each([
    ['unsigned', {}, '{"event":"message"}', 401],
    ['badly signed', { 'x-viber-content-signature': 'ab'.repeat(32) }, '{"event":"message"}', 401],
    ['signed but malformed', { sign: 'yes' }, '{"event":', 400],
    ['of an unknown kind', { sign: 'yes' }, '{"event":"dance","message_token":1,"timestamp":1}', 200],
    ['huge', { sign: 'yes' }, `{"event":"message","text":"${'x'.repeat(2_000_000)}"}`, 413],
  ])('a Viber webhook that is %s', async (_name, headers, body, status) => {
    const service = await startTestService();
    const sign = createHmac('sha256', 'simulated-viber-token').update(body).digest('hex');
    const response = await fetch(`${service.url}/webhooks/viber`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...('sign' in headers ? { 'x-viber-content-signature': sign } : (headers as Record<string, string>)),
      },
    });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('simulated-viber-token');
  });

  it('a Telegram webhook without its secret is refused', async () => {
    const service = await startTestService();
    const response = await fetch(`${service.url}/webhooks/telegram`, {
      method: 'POST',
      body: '{"update_id":1}',
    });
    expect(response.status).toBe(401);
  });
});
