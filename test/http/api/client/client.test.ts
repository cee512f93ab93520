import { describe, expect, expectTypeOf, it } from 'vitest';
import { AfterwordError, createClient, pages } from '../../../../src/http/api/client/client.ts';
import { clients, sharedTestService } from '../../../support/service.ts';
import { refused } from './refused.ts';

const service = sharedTestService();
const report = (externalId: string) => ({
  channel: 'telegram',
  clientId: clients.telegram.en,
  externalId,
});

describe('the client', () => {
  it('gives what the API answers, with dates as Dates, and the status beside it', async () => {
    const { client, clock } = service();
    const created = await client.dialogues.create({
      ...report('C-1'),
      completedAt: new Date('2026-11-22T11:59Z'),
    });
    expect(created.lastResponse.status).toBe(201);
    expect(created.lastResponse.headers.get('ratelimit-limit')).toBe('1000');
    expect(Object.keys(created)).toEqual(['dialogue', 'asked', 'reason']);
    expect(created.dialogue.completedAt).toEqual(new Date('2026-11-22T11:59:00Z'));
    expect(created.dialogue.reportedAt).toEqual(clock.now());
    expectTypeOf(created.dialogue.askedAt).toEqualTypeOf<Date | null>();
    expectTypeOf(client.dialogues.get).parameter(0).toEqualTypeOf<string>();
    // @ts-expect-error: what the API refuses is no request of the client.
    await refused(client.dialogues.create({ channel: 'telegram' }));
    const { dialogue } = await client.dialogues.get(created.dialogue.id);
    expect(dialogue).toMatchObject({ id: created.dialogue.id, completedAt: created.dialogue.completedAt });
  });

  it('throws the refusal with its code, its status and each fault', async () => {
    const { client } = service();
    const error = await refused(client.dialogues.create({ ...report(' '), completedAt: 'yesterday' }));
    expect(error).toBeInstanceOf(AfterwordError);
    expect([error.status, error.code]).toEqual([400, 'invalid_request']);
    expect(error.faults.map(({ path }) => path)).toEqual(['externalId', 'completedAt']);
    expect(error.message).toBe('the request has faults; mend each and send it again');
    const other = createClient({ baseUrl: service().url, key: 'no such key' });
    expect(await refused(other.dialogues.list())).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it('writes ids into the address as they are, and lists as parameters that are repeated', async () => {
    const asked: string[] = [];
    const client = createClient({
      baseUrl: 'https://csat.example.com/',
      key: 'k',
      fetch: async (url) => {
        asked.push(url as string);
        return new Response(
          '{"type":"/x","title":"x","status":404,"detail":"x","code":"x","faults":[],"error":{"code":"x","message":"x","faults":[]}}',
          { status: 404 },
        );
      },
    });
    await refused(client.keys.revoke('a/b c'));
    await refused(client.dialogues.list({ team: ['Ö', 'B'], limit: 2, cursor: undefined, rated: true }));
    await refused(client.dialogues.reopen('d1'));
    expect(asked).toEqual([
      'https://csat.example.com/api/v1/keys/a%2Fb%20c',
      'https://csat.example.com/api/v1/dialogues?team=%C3%96&team=B&limit=2&rated=true',
      'https://csat.example.com/api/v1/dialogues/d1/reopen',
    ]);
  });

  it('repeats a request under its Idempotency-Key', async () => {
    const { client } = service();
    const send = () =>
      client.keys.create({ name: 'once', scopes: ['figures:read'] }, { idempotencyKey: 'once' });
    const [first, second] = [await send(), await send()];
    expect(second.secret).toBe(first.secret);
    expect(second.lastResponse.headers.get('idempotent-replayed')).toBe('true');
    const other = client.keys.create({ name: 'other', scopes: ['figures:read'] }, { idempotencyKey: 'once' });
    expect((await refused(other)).code).toBe('idempotency_mismatch');
    expect(
      JSON.stringify(await service().store.listRecords({ kind: 'idempotency', limit: 5 })),
    ).not.toContain(first.secret);
  });

  it('reads a list page by page', async () => {
    const { client } = service();
    for (const id of ['P-1', 'P-2', 'P-3', 'P-4', 'P-5'])
      await client.dialogues.create({ ...report(id), topic: 'pages' });
    const read: string[][] = [];
    for await (const { dialogues } of pages(client.dialogues.list, { topic: 'Pages', limit: 2 })) {
      read.push(dialogues.map(({ externalId }) => externalId));
    }
    expect(read.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(new Set(read.flat())).toEqual(new Set(['P-1', 'P-2', 'P-3', 'P-4', 'P-5']));
  });

  it('says when nobody answered, or somebody else', async () => {
    const nobody = createClient({ baseUrl: 'http://127.0.0.1:9', key: 'k' });
    expect(await refused(nobody.dialogues.list())).toMatchObject({ status: 0, code: 'no_answer' });
    const answering = (body: string, status: number) =>
      createClient({ baseUrl: 'http://x', key: 'k', fetch: async () => new Response(body, { status }) });
    expect(await refused(answering('<html>', 502).dialogues.list())).toMatchObject({
      status: 502,
      code: 'no_answer',
    });
    expect(await refused(answering('<html>', 200).dialogues.list())).toMatchObject({
      status: 200,
      code: 'unreadable_answer',
    });
  });
});
