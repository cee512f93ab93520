import { describe, expect, it } from 'vitest';
import { personSettings } from '../../../src/access/person.ts';
import { clients, HOUR, MINUTE } from '../../support/service.ts';
import { type Newcomer, olena, openCompany, vira } from './company.ts';

const facts = { operator: 'Anna', team: 'Cards', externalId: 'T-1' };
const boss: Newcomer = {
  id: 'boss',
  name: 'Boss',
  role: 'administrator',
  channel: 'telegram',
  clientId: '702',
};
const reminder = /^Nobody has taken this low rating yet: 1 of 5\n/;

describe('a low rating that waits in the running service', () => {
  it('is brought to mind after a quarter of an hour, and told to the next level after an hour', async () => {
    const { rated, pass, texts } = await openCompany({ newcomers: [olena, boss] });
    await rated(1, facts);
    await pass(14 * MINUTE);
    expect(texts('telegram', '701')).toHaveLength(1);
    await pass(MINUTE);
    expect(texts('telegram', '701')).toEqual([expect.any(String), expect.stringMatching(reminder)]);
    expect(texts('telegram', '702')).toEqual([]);
    await pass(45 * MINUTE);
    expect(texts('telegram', '702')).toEqual([expect.stringMatching(reminder)]);
    await pass(3 * HOUR);
    expect(texts('telegram', '701')).toHaveLength(2);
    expect(texts('telegram', '702')).toHaveLength(1);
  });

  it('reminds nobody once it was taken', async () => {
    const { rated, pass, tap, texts } = await openCompany({ newcomers: [olena, boss] });
    await rated(1, facts);
    await tap('telegram', '701', 'I take it');
    await pass(2 * HOUR);
    expect([texts('telegram', '701'), texts('telegram', '702')].map(({ length }) => length)).toEqual([1, 0]);
  });

  it('stands in one summary with the others of a burst, and each can be opened there', async () => {
    const { rated, pass, tap, texts, service, platform } = await openCompany({ newcomers: [olena] });
    for (let index = 0; index < 12; index++) {
      const clientId = String(9_000 + index);
      service.simulator.telegram.addClient({ clientId, name: `Client ${index}`, locale: 'en' });
      await platform('telegram').open(clientId);
      await rated(1, { ...facts, externalId: `B-${index}`, clientId });
    }
    await pass(MINUTE);
    const own = texts('telegram', '701');
    expect(own.length).toBeLessThanOrEqual(6);
    const summary = own.find((text) => /more low ratings since/.test(text));
    const told = own.filter((text) => text.startsWith('Low rating:')).length;
    expect(summary).toMatch(new RegExp(`^${12 - told} more low ratings since `));
    await tap('telegram', '701', 'All that are waiting');
    await expect.poll(() => texts('telegram', '701').at(-1)).toMatch(/^Low ratings that are waiting\n/);
  });

  it('waits until quiet hours are over, by the person’s own clock, and comes then', async () => {
    const quiet: Newcomer = {
      ...olena,
      settings: personSettings.parse({ quiet: { from: '13:00', to: '15:30' }, zone: 'Europe/Kyiv' }),
    };
    const { rated, pass, texts } = await openCompany({ newcomers: [quiet, vira] });
    await rated(1, facts);
    expect(texts('viber', 'vira==')).toHaveLength(1);
    await pass(HOUR + 29 * MINUTE);
    expect(texts('telegram', '701')).toEqual([]);
    await pass(MINUTE);
    expect(texts('telegram', '701')).toHaveLength(1);
    expect(texts('telegram', '701')[0]).toContain('Dialogue: T-1');
  });

  it('comes once the platform is there again, once', async () => {
    const { rated, pass, platform, texts } = await openCompany({ newcomers: [vira] });
    await rated(1, { ...facts, clientId: clients.telegram.en });
    await pass(30 * MINUTE);
    const before = texts('viber', 'vira==').length;
    platform('viber').fail({ kind: 'server_error' }, 4);
    await rated(1, { ...facts, externalId: 'T-2', clientId: clients.telegram.uk });
    expect(texts('viber', 'vira==')).toHaveLength(before);
    await pass(12 * MINUTE);
    expect(texts('viber', 'vira==').filter((text) => text.includes('T-2'))).toHaveLength(1);
  });
});
