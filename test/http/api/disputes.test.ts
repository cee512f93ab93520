import { describe, expect, it, onTestFinished } from 'vitest';
import { disputeRoutes } from '../../../src/http/api/disputes/routes.ts';
import { disputeSchema } from '../../../src/http/api/disputes/schema.ts';
import { type Client, createClient, pages } from '../../../src/http/api/client/client.ts';
import { createBelonging } from '../../../src/stats/lists/belonging.ts';
import { createServer } from '../../../src/http/server.ts';
import { peopleOf } from '../../access/persons.ts';
import { type Desk, everybody, marta, olena, openDesk, petro } from '../../disputes/desk.ts';
import { refused } from './client/refused.ts';
import { silentLog } from '../../support/log.ts';

async function serve(): Promise<{ desk: Desk; client: Client; get: (path: string) => Promise<Response> }> {
  const desk: Desk = await openDesk();
  const plugin = disputeRoutes({
    service: desk.disputes,
    belonging: createBelonging(desk.fixture.store),
    people: peopleOf(...everybody),
    zone: 'Europe/Kyiv',
  });
  const server = await createServer({ log: silentLog, routes: [{ prefix: '/api/v1', plugin }] });
  server.decorateRequest('caller', null);
  const baseUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const client = createClient({ baseUrl, key: 'none is asked for' });
  return { desk, client, get: (path) => fetch(`${baseUrl}/api/v1${path}`) };
}

const ids = (list: { disputes: Array<{ id: string }> }): string[] => list.disputes.map(({ id }) => id);

describe('disputes.list', () => {
  it('lists disputes by state and by the days on which they were raised, the newest first, in pages', async () => {
    const { desk, client } = await serve();
    const { list } = client.disputes;
    const raised: string[] = [];
    for (let i = 0; i < 3; i++) {
      raised.unshift(await desk.raise(await desk.rated(), petro));
      desk.fixture.clock.set(86_400_000);
    }
    const [newest = '', , oldest = ''] = raised;
    await desk.disputes.decideAs(oldest, { verdict: 'upheld', reason: 'x' }, 'Helpdesk');
    expect(ids(await list())).toEqual(raised);
    expect(ids(await list({ state: 'upheld' }))).toEqual([oldest]);
    expect(ids(await list({ from: '2026-11-24', to: '2026-11-24' }))).toEqual([newest]);
    const read: string[][] = [];
    for await (const page of pages(list, { limit: 2 })) read.push(ids(page));
    expect(read).toEqual([raised.slice(0, 2), [oldest]]);
  });

  it('narrows by the dialogues as they stand now, in short pages too', async () => {
    const { desk, client } = await serve();
    const { list } = client.disputes;
    const vip = await desk.raise(await desk.rated({ tags: ['vip'], scenarioVersion: 'v1' }), petro);
    const viber = await desk.raise(await desk.rated({ channel: 'viber', rating: 1 }), petro);
    expect(ids(await list({ tag: 'vip' }))).toEqual([vip]);
    expect(ids(await list({ version: ['v1', 'v2'], operator: 'OLENA' }))).toEqual([vip]);
    expect(ids(await list({ rating: [1, 5] }))).toEqual([viber]);
    expect(ids(await list({ disputed: 'without' }))).toEqual([]);
    const decision = { verdict: 'another_operator', reason: 'x', operator: 'Andriy' } as const;
    await desk.disputes.decideAs(vip, decision, 'Helpdesk');
    expect(ids(await list({ disputed: 'without' }))).toEqual([vip]);
    expect(ids(await list({ operator: 'olena' }))).toEqual([viber]);
    expect((await list({ operator: 'andriy' })).disputes).toMatchObject([{ id: vip, operator: 'Olena' }]);
    const read: string[][] = [];
    for await (const page of pages(list, { limit: 1, team: 'support' })) read.push(ids(page));
    expect(read.flat().toSorted()).toEqual([vip, viber].toSorted());
  });

  it.each([
    '?state=lost',
    '?disputed=maybe',
    '?rating=low',
    '?from=2026-11-24',
    '?limit=0',
    '?cursor=x',
    '?who=me',
  ])('refuses %s with a reason', async (query) => {
    const { get } = await serve();
    const response = await get(`/disputes${query}`);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      400,
      'invalid_request',
    ]);
  });
});

describe('disputes.get', () => {
  it('gives one with all that was done, and nothing that the schema does not list', async () => {
    const { desk, client, get } = await serve();
    const dialogue = await desk.rated({ externalId: 'T-7' });
    const id = await desk.raise(dialogue, petro);
    const at = new Date('2026-11-22T12:00:00.000Z');
    expect((await client.disputes.get(id)).dispute).toEqual({
      id,
      state: 'open',
      raisedAt: at,
      dialogueId: dialogue.id,
      externalId: 'T-7',
      channel: 'telegram',
      scenario: 'csat',
      operator: 'Olena',
      team: 'Support',
      topic: 'delivery',
      scale: '1-5',
      rating: 2,
      entries: [{ at, by: 'Petro', what: 'raised', reason: 'The bank was down', operator: null }],
    });
    const { dispute } = (await (await get(`/disputes/${id}`)).json()) as { dispute: object };
    expect(Object.keys(dispute)).toEqual(Object.keys(disputeSchema.shape));
    expect(await refused(client.disputes.get('none'))).toMatchObject({ code: 'unknown_dispute' });
  });
});

