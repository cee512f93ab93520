import { expect, it } from 'vitest';
import type { Client } from '../../../src/dialogue.ts';
import type { Pair } from '../../contracts/store.ts';

const aClient = (overrides: Partial<Client> & { clientId: string }): Client => ({
  channel: 'telegram',
  name: 'Ірина 🌻',
  locale: 'uk',
  reachable: true,
  seenAt: new Date('2026-11-22T09:00:00.001Z'),
  optedOutAt: null,
  wroteAt: null,
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

  it('lets what a client wrote last only move forward, and an opt-out stand whatever else is saved', async () => {
    const client = aClient({ clientId: 'wrote' });
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute));
    await pair.one.saveClient({ ...client, wroteAt: at(5) });
    await pair.other.saveClient({ ...client, wroteAt: at(3) });
    await pair.other.saveClient(client);
    await pair.one.setOptOut('telegram', 'wrote', at(6));
    const { wroteAt: _wroteAt, optedOutAt: _optedOutAt, events: _events, ...facts } = client;
    await pair.other.saveClient({ ...facts, name: 'Other' }, { id: 'e', at: 1 });
    expect(await pair.one.findClient('telegram', 'wrote')).toStrictEqual({
      ...client,
      name: 'Other',
      wroteAt: at(5),
      optedOutAt: at(6),
      events: [{ id: 'e', at: 1 }],
    });
    const query = { channel: 'telegram', clientId: 'wrote', eventId: 'x', recent: 0 };
    expect((await pair.other.findForEvent(query)).client).toMatchObject({
      wroteAt: at(5),
      optedOutAt: at(6),
    });
    await pair.other.saveClient({ ...facts, wroteAt: at(7) });
    await pair.one.setOptOut('telegram', 'wrote', null);
    expect(await pair.other.findClient('telegram', 'wrote')).toMatchObject({
      wroteAt: at(7),
      optedOutAt: null,
    });
  });

  it('loses neither of what 20 writers at once keep of one client, an opt-out and what was written last', async () => {
    const client = aClient({ clientId: 'race' });
    const { wroteAt: _wroteAt, optedOutAt: _optedOutAt, events: _events, ...facts } = client;
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const store = index % 2 ? pair.one : pair.other;
        return index === 7
          ? store.setOptOut('telegram', 'race', new Date(1))
          : store.saveClient({ ...facts, wroteAt: new Date(index) }, { id: `e${index}`, at: index });
      }),
    );
    const found = await pair.one.findClient('telegram', 'race');
    expect(found).toMatchObject({ optedOutAt: new Date(1), wroteAt: new Date(19), name: 'Ірина 🌻' });
    expect(found?.events).toHaveLength(19);
  });

  it('keeps an opt-out of a client who is not known yet', async () => {
    await pair.one.setOptOut('telegram', 'stranger', new Date(5));
    expect(await pair.other.findClient('telegram', 'stranger')).toStrictEqual(
      aClient({
        clientId: 'stranger',
        name: null,
        locale: null,
        seenAt: new Date(0),
        optedOutAt: new Date(5),
      }),
    );
    await pair.one.setOptOut('telegram', 'willing', null);
    expect(await pair.other.findClient('telegram', 'willing')).toMatchObject({ optedOutAt: null });
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
