import { describe, expect, it } from 'vitest';
import { createInvitations } from '../../src/access/invitations.ts';
import { createSetClock, systemClock } from '../../src/clock.ts';
import { keptPeople } from './stored.ts';

const HOUR = 3_600_000;
const telegram = (clientId: string) => ({ channel: 'telegram', clientId });

async function invited(channels = ['telegram', 'viber']) {
  const kept = await keptPeople();
  const { store, clock } = kept;
  const invitations = createInvitations({ store, clock });
  const expiresAt = new Date(clock.now().getTime() + HOUR);
  const payloads = await invitations.create({ personId: 'p', channels, expiresAt });
  return { ...kept, invitations, expiresAt, payload: payloads.get('telegram') ?? '', payloads };
}

describe('an invitation', () => {
  it('fits into a link, and what is kept does not give it away', async () => {
    const { store } = await keptPeople();
    const clock = { ...createSetClock(new Date(0)), newId: () => systemClock.newId() };
    const invitations = createInvitations({ store, clock });
    const channels = ['telegram', 'viber'];
    const payloads = await invitations.create({ personId: 'p', channels, expiresAt: new Date(1) });
    const [one = '', other = ''] = payloads.values();
    for (const payload of [one, other]) expect(payload).toMatch(/^aw_i_[A-Za-z0-9_-]{1,59}$/);
    expect(one).not.toBe(other);
    const kept = await store.listRecords({ kind: 'invitation', limit: 10 });
    expect(kept).toHaveLength(2);
    expect(JSON.stringify(kept)).not.toContain(one.slice('aw_i_'.length));
  });

  it('is for one chat, which may open it again', async () => {
    const { invitations, payload } = await invited();
    expect(await invitations.find(payload, 'telegram')).toMatchObject({ personId: 'p', spentBy: null });
    expect(await invitations.spend(payload, telegram('1'))).toBe(true);
    expect(await invitations.spend(payload, telegram('2'))).toBe(false);
    expect(await invitations.spend(payload, telegram('1'))).toBe(true);
    expect(await invitations.find(payload, 'telegram')).toMatchObject({ spentBy: 'telegram:1' });
  });

  it('is for one channel', async () => {
    const { invitations, payload } = await invited();
    expect(await invitations.find(payload, 'viber')).toBeNull();
    expect(await invitations.spend(payload, { channel: 'viber', clientId: '1' })).toBe(false);
    expect(await invitations.spend(payload, telegram('1'))).toBe(true);
  });

  it('expires', async () => {
    const { invitations, payload, clock } = await invited();
    clock.set(HOUR - 1);
    expect(await invitations.find(payload, 'telegram')).not.toBeNull();
    clock.set(1);
    expect(await invitations.find(payload, 'telegram')).toBeNull();
    expect(await invitations.spend(payload, telegram('1'))).toBe(false);
  });

  it('is listed while it may be opened, and deleted some time after', async () => {
    const { invitations, payload, clock, store, expiresAt } = await invited();
    expect(await invitations.open()).toHaveLength(2);
    await invitations.spend(payload, telegram('1'));
    expect(await invitations.open()).toEqual([{ personId: 'p', channel: 'viber', spentBy: null, expiresAt }]);
    clock.set(HOUR + 1);
    expect(await invitations.open()).toEqual([]);
    await invitations.create({ personId: 'q', channels: ['viber'], expiresAt: new Date(8e12) });
    expect(await store.listRecords({ kind: 'invitation', limit: 10 })).toHaveLength(1);
  });

  it.each(['', 'aw_i_', 'aw_i_short', `aw_i_${'x'.repeat(200)}`, 'aw_i_d00000000001d0000000000!', 'd0000'])(
    'is not %j',
    async (payload) => {
      const { invitations } = await invited();
      expect(await invitations.find(payload, 'telegram')).toBeNull();
      expect(await invitations.spend(payload, telegram('1'))).toBe(false);
    },
  );
});
