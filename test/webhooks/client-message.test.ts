import { expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { clients, keyboardOf, startTestService } from '../support/service.ts';
import { SECRET, startReceiver } from './receiver.ts';

/** The service with a receiver that takes what clients write, and no helpdesk on the same bot. */
async function told() {
  const clock = { ...systemClock };
  const receiver = await startReceiver(clock);
  const service = await startTestService({
    environment: { WEBHOOKS: `${receiver.url} ${SECRET} client.message` },
  });
  clock.now = () => service.clock.now();
  const settle = async (): Promise<void> => {
    await service.settle();
    await service.app.worker.runAll();
  };
  return { service, receiver, settle };
}

it.each(['telegram', 'viber'] as const)(
  'tells of what a client writes that is no answer on %s, and of no answer',
  async (channel) => {
    const { service, receiver, settle } = await told();
    const clientId = clients[channel].en;
    await service.simulator[channel].say(clientId, 'Where is my parcel?');
    await settle();
    service.clock.set(60_000);
    const { body } = await service.report({ channel, clientId, externalId: 'T-7' });
    await service.simulator[channel].tap(clientId, '⭐⭐⭐⭐⭐');
    await settle();
    expect(receiver.taken.map(({ data }) => data)).toEqual([
      { channel, clientId, text: 'Where is my parcel?', writtenAt: '2026-11-22T12:00:00.000Z' },
    ]);
    expect(body.asked).toBe(true);
  },
);

it('tells of a text that its writer took out of the comment again, with the dialogue that it was taken for', async () => {
  const { service, receiver, settle } = await told();
  const clientId = clients.viber.en;
  await service.report({ channel: 'viber', clientId, externalId: 'T-7' });
  await service.simulator.viber.tap(clientId, '⭐⭐⭐⭐⭐');
  await settle();
  await service.simulator.viber.say(clientId, 'And where is my parcel?');
  await settle();
  expect(receiver.taken).toEqual([]);
  expect(keyboardOf(service.simulator.viber, clientId)).toEqual(['This is for support']);
  await service.simulator.viber.tap(clientId, 'This is for support');
  await settle();
  expect(receiver.taken.map(({ data }) => data)).toMatchObject([
    { externalId: 'T-7', text: 'And where is my parcel?', rating: 5, comment: null },
  ]);
});