describe('disputes.raise', () => {
  it('disputes in the name of somebody who may, whatever the spelling, and once', async () => {
    const { desk, client } = await serve();
    const dialogue = await desk.rated();
    const wish = { dialogueId: dialogue.id, reason: ' The bank was down ', by: 'olena  k.' };
    const { dispute, lastResponse } = await client.disputes.raise(wish);
    expect([lastResponse.status, dispute.state]).toEqual([201, 'open']);
    expect(dispute.entries).toMatchObject([{ by: olena.name, reason: 'The bank was down' }]);
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: true });
    expect(await refused(client.disputes.raise({ ...wish, by: petro.id }))).toMatchObject({
      status: 409,
      code: 'dispute_open',
      message: `dialogueId: is disputed already, by ${olena.name}`,
    });
    await client.disputes.decide(dispute.id, { verdict: 'rejected', reason: 'x', by: 'Helpdesk' });
    expect((await refused(client.disputes.raise(wish))).code).toBe('dispute_decided');
  });

  it('says why a rating is not disputed', async () => {
    const { desk, client } = await serve();
    const rated = await desk.rated();
    const unrated = await desk.rated({ rating: null, externalId: 'T-8' });
    for (const [wish, code, path] of [
      [{ dialogueId: 'none', by: 'Petro' }, 'unknown_dialogue', 'dialogueId'],
      [{ dialogueId: rated.id, by: 'Nobody' }, 'unknown_person', 'by'],
      [{ dialogueId: rated.id, by: marta.name }, 'not_disputable', 'by'],
      [{ dialogueId: unrated.id, by: 'Petro' }, 'not_disputable', 'dialogueId'],
    ] as const) {
      const error = await refused(client.disputes.raise({ reason: 'x', ...wish }));
      expect([error.code, error.faults[0]?.path]).toEqual([code, path]);
    }
    expect((await client.disputes.list()).disputes).toEqual([]);
  });
});

describe('disputes.decide', () => {
  it('decides once, in the name that is given', async () => {
    const { desk, client } = await serve();
    const dialogue = await desk.rated();
    const id = await desk.raise(dialogue, petro);
    const decision = {
      verdict: 'another_operator',
      operator: ' Andriy ',
      reason: 'He led it',
      by: 'Helpdesk',
    } as const;
    expect((await client.disputes.decide(id, decision)).dispute).toMatchObject({
      state: 'another_operator',
      entries: [{ what: 'raised' }, { by: 'Helpdesk', reason: 'He led it', operator: 'Andriy' }],
    });
    expect(await desk.stored(dialogue)).toMatchObject({ operator: 'Andriy', disputed: false });
    expect(await refused(client.disputes.decide(id, decision))).toMatchObject({
      status: 409,
      code: 'dispute_decided',
      faults: [{ path: 'id' }],
    });
  });

  it.each<[object, number, string]>([
    [{ reason: 'x', by: 'H' }, 400, 'verdict'],
    [{ verdict: 'maybe', reason: 'x', by: 'H' }, 400, 'verdict'],
    [{ verdict: 'upheld', by: 'H' }, 400, 'reason'],
    [{ verdict: 'upheld', reason: 'x'.repeat(501), by: 'H' }, 400, 'reason'],
    [{ verdict: 'upheld', reason: 'x' }, 400, 'by'],
    [{ verdict: 'upheld', reason: 'x', by: 'H', operator: 'Andriy' }, 400, 'operator'],
    [{ verdict: 'another_operator', reason: 'x', by: 'H' }, 400, 'operator'],
    [{ verdict: 'another_operator', reason: 'x', by: 'H', operator: 'olena' }, 400, 'operator'],
    [{ verdict: 'upheld', reason: 'x', by: 'petro' }, 409, 'by'],
    [{ verdict: 'upheld', reason: 'x', by: 'OLENA' }, 409, 'by'],
    [{ verdict: 'withdrawn', reason: 'x', by: 'H' }, 409, 'by'],
  ])('refuses %j', async (decision, status, path) => {
    const { desk, client } = await serve();
    const id = await desk.raise(await desk.rated(), petro);
    const error = await refused(client.disputes.decide(id, decision as never));
    expect([error.status, error.faults[0]?.path]).toEqual([status, path]);
    expect(await desk.disputes.ledger.find(id)).toMatchObject({ state: 'open' });
  });

  it('says of a dispute that is not there so', async () => {
    const { client } = await serve();
    const decision = { verdict: 'upheld', reason: 'x', by: 'H' } as const;
    expect(await refused(client.disputes.decide('none.1', decision))).toMatchObject({
      status: 404,
      code: 'unknown_dispute',
    });
  });
});
