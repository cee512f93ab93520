import { describe, expect, it } from 'vitest';
import { botTexts, clients, HOUR, startTestService, type TestService } from '../../support/service.ts';

const telegram = { channel: 'telegram', clientId: clients.telegram.en };

/** Reports dialogue T-1 and gives both ways to name it: the path and the body of each. */
async function reportedTwoWays(service: TestService) {
  const { body } = await service.report();
  return [
    { path: `/dialogues/${body.dialogue.id}`, ids: {} },
    { path: '/dialogues', ids: { ...telegram, externalId: 'T-1' } },
  ];
}

describe('the operations on a dialogue', () => {
  it.each([0, 1])(
    'do the same by its id and by the ids of its helpdesk, and a second time nothing (%i)',
    async (way) => {
      const service = await startTestService();
      const { path, ids } = (await reportedTwoWays(service))[way] as { path: string; ids: object };
      const post = (what: string, fields: object = {}) =>
        service.api('POST', `${path}/${what}`, { ...ids, ...fields });
      const why = { reason: 'rated by a colleague', by: 'Ірина' };
      for (let times = 0; times < 2; times++) {
        expect(await post('void', why)).toMatchObject({ status: 200, body: { dialogue: { voided: why } } });
      }
      for (let times = 0; times < 2; times++) {
        expect(await post('unvoid')).toMatchObject({ status: 200, body: { dialogue: { voided: null } } });
      }
      for (let times = 0; times < 2; times++) {
        const facts = { ...ids, operator: ' Anna ', tags: ['vip', ''] };
        const corrected = await service.api('PATCH', path, facts);
        expect(corrected).toMatchObject({
          status: 200,
          body: { dialogue: { operator: 'Anna', tags: ['vip'] } },
        });
      }
      const at = '2026-11-22T12:00:00.000Z';
      for (let times = 0; times < 2; times++) {
        const { status, body } = await post('reopen');
        expect(status).toBe(200);
        expect(body.dialogue).toMatchObject({ reopenedAt: at, outcome: 'silent' });
        expect(body.dialogue.course).toEqual([
          { at, what: 'voided', by: 'Ірина', reason: 'rated by a colleague', before: null, verdict: null },
          { at, what: 'unvoided', by: 'api', reason: null, before: null, verdict: null },
          {
            at,
            what: 'corrected',
            by: 'api',
            reason: null,
            before: { operator: null, tags: [] },
            verdict: null,
          },
          { at, what: 'reopened', by: 'api', reason: null, before: null, verdict: null },
        ]);
      }
      const { body } = await service.api('GET', '/dialogues');
      expect(body.dialogues[0].course).toHaveLength(4);
    },
  );

  it('take a request by id without a body', async () => {
    const service = await startTestService();
    const { body } = await service.report();
    const response = await fetch(`${service.url}/api/v1/dialogues/${body.dialogue.id}/reopen`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.apiKey}` },
    });
    expect(response.status).toBe(200);
  });

  it.each(['reopen', 'void', 'unvoid', 'cancel', ''])(
    'say of a dialogue that is not there so: /%s',
    async (what) => {
      const service = await startTestService();
      await service.report();
      const method = what === '' ? 'PATCH' : 'POST';
      const given = what === 'void' ? { reason: 'x' } : what === '' ? { team: 'x' } : {};
      const path = what === '' ? '' : `/${what}`;
      const byId = await service.api(method, `/dialogues/none${path}`, given);
      expect(byId).toMatchObject({
        status: 404,
        body: { error: { code: 'unknown_dialogue', faults: [{ path: 'id' }] } },
      });
      const ids = { ...telegram, externalId: 'T-9' };
      const byIds = await service.api(method, `/dialogues${path}`, { ...ids, ...given });
      expect(byIds.status).toBe(404);
      expect(byIds.body.error.message).toBe(
        `no dialogue "T-9" of client "${telegram.clientId}" on telegram was reported; report it first with POST /api/v1/dialogues`,
      );
    },
  );

  it.each([
    ['POST', '/void', {}, 'reason'],
    ['POST', '/void', { reason: ' ' }, 'reason'],
    ['POST', '/void', { reason: 7.5 }, 'reason'],
    ['POST', '/cancel', { reason: 'x'.repeat(201) }, 'reason'],
    ['POST', '/reopen', { by: ['Ann'] }, 'by'],
    ['POST', '/reopen', { why: 'x' }, ''],
    ['PATCH', '', { tags: 'vip' }, 'tags'],
    ['PATCH', '', { rating: 5 }, ''],
  ])('name the fault in %s %s %j', async (method, path, given, fault) => {
    const service = await startTestService();
    const [byId, byIds] = await reportedTwoWays(service);
    for (const way of [byId, byIds]) {
      const { status, body } = await service.api(method, `${way?.path}${path}`, { ...way?.ids, ...given });
      expect(status).toBe(400);
      expect(body.error.faults.map((one: { path: string }) => one.path)).toEqual([fault]);
    }
    expect((await service.rows())[0]?.course).toEqual([]);
  });

  it('correct what is named alone: what is left out stays, null and an empty text take a name away', async () => {
    const service = await startTestService();
    const { body } = await service.report({ operator: 'Anna', team: 'A', topic: 'T', tags: ['x'] });
    const path = `/dialogues/${body.dialogue.id}`;
    expect((await service.api('PATCH', path, { by: 'Ann' })).body.error.message).toBe(
      'send what is to be corrected: operator, team, topic, tags',
    );
    const { body: after } = await service.api('PATCH', path, { team: null, topic: ' ', tags: [] });
    expect(after.dialogue).toMatchObject({ operator: 'Anna', team: null, topic: null, tags: [] });
    expect(after.dialogue.course[0].before).toEqual({ team: 'A', topic: 'T', tags: ['x'] });
  });

  it('refuse to cancel what was answered, and say what to do', async () => {
    const service = await startTestService();
    const { body } = await service.report();
    await service.simulator.telegram.tap(clients.telegram.en, '⭐⭐⭐⭐');
    await service.settle();
    const refused = await service.api('POST', `/dialogues/${body.dialogue.id}/cancel`, {});
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect(refused.body.error.message).toContain('/void');
    expect((await service.rows())[0]).toMatchObject({
      rating: 4,
      course: [],
      survey: { waitsAt: 'comment' },
    });
  });

  it('need the key', async () => {
    const service = await startTestService();
    const { body } = await service.report();
    for (const [method, path] of [
      ['POST', `/dialogues/${body.dialogue.id}/void`],
      ['PATCH', '/dialogues'],
    ] as const) {
      expect((await fetch(`${service.url}/api/v1${path}`, { method })).status).toBe(401);
    }
  });
});

describe('a repeated report', () => {
  const facts = { externalId: 'T-1', operator: 'Anna', team: 'A', tags: ['x', 'y'], language: 'en' };

  it('is 200 where its facts are the same, left out, or another spelling', async () => {
    const service = await startTestService();
    const completedAt = '2026-11-22T11:59:00Z';
    const first = await service.report({ ...facts, completedAt, scenario: 'csat' });
    service.clock.set(HOUR);
    for (const again of [
      { ...facts, completedAt },
      { externalId: 'T-1' },
      { externalId: 'T-1', operator: ' ANNA', tags: ['y', 'X'], language: 'EN', ask: true },
    ]) {
      const { status, body } = await service.report(again);
      expect([status, body.dialogue.id]).toEqual([200, first.body.dialogue.id]);
    }
  });

  it('is 409 with each other fact and both its values', async () => {
    const service = await startTestService();
    await service.report({ ...facts, completedAt: '2026-11-22T11:59:00Z' });
    const { status, body } = await service.report({
      ...facts,
      operator: 'Olha',
      topic: 'Refund',
      tags: ['x'],
      scenario: 'thumbs',
      completedAt: '2026-11-22T11:58:00Z',
      ask: false,
    });
    expect(status).toBe(409);
    expect(body.error).toEqual({
      code: 'conflict',
      message:
        'dialogue "T-1" was reported before with other facts; correct operator, team, topic and tags with PATCH, take its ask back with /cancel, or report it again after /reopen',
      faults: [
        { path: 'operator', message: 'is "Olha" here, and "Anna" in what is kept' },
        { path: 'topic', message: 'is "Refund" here, and null in what is kept' },
        { path: 'tags', message: 'is ["x"] here, and ["x","y"] in what is kept' },
        { path: 'scenario', message: 'is "thumbs" here, and "csat" in what is kept' },
        {
          path: 'completedAt',
          message: 'is "2026-11-22T11:58:00.000Z" here, and "2026-11-22T11:59:00.000Z" in what is kept',
        },
        { path: 'ask', message: 'is false here, and true in what is kept' },
      ],
    });
    expect(await service.rows()).toMatchObject([{ operator: 'Anna', outcome: 'open' }]);
  });

  it('is no other one after a correction, neither with the first facts nor with the corrected ones', async () => {
    const service = await startTestService();
    const { body } = await service.report(facts);
    const path = `/dialogues/${body.dialogue.id}`;
    await service.api('PATCH', path, { operator: 'Olha' });
    await service.api('PATCH', path, { operator: 'Ірина' });
    expect((await service.report(facts)).status).toBe(200);
    expect((await service.report({ ...facts, operator: 'Ірина' })).status).toBe(200);
    expect((await service.report({ ...facts, operator: 'Olha' })).status).toBe(409);
  });

  it('is no other one after its ask was taken back, unless it was not to be asked in the first place', async () => {
    const service = await startTestService();
    const { body } = await service.report({ ...facts, ask: true });
    service.clock.set(1_000);
    await service.api('POST', `/dialogues/${body.dialogue.id}/cancel`, {});
    for (const ask of [true, false, undefined]) {
      expect((await service.report({ ...facts, ask })).status).toBe(200);
    }
    await service.report({ externalId: 'T-2', ask: false });
    expect((await service.report({ externalId: 'T-2', ask: false })).status).toBe(200);
    expect((await service.report({ externalId: 'T-2', ask: true })).body.error?.faults).toEqual([
      { path: 'ask', message: 'is true here, and false in what is kept' },
    ]);
  });

  it('comes ten times at once and asks once', async () => {
    const service = await startTestService();
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.report(facts)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(botTexts(service.simulator.telegram.chat(clients.telegram.en))).toHaveLength(1);
  });
});

describe('a report with "ask": false', () => {
  it('is kept and counted as completed, with the reason, and asks nobody', async () => {
    const service = await startTestService();
    const { status, body } = await service.report({ ask: false, reason: 'a test call' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ asked: false, reason: 'not_wanted', dialogue: { outcome: 'not_asked' } });
    const { body: listed } = await service.api('GET', '/dialogues');
    expect(listed.dialogues[0].course).toMatchObject([
      { what: 'cancelled', by: 'api', reason: 'a test call' },
    ]);
    const { body: figures } = await service.api('GET', '/statistics?from=2026-11-22&to=2026-11-22');
    expect(JSON.stringify(figures)).toContain('"not_wanted":1');
    await service.pass(HOUR);
    expect(botTexts(service.simulator.telegram.chat(clients.telegram.en))).toEqual([]);
  });

  it.each([
    [{ ask: 'no' }, 'ask'],
    [{ reason: 'a test call' }, 'reason'],
    [{ ask: true, reason: 'x' }, 'reason'],
  ])('says what is wrong with %j', async (fields, path) => {
    const service = await startTestService();
    const { status, body } = await service.report(fields);
    expect([status, body.error?.faults.map((fault) => fault.path)]).toEqual([400, [path]]);
  });
});
