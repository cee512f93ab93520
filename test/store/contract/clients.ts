import { expect, it } from 'vitest';
import type { Client } from '../../../src/dialogue.ts';
import type { Pair } from '../../contracts/store.ts';

const aClient = (overrides: Partial<Client> & { clientId: string }): Client => ({
  channel: 'telegram',
  name: 'Ірина 🌻',
  locale: 'uk',
  reachable: true,
  seenAt: new Date('2026-11-22T09:00:00.001Z'),
  events: [],
  ...overrides,
});

export function testClientsAndScenarios(pair: Pair): void {
  it('keeps a client, and changes one that is there', async () => {
    const client = aClient({ clientId: 'kept' });
    await pair.one.saveClient(client);
    expect(await pair.other.findClient('telegram', 'kept')).toStrictEqual(client);
    const changed = { ...client, name: null, locale: null, reachable: false, seenAt: new Date(0) };
    await pair.other.saveClient(changed);
    expect(await pair.one.findClient('telegram', 'kept')).toStrictEqual(changed);
  });

  it('tells the clients of two channels apart', async () => {
    await pair.one.saveClient(aClient({ clientId: 'both' }));
    expect(await pair.one.findClient('viber', 'both')).toBeNull();
    await pair.one.saveClient(aClient({ clientId: 'both', channel: 'viber', name: 'Other' }));
    expect((await pair.one.findClient('telegram', 'both'))?.name).toBe('Ірина 🌻');
  });

  it('takes one client from 20 writers at once', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `Name ${i}`);
    await Promise.all(
      names.map((name, i) =>
        (i % 2 ? pair.one : pair.other).saveClient(aClient({ clientId: 'crowd', name })),
      ),
    );
    expect(names).toContain((await pair.one.findClient('telegram', 'crowd'))?.name);
  });

  it('keeps the text of a scenario for good', async () => {
    const text = 'id: csat\ntitle: Оцінка 🌟\n'.repeat(500);
    expect(await pair.one.findScenario('v1')).toBeNull();
    await pair.one.saveScenario('v1', text);
    await pair.other.saveScenario('v1', 'something else');
    expect(await pair.other.findScenario('v1')).toBe(text);
  });

  it('takes one version of a scenario from 20 instances at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? pair.one : pair.other).saveScenario('v2', 'same')),
    );
    expect(await pair.one.findScenario('v2')).toBe('same');
  });
}
