import { expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { clients, startTestService } from '../support/service.ts';
import { startFakeHelpdesk } from './helpdesk.ts';

it.each(['telegram', 'viber'] as const)(
  'what is for the helpdesk is kept before %s is answered, and goes once',
  async (channel) => {
    const helpdesk = await startFakeHelpdesk();
    const store = createSqliteStore({ path: ':memory:' });
    const service = await startTestService({
      store,
      environment: { RELAY_URL_TELEGRAM: helpdesk.url, RELAY_URL_VIBER: helpdesk.url },
    });
    await service.app.worker.runAll();
    helpdesk.requests.splice(0);
    const insertJob = store.insertJob.bind(store);
    let refused = 0;
    store.insertJob = (job) => {
      if (refused++ === 0) throw new StoreError('no server');
      return insertJob(job);
    };
    const answered = await service.simulator[channel].say(clients[channel].en, 'Where is my parcel?');
    await service.app.worker.runAll();
    expect(service.logs.join('\n')).toContain('no server');
    expect(answered).toBe(200);
    expect(refused).toBe(2);
    const taken = helpdesk.requests.filter(({ body }) => body.includes('Where is my parcel?'));
    expect(taken).toHaveLength(1);
  },
);

it('that the bot was blocked and allowed again goes to the helpdesk and to the surveys', async () => {
  const helpdesk = await startFakeHelpdesk();
  const service = await startTestService({ environment: { RELAY_URL_TELEGRAM: helpdesk.url } });
  const clientId = clients.telegram.en;
  await service.app.worker.runAll();
  helpdesk.updates.splice(0);
  await service.simulator.telegram.block(clientId);
  await service.app.worker.runAll();
  expect((await service.report()).body).toMatchObject({ asked: false, reason: 'unreachable' });
  await service.simulator.telegram.unblock(clientId);
  await service.app.worker.runAll();
  const statuses = helpdesk.updates.map((update) => update.my_chat_member?.new_chat_member.status);
  expect(statuses).toEqual(['kicked', 'member']);
  expect((await service.report()).body).toMatchObject({ asked: true });
});
