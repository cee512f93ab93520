import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedText } from '../../support/scenarios.ts';
import { botTexts, clients, startTestService, type TestService } from '../../support/service.ts';
import { tempFolder } from '../../support/temp.ts';

/** Posts a body as it stands, with the key unless another header is given. */
function post(service: TestService, body: string, authorization?: string | null): Promise<Response> {
  const key = authorization === undefined ? `Bearer ${service.apiKey}` : authorization;
  return fetch(`${service.url}/api/v1/dialogues`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: key }) },
    body,
  });
}

describe('POST /api/v1/dialogues', () => {
  it('keeps what the helpdesk said and asks the client', async () => {
    const service = await startTestService();
    const { status, body } = await service.api('POST', '/dialogues', {
      channel: 'viber',
      clientId: clients.viber.uk,
      externalId: 'H/1',
      operator: 'Anna',
      team: 'Billing',
      topic: 'Повернення',
      tags: ['vip'],
      language: 'en',
      scenario: 'thumbs',
      completedAt: '2026-11-22T13:59:00+02:00',
    });
    await service.settle();
    expect(status).toBe(201);
    expect(body).toEqual({
      asked: true,
      reason: null,
      dialogue: {
        id: expect.stringMatching(/^d\d{11}$/),
        channel: 'viber',
        clientId: clients.viber.uk,
        externalId: 'H/1',
        round: 1,
        superseded: false,
        disputed: false,
        reopenedAt: null,
        voided: null,
        course: [],
        scenarioVersion: expect.stringMatching(/^[0-9a-f]{16}$/),
        deliveredAt: null,
        operator: 'Anna',
        team: 'Billing',
        topic: 'Повернення',
        tags: ['vip'],
        language: 'en',
        scenario: 'thumbs',
        scale: '0,100|100|0',
        completedAt: '2026-11-22T11:59:00.000Z',
        reportedAt: '2026-11-22T12:00:00.000Z',
        askedAt: '2026-11-22T12:00:00.000Z',
        outcome: 'open',
        notAskedReason: null,
        notAskedAt: null,
        rating: null,
        comment: null,
        answers: {},
        answeredAt: null,
      },
    });
    expect(botTexts(service.simulator.viber.chat(clients.viber.uk))).toEqual([
      'Did we answer your question?',
    ]);
  });

  it('answers 200 to the same externalId and asks nobody twice, also when both come at once', async () => {
    const service = await startTestService();
    const same = () => service.report({ externalId: 'same', operator: 'Anna' });
    const answers = await Promise.all([same(), same(), same()]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '200', '201']);
    expect(new Set(answers.map(({ body }) => body.dialogue.id)).size).toBe(1);
    expect((await same()).status).toBe(200);
    expect(botTexts(service.simulator.telegram.chat(clients.telegram.en))).toHaveLength(1);
  });

  it('says of a dialogue with a delay that it is scheduled, and of an old one that it is too late', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'csat.yaml'), shippedText('csat').replace('delay: 0s', 'delay: 10m'));
    const service = await startTestService({ environment: { SCENARIOS_DIR: folder } });
    expect((await service.report()).body).toMatchObject({ asked: false, reason: 'scheduled' });
    const old = await service.report({ completedAt: '2020-01-01T00:00:00Z' });
    expect(old.body).toMatchObject({ asked: false, reason: 'too_late' });
    expect(botTexts(service.simulator.telegram.chat(clients.telegram.en))).toEqual([]);
  });

  it('takes an empty operator, team or topic for none', async () => {
    const service = await startTestService();
    const { status } = await service.report({ operator: '', team: ' ', topic: null });
    expect(status).toBe(201);
    expect(await service.rows()).toMatchObject([{ operator: null, team: null, topic: null }]);
  });

  it.each([
    [{ clientId: undefined }, 'clientId'],
    [{ clientId: '' }, 'clientId'],
    [{ externalId: ' ' }, 'externalId'],
    [{ operator: 'x'.repeat(201) }, 'operator'],
    [{ tags: ['ok', 7.5] }, 'tags.1'],
    [{ language: 'English' }, 'language'],
    [{ completedAt: 'yesterday' }, 'completedAt'],
    [{ completedAt: '2026-11-22T12:06:00Z' }, 'completedAt'],
  ])('names the fault in %j', async (fields, path) => {
    const service = await startTestService();
    const { status, body } = await service.report(fields);
    expect(status).toBe(400);
    expect(body.error?.faults.map((fault) => fault.path)).toEqual([path]);
    expect(await service.rows()).toEqual([]);
  });

  it.each(['null', '[]', '7', '"text"', '{"tags":"vip","rating":5}', '{"__proto__":{}}'])(
    'refuses %s in no words of a parser or a validator',
    async (body) => {
      const response = await post(await startTestService(), body);
      expect(response.status).toBe(400);
      expect(await response.text()).not.toMatch(/Invalid|Unrecognized|expected|received|Too (big|small)/);
    },
  );

  it.each(['dialogues?limit=x', 'dialogues?limit=501', 'dialogues?limit=1.5', 'dialogues?cursor=a&cursor=b'])(
    'refuses a query in no words of a validator: %s',
    async (path) => {
      const service = await startTestService();
      const { status, body } = await service.api('GET', `/${path}`);
      expect(status).toBe(400);
      expect(JSON.stringify(body)).not.toMatch(
        /Invalid|Unrecognized|expected|received|Too (big|small)|NaN|something else/,
      );
    },
  );

  it('names every fault at once, and a field that it does not know', async () => {
    const service = await startTestService();
    const { body } = await service.report({ clientId: '', externalId: '', rating: 5 });
    expect(body.error?.faults.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['clientId', 'externalId']),
    );
    expect(JSON.stringify(body.error)).toContain('rating');
  });

  it('answers 404 for an unknown scenario or channel and names those there are', async () => {
    const service = await startTestService();
    const { status, body } = await service.report({ scenario: 'nps' });
    expect([status, body.error?.code]).toEqual([404, 'unknown_scenario']);
    expect(body.error?.message).toBe('there is no scenario "nps"; there are comment-only, csat, thumbs');
    expect((await service.report({ channel: 'icq' })).body.error?.code).toBe('unknown_channel');
  });

  it.each([
    [null, 401],
    ['Bearer wrong', 401],
    ['Basic c2ltdWxhdGVkLWFwaS1rZXk=', 401],
    ['Bearer simulated-api-key', 400],
  ])('with the header %s answers %i', async (authorization, status) => {
    const service = await startTestService();
    expect((await post(service, '{}', authorization)).status).toBe(status);
  });

  it.each([
    ['{"channel":', 400],
    ['[]', 400],
    ['null', 400],
    [`"${'x'.repeat(1_100_000)}"`, 413],
  ])('takes no body that is not an object', async (body, status) => {
    const service = await startTestService();
    const response = await post(service, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } });
  });
});

describe('GET /api/v1/dialogues', () => {
  it('lists the newest first, each with its CSAT and comment', async () => {
    const service = await startTestService();
    for (const externalId of ['old', 'new']) {
      service.clock.set(1000);
      await service.report({ externalId });
    }
    await service.simulator.telegram.say(clients.telegram.en, '4, fine');
    const { dialogues } = await service.client.dialogues.list({ limit: 10 });
    expect(dialogues.map((one) => [one.externalId, one.rating, one.comment])).toEqual([
      ['new', 4, 'fine'],
      ['old', null, null],
    ]);
    const { body } = await service.api('GET', '/dialogues?limit=10');
    expect(body.dialogues[0]).not.toHaveProperty('survey');
    expect((await service.api('GET', '/dialogues?limit=0')).status).toBe(400);
  });
});
