import { describe, expect, it } from 'vitest';
import { clients, DAY, digestTitles, MINUTE, startTestService, supervisors } from '../../support/service.ts';
import { openSurveyFixture } from '../../support/survey.ts';

const { en } = clients.telegram;

describe('somebody who blocks the bot', () => {
  it('a client is not asked, which is no failure', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await telegram.block(en);
    const { status, body } = await service.report();
    expect([status, body.asked, body.reason]).toEqual([201, false, 'unreachable']);
    await telegram.unblock(en);
    expect((await service.report()).body.asked).toBe(true);
  });

  it('a client who never opened the chat turns out unreachable and is not counted as asked', async () => {
    const service = await startTestService();
    service.simulator.viber.addClient({ clientId: 'new==', name: 'New', locale: 'en' });
    const report = () => service.report({ channel: 'viber', clientId: 'new==' });
    await report();
    expect(await service.rows()).toMatchObject([
      { outcome: 'not_asked', notAskedReason: 'unreachable', askedAt: null },
    ]);
    expect((await report()).body).toMatchObject({ asked: false, reason: 'unreachable' });
  });

  it('a Viber client becomes reachable by writing, for which Viber sends no event of its own', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    viber.addClient({ clientId: 'new==', name: 'New', locale: 'en' });
    const report = () => service.report({ channel: 'viber', clientId: 'new==' });
    await report();
    expect((await report()).body.reason).toBe('unreachable');
    await viber.say('new==', 'Hello');
    service.clock.set(MINUTE);
    expect((await report()).body.asked).toBe(true);
  });

  it('an event that comes late does not undo a newer one', async () => {
    const fixture = await openSurveyFixture();
    const event = { channel: 'telegram', chat: 'private', clientId: 'c1' } as const;
    await fixture.onEvent({ ...event, id: '2', kind: 'joined', at: new Date(2000) });
    await fixture.onEvent({ ...event, id: '1', kind: 'left', at: new Date(1000) });
    expect(await fixture.store.findClient('telegram', 'c1')).toMatchObject({ reachable: true });
  });

  it('a client who rates and then blocks the bot keeps the rating', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    await telegram.tap(en, '⭐⭐');
    await service.settle();
    await telegram.block(en);
    await service.pass(DAY);
    expect(await service.rows()).toMatchObject([{ rating: 2, outcome: 'answered', outbox: [] }]);
    expect((await service.report()).body.reason).toBe('unreachable');
  });

  it.each([
    ['telegram', 'viber'],
    ['viber', 'telegram'],
  ] as const)('a supervisor on %s does not keep the one on %s from the digest', async (blocked, other) => {
    const service = await startTestService();
    await service.report();
    await service.simulator[blocked].block(supervisors[blocked]);
    service.clock.set(DAY);
    await service.app.digests.enqueueDue();
    await service.app.worker.runAll();
    const titles = digestTitles(service.simulator[other].chat(supervisors[other]));
    expect(titles).toEqual(['CSAT digest', 'CSAT digest of the week']);
  });
});
