import { expect, it } from 'vitest';
import { MINUTE, startTestService, type TestService } from '../support/service.ts';

const token = '1000000001:simulated-telegram-bot-token';

/** Another service registers its webhook, as a helpdesk does whose inbox is saved. */
async function register(service: TestService, url: string): Promise<void> {
  const answer = await fetch(`${service.simulator.telegram.apiUrl}/bot${token}/setWebhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  });
  expect(answer.status).toBe(200);
  await service.app.lookAtReceivers();
}

const readiness = async ({ url }: TestService): Promise<unknown> => (await fetch(`${url}/readyz`)).json();

it('asks nobody while another service receives the bot’s events, and says so, until it has them back', async () => {
  const service = await startTestService();
  await register(service, `${service.url}/somebody-else`);
  expect(await readiness(service)).toMatchObject({
    status: 'degraded',
    channels: { telegram: expect.stringContaining('and not here'), viber: 'started' },
  });
  expect((await service.report()).body).toMatchObject({ asked: false, reason: 'scheduled' });
  await service.pass(5 * MINUTE);
  expect((await service.rows())[0]).toMatchObject({ outcome: 'scheduled' });

  await register(service, `${service.url}/webhooks/telegram`);
  expect(await readiness(service)).toMatchObject({ status: 'ready' });
  await service.pass(MINUTE);
  expect((await service.rows())[0]).toMatchObject({ outcome: 'open' });
});

it('takes the bot back with TAKE_WEBHOOK=true', async () => {
  const service = await startTestService({ environment: { TAKE_WEBHOOK: 'true' } });
  await register(service, `${service.url}/somebody-else`);
  expect(await readiness(service)).toMatchObject({ status: 'ready' });
  expect((await service.report()).body).toMatchObject({ asked: true });
});
