import { expect, it } from 'vitest';
import { clients, startTestService } from '../support/service.ts';
import { startFakeHelpdesk } from './helpdesk.ts';

it('a request that comes back to the service that sent it is refused as a loop', async () => {
  const helpdesk = await startFakeHelpdesk();
  const service = await startTestService({ environment: { RELAY_URL_VIBER: helpdesk.url } });
  await service.simulator.viber.say(clients.viber.en, 'Where is my parcel?');
  await service.app.worker.runAll();
  const sent = helpdesk.requests.find(({ body }) => body.includes('parcel'));
  const post = (headers: Record<string, string>) =>
    fetch(`${service.url}/webhooks/viber`, {
      method: 'POST',
      headers: {
        'x-viber-content-signature': String(sent?.headers['x-viber-content-signature']),
        ...headers,
      },
      body: sent?.body ?? '',
    });
  const looped = await post({ via: String(sent?.headers['via']) });
  expect(looped.status).toBe(508);
  expect(await looped.json()).toMatchObject({ error: { code: 'loop_detected' } });
  expect((await post({ via: '1.1 proxy.example' })).status).toBe(200);
});
