import { describe, expect, it } from 'vitest';
import { createInvitations } from '../../src/access/invitations.ts';
import { createPeople } from '../../src/access/people.ts';
import type { Person } from '../../src/access/person.ts';
import { clients, DAY, keyboardOf, startTestService, type TestService } from '../support/service.ts';
import { silentLog } from '../support/log.ts';
import { add } from './stored.ts';

/** A service, and how somebody is invited beside it, as the command line does. */
async function withInvitations(): Promise<{
  service: TestService;
  invite: (channel: string, rest?: Partial<Person>) => Promise<string>;
  persons: () => Promise<readonly Person[]>;
}> {
  const service = await startTestService();
  const { store, clock } = service;
  const people = createPeople({ store, clock, log: silentLog });
  const invitations = createInvitations({ store, clock });
  return {
    service,
    async invite(channel, rest = {}) {
      await add(people, { id: 'p', chats: [], ...rest });
      const expiresAt = new Date(clock.now().getTime() + DAY);
      return (await invitations.create({ personId: 'p', channels: [channel], expiresAt })).get(channel) ?? '';
    },
    persons: async () => (await people.fresh()).filter(({ seeded }) => !seeded),
  };
}

describe('whoever opens a link in the running service', () => {
  for (const channel of ['telegram', 'viber'] as const) {
    const clientId = clients[channel].uk;

    it(`is enrolled on ${channel}, keeps the question that waits, and stays a client`, async () => {
      const { service, invite, persons } = await withInvitations();
      const platform = service.simulator[channel];
      await service.report({ channel, clientId });
      await platform.open(clientId, await invite(channel));
      await expect
        .poll(() => platform.chat(clientId).messages.at(-1)?.text)
        .toMatch(/^Вітаємо, Olena! Ваша роль тут: супервізор/);
      expect(await persons()).toMatchObject([{ language: 'uk', chats: [{ channel, clientId }] }]);
      expect(keyboardOf(platform, clientId)).toContain('⭐⭐⭐⭐⭐');
      await platform.tap(clientId, '⭐⭐⭐⭐');
      await service.settle();
      expect((await service.rows())[0]).toMatchObject({ clientId, rating: 4 });
    });

    it(`and is a stranger on ${channel} learns nothing by a link that is spent`, async () => {
      const { service, invite, persons } = await withInvitations();
      const platform = service.simulator[channel];
      const payload = await invite(channel);
      await platform.open(clients[channel].en, payload);
      await platform.open(clientId, payload);
      await expect
        .poll(() => platform.chat(clientId).messages.at(-1)?.text)
        .toBe('Це посилання вже недійсне. Попросіть нове в того, хто вам його надіслав.');
      expect((await persons())[0]?.chats).toEqual([{ channel, clientId: clients[channel].en }]);
    });
  }

  it('is not asked about a dialogue that they led, which is counted', async () => {
    const { service, invite } = await withInvitations();
    const clientId = clients.telegram.en;
    await service.simulator.telegram.open(
      clientId,
      await invite('telegram', { role: 'operator', operators: ['Anna'] }),
    );
    const { body } = await service.report({ clientId, operator: 'ANNA' });
    expect(body).toMatchObject({ asked: false, reason: 'own_dialogue' });
    const figures = await service.client.figures.period({ from: '2026-11-22', to: '2026-11-22' });
    expect(figures.summary.notAsked).toMatchObject({ own_dialogue: 1 });
    expect((await service.report({ clientId, operator: 'Boris' })).body).toMatchObject({ asked: true });
  });

  it('in a group enrols the group, which answers there', async () => {
    const { service, invite, persons } = await withInvitations();
    const { telegram } = service.simulator;
    telegram.addGroup?.({ clientId: '-100500', name: 'Shop' });
    const payload = await invite('telegram', { kind: 'group', name: 'Shop' });
    await telegram.say(clients.telegram.en, `/start@afterword_simulated_bot ${payload}`, {
      group: '-100500',
    });
    await expect
      .poll(() => telegram.chat('-100500').messages.at(-1)?.text)
      .toMatch(/^This chat is enrolled as “Shop”\. Its role: supervisor\./);
    expect(await persons()).toMatchObject([
      { kind: 'group', chats: [{ channel: 'telegram', clientId: '-100500' }] },
    ]);
  });
});
