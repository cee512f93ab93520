import { describe, expect, it, onTestFinished } from 'vitest';
import { disputeRoutes } from '../../../src/http/api/disputes.ts';
import { disputeSchema } from '../../../src/http/api/schemas/dispute.ts';
import { createServer } from '../../../src/http/server.ts';
import { type Desk, openDesk, petro } from '../../disputes/desk.ts';
import { silentLog } from '../../support/log.ts';

async function serve() {
  const desk: Desk = await openDesk();
  const plugin = disputeRoutes(desk.disputes, 'Europe/Kyiv');
  const server = await createServer({ log: silentLog, routes: [{ prefix: '/api/v1', plugin }] });
  onTestFinished(() => server.close());
  const api = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await server.inject({ method, url: `/api/v1${path}`, ...(body && { payload: body }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { desk, api };
}

const ids = (body: { disputes: Array<{ id: string }> }): string[] => body.disputes.map(({ id }) => id);

describe('GET /api/v1/disputes', () => {
  it('lists disputes by state and by the days on which they were raised, the newest first, in pages', async () => {
    const { desk, api } = await serve();
    const raised: string[] = [];
    for (let i = 0; i < 3; i++) {
      raised.unshift(await desk.raise(await desk.rated(), petro));
      desk.fixture.clock.set(86_400_000);
    }
    const [newest = '', , oldest = ''] = raised;
    await desk.disputes.decideAs(oldest, { verdict: 'upheld', reason: 'x' }, 'Helpdesk');
    expect(ids((await api('GET', '/disputes')).body)).toEqual(raised);
    expect(ids((await api('GET', '/disputes?state=upheld')).body)).toEqual([oldest]);
    expect(ids((await api('GET', '/disputes?from=2026-11-24&to=2026-11-24')).body)).toEqual([newest]);
    const first = await api('GET', '/disputes?limit=2');
    expect(ids(first.body)).toEqual(raised.slice(0, 2));
    const second = await api('GET', `/disputes?limit=2&cursor=${first.body.next}`);
    expect([ids(second.body), second.body.next]).toEqual([[oldest], null]);
  });

  it.each(['?state=lost', '?from=2026-11-24', '?limit=0', '?cursor=x', '?who=me'])(
    'refuses %s with a reason',
    async (query) => {
      const { api } = await serve();
      const { status, body } = await api('GET', `/disputes${query}`);
      expect([status, body.error.code]).toEqual([400, 'invalid_request']);
    },
  );
});

describe('GET /api/v1/disputes/{id}', () => {
  it('gives one with all that was done, and nothing that the schema does not list', async () => {
    const { desk, api } = await serve();
    const dialogue = await desk.rated({ externalId: 'T-7' });
    const id = await desk.raise(dialogue, petro);
    const { status, body } = await api('GET', `/disputes/${id}`);
    expect(status).toBe(200);
    expect(body.dispute).toEqual({
      id,
      state: 'open',
      raisedAt: '2026-11-22T12:00:00.000Z',
      dialogueId: dialogue.id,
      externalId: 'T-7',
      channel: 'telegram',
      scenario: 'csat',
      operator: 'Olena',
      team: 'Support',
      topic: 'delivery',
      scale: '1-5',
      rating: 2,
      entries: [
        {
          at: '2026-11-22T12:00:00.000Z',
          by: 'Petro',
          what: 'raised',
          reason: 'The bank was down',
          operator: null,
        },
      ],
    });
    expect(Object.keys(body.dispute)).toEqual(Object.keys(disputeSchema.shape));
    expect((await api('GET', '/disputes/none')).body.error).toMatchObject({ code: 'unknown_dispute' });
  });
});

describe('POST /api/v1/disputes/{id}/decide', () => {
  it('decides once, in the name that is given', async () => {
    const { desk, api } = await serve();
    const dialogue = await desk.rated();
    const path = `/disputes/${await desk.raise(dialogue, petro)}/decide`;
    const decision = {
      verdict: 'another_operator',
      operator: ' Andriy ',
      reason: 'He led it',
      by: 'Helpdesk',
    };
    expect(await api('POST', path, decision)).toMatchObject({
      status: 200,
      body: {
        dispute: {
          state: 'another_operator',
          entries: [{ what: 'raised' }, { by: 'Helpdesk', reason: 'He led it', operator: 'Andriy' }],
        },
      },
    });
    expect(await desk.stored(dialogue)).toMatchObject({ operator: 'Andriy', disputed: false });
    expect(await api('POST', path, decision)).toMatchObject({
      status: 409,
      body: { error: { code: 'dispute_decided', faults: [{ path: 'id' }] } },
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
    const { desk, api } = await serve();
    const id = await desk.raise(await desk.rated(), petro);
    const answer = await api('POST', `/disputes/${id}/decide`, decision);
    expect([answer.status, answer.body.error.faults[0].path]).toEqual([status, path]);
    expect(await desk.disputes.ledger.find(id)).toMatchObject({ state: 'open' });
  });

  it('says of a dispute that is not there so', async () => {
    const { api } = await serve();
    const decision = { verdict: 'upheld', reason: 'x', by: 'H' };
    expect(await api('POST', '/disputes/none.1/decide', decision)).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown_dispute' } },
    });
  });
});
