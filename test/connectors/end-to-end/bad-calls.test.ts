import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { botTexts, MINUTE, startTestService } from '../../support/service.ts';
import { signed } from '../chatwoot/bodies.ts';
import { client, SECRET, SIGNING_SECRET, startDesk } from './desk.ts';

const NOT_FOUND = { error: { code: 'not_found', message: 'nothing is served here', faults: [] } };

describe('a forged call', () => {
  it.each(['wrong', '', `${SECRET}x`, SECRET.slice(1), `${SECRET}/more`, '%00', 'a'.repeat(90)])(
    'to the address %j is told that nothing is there, as at any other',
    async (secret) => {
      const { service, call, body } = await startDesk();
      expect(await call(body('resolved'), { secret })).toMatchObject({ status: 404, body: NOT_FOUND });
      expect(await call('x'.repeat(2_000_000), { secret: 'wrong' })).toMatchObject({ status: 404 });
      expect(await service.rows()).toEqual([]);
    },
  );

  it('finds nothing where the connector is not set up', async () => {
    const service = await startTestService();
    const response = await fetch(`${service.url}/connect/chatwoot/${SECRET}`, { method: 'POST', body: '{}' });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 404,
      body: NOT_FOUND,
    });
  });

  it.each<[string, Record<string, string>]>([
    ['no signature', { 'x-chatwoot-signature': '', 'x-chatwoot-timestamp': '' }],
    ['the signature of another secret', signed('{}', 'another-secret', new Date('2026-11-22T12:00:00Z'))],
  ])('with %s is 401 where calls are signed', async (_what, headers) => {
    const { service, call, body } = await startDesk({ signs: true });
    expect(await call(body('resolved'), { headers })).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorized' } },
    });
    expect(await service.rows()).toEqual([]);
    expect(service.logs.join('\n')).toContain('A call of a helpdesk was refused');
  });

  it('is taken at a secret of any length', async () => {
    const secret = 'a-secret-'.repeat(30);
    const { call, body } = await startDesk({ environment: { CONNECT_CHATWOOT_SECRET: secret } });
    expect((await call(body('resolved'), { secret })).status).toBe(200);
    expect((await call(body('resolved'), { secret: `${secret}a` })).status).toBe(404);
  });

  it('shows no secret in any line of the log', async () => {
    const { service, call, body } = await startDesk({ signs: true });
    await call(body('resolved'));
    await call(body('resolved'), { headers: { 'x-chatwoot-signature': 'sha256=00' } });
    await call({});
    await call('not JSON');
    await call(body('resolved'), { method: 'PUT' });
    await call(body('resolved'), { secret: `${SECRET}x` });
    expect(service.logs.length).toBeGreaterThan(2);
    expect(service.logs.join('\n')).toContain('A call of a helpdesk had another secret in its address');
    for (const secret of [SECRET, SIGNING_SECRET]) expect(service.logs.join('\n')).not.toContain(secret);
  });
});

describe('a call that is sent again', () => {
  it('within five minutes asks nobody twice', async () => {
    const { service, call, body } = await startDesk({ signs: true });
    const text = JSON.stringify(body('resolved'));
    const headers = signed(text, SIGNING_SECRET, service.clock.now());
    expect(await call(text, { headers })).toMatchObject({ status: 200, body: { did: 'reported' } });
    await service.pass(4 * MINUTE);
    expect(await call(text, { headers })).toMatchObject({ status: 200, body: { did: 'known' } });
    expect(botTexts(service.simulator.telegram.chat(client))).toHaveLength(1);
  });

  it('within five minutes asks nobody in the middle of a conversation that went on', async () => {
    const { service, call, becomes, body } = await startDesk({ signs: true });
    const text = JSON.stringify(body('resolved'));
    const headers = signed(text, SIGNING_SECRET, service.clock.now());
    await call(text, { headers });
    await service.pass(MINUTE);
    await becomes('open');
    await service.pass(MINUTE);
    expect(await call(text, { headers })).toMatchObject({ status: 200, body: { did: 'ignored' } });
    expect(await service.rows()).toHaveLength(1);
  });

  it('later is 401', async () => {
    const { service, call, body } = await startDesk({ signs: true });
    const text = JSON.stringify(body('resolved'));
    const headers = signed(text, SIGNING_SECRET, service.clock.now());
    await call(text, { headers });
    await service.pass(6 * MINUTE);
    expect((await call(text, { headers })).status).toBe(401);
  });
});

describe('a body that cannot be meant', () => {
  it('of another product is 400 with the fields that are missing', async () => {
    const { service, call } = await startDesk();
    const ticket = { ticket: { id: 35436, status: 'solved', via: { channel: 'telegram' } } };
    expect(await call(ticket)).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'invalid_request',
          message:
            'the body is no webhook of Chatwoot; point its webhook for conversation_status_changed here',
          faults: [
            { path: 'event', message: 'is missing' },
            { path: 'id', message: 'is missing' },
            { path: 'status', message: 'is missing' },
          ],
        },
      },
    });
    expect(service.logs.join('\n')).toContain('event is missing');
  });

  it.each(['', 'not JSON', '{"event":', '"text"', '3', '[]', 'null'])('such as %j is 400', async (text) => {
    const { call } = await startDesk();
    expect(await call(text)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  });

  it.each([
    [{ channel: 'Channel::WebWidget' }, /channel "webwidget"; here telegram and viber can be asked/],
    [{ contact_inbox: { source_id: 'a4f0-uuid' } }, /"a4f0-uuid" is not the id of a Telegram user/],
    [{ account_id: 9 }, /account 9 is not in CONNECT_CHATWOOT_ACCOUNT/],
  ])('for us is ignored with the reason: %j', async (fields, reason) => {
    const { service, call, body } = await startDesk();
    const answer = await call(body('resolved', fields));
    expect(answer).toMatchObject({ status: 200, body: { did: 'ignored' } });
    expect(answer.body.reason).toMatch(reason);
    expect(service.logs.join('\n').replaceAll('\\"', '"')).toMatch(reason);
    expect(await service.rows()).toEqual([]);
  });
});

describe('a call that cannot be kept', () => {
  it('is told so, and nothing is lost when it comes again', async () => {
    const real = createSqliteStore({ path: ':memory:' });
    let isAway = false;
    const store = {
      ...real,
      insertDialogue: async (...args: Parameters<typeof real.insertDialogue>) => {
        if (isAway) throw new StoreError('away');
        return real.insertDialogue(...args);
      },
    };
    const { service, becomes } = await startDesk({ store });
    isAway = true;
    expect((await becomes('resolved')).status).toBe(503);
    isAway = false;
    expect((await becomes('resolved')).body.did).toBe('reported');
    expect(await service.rows()).toHaveLength(1);
  });
});
