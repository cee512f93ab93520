import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { botTexts, clients, DAY, HOUR, MINUTE, startTestService } from '../support/service.ts';
import { type Receiver, SECRET, startReceiver } from './receiver.ts';

const client = clients.telegram.en;

/** The service with a receiver for each list of types; they see the service's clock. */
async function told(...types: string[]) {
  const clock = { ...systemClock };
  const receivers: Receiver[] = [];
  for (const _ of types) receivers.push(await startReceiver(clock));
  const entries = receivers.map(({ url }, index) => `${url} ${SECRET} ${types[index]}`);
  const service = await startTestService({ environment: { WEBHOOKS: entries.join(',') } });
  clock.now = () => service.clock.now();
  const { telegram } = service.simulator;
  const deliver = async () => {
    await service.settle();
    await service.app.worker.runAll();
  };
  return { service, telegram, receivers, receiver: receivers[0] as Receiver, deliver };
}
const typesOf = (requests: Receiver['taken']): string[] => requests.map(({ type }) => type);

describe('a receiver', () => {
  it('sees the whole course of a survey, signed, in its order, with the facts of the dialogue', async () => {
    const { service, telegram, receiver, deliver } = await told('');
    const completedAt = '2026-11-22T11:58:00.000Z';
    const facts = { operator: 'Anna', team: 'Lviv', topic: 'Refund', tags: ['vip'], externalId: 'T-77' };
    const { body } = await service.report({ ...facts, completedAt });
    // What is on its way when the clock jumps is given up and sent again.
    await deliver();
    service.clock.set(60_000);
    await telegram.tap(client, '⭐⭐⭐⭐');
    await deliver();
    service.clock.set(60_000);
    await telegram.say(client, 'Швидко & <b>чемно</b> 👏🏽');
    await deliver();
    expect(typesOf(receiver.taken)).toEqual(['survey.asked', 'survey.answered', 'survey.commented']);
    expect(receiver.taken.map(({ timestamp }) => timestamp)).toEqual([
      '2026-11-22T12:00:00.000Z',
      '2026-11-22T12:01:00.000Z',
      '2026-11-22T12:02:00.000Z',
    ]);
    const asked = {
      dialogueId: body.dialogue.id,
      channel: 'telegram',
      clientId: client,
      round: 1,
      scenario: 'csat',
      ...facts,
      completedAt,
      askedAt: '2026-11-22T12:00:00.000Z',
      rating: null,
      scale: '1-5',
      comment: null,
      outcome: 'open',
      notAskedReason: null,
    };
    const rated = { ...asked, rating: 4, outcome: 'answered' };
    expect(receiver.taken.map(({ data }) => data)).toEqual([
      asked,
      rated,
      { ...rated, comment: 'Швидко & <b>чемно</b> 👏🏽' },
    ]);
    expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(3);
    expect(await service.rows()).toMatchObject([{ outbox: [], sendingUntil: null, wakeAt: null }]);
  });

  it('is told again of a rating that was changed, and of the comment that goes on', async () => {
    const { service, telegram, receiver, deliver } = await told('survey.answered+survey.commented');
    await service.report();
    await telegram.tap(client, '⭐⭐');
    await service.settle();
    await telegram.tap(client, 'Change');
    await service.settle();
    await telegram.tap(client, '⭐⭐⭐⭐⭐');
    await service.settle();
    await telegram.say(client, 'Fine');
    await telegram.say(client, 'after all');
    await deliver();
    expect(receiver.taken.map(({ type, data }) => [type, data['rating'], data['comment']])).toEqual([
      ['survey.answered', 2, null],
      ['survey.answered', 5, null],
      ['survey.commented', 5, 'Fine'],
      ['survey.commented', 5, 'Fine\nafter all'],
    ]);
  });

  it('is told when a survey ends without an answer, or its client cannot be reached after all', async () => {
    const { service, receiver, deliver } = await told('survey.asked+survey.expired');
    await service.report({ externalId: 'silent' });
    await deliver();
    await service.pass(8 * DAY);
    await deliver();
    await service.report({ externalId: 'never there', clientId: '99887766' });
    await deliver();
    const seen = receiver.taken.map(({ type, data }) => [data['externalId'], type, data['outcome']]);
    expect(seen).toEqual([
      ['silent', 'survey.asked', 'open'],
      ['silent', 'survey.expired', 'silent'],
      ['never there', 'survey.asked', 'open'],
      ['never there', 'survey.expired', 'not_asked'],
    ]);
    expect(receiver.taken.at(-1)?.data['notAskedReason']).toBe('unreachable');
  });

  it('is told only of the types that its entry names', async () => {
    const { service, telegram, receivers, deliver } = await told('survey.answered', 'survey.asked', '');
    await service.report();
    await telegram.tap(client, '⭐⭐⭐');
    await deliver();
    expect(receivers.map(({ taken }) => typesOf(taken))).toEqual([
      ['survey.answered'],
      ['survey.asked'],
      ['survey.asked', 'survey.answered'],
    ]);
  });

  it('that is away holds up neither the survey, nor the digest, nor another receiver', async () => {
    const { service, telegram, receivers, deliver } = await told('', '');
    const [away, other] = receivers as [Receiver, Receiver];
    away.answer = () => 500;
    await service.report();
    await telegram.tap(client, '⭐⭐⭐');
    await deliver();
    expect(botTexts(telegram.chat(client)).at(-1)).toContain('Please leave a comment');
    expect(typesOf(other.taken)).toEqual(['survey.asked', 'survey.answered']);
    service.clock.set(DAY);
    await service.app.digests.enqueueDue();
    await deliver();
    const { jobs } = await service.client.jobs.list({ state: 'done', kind: 'digest' });
    expect(jobs).toHaveLength(2);
    expect(away.taken).toEqual([]);
    away.answer = () => 200;
    service.clock.set(HOUR);
    await deliver();
  });

  it('is told nothing, and nothing is kept for it, without WEBHOOKS', async () => {
    const service = await startTestService();
    await service.report();
    await service.simulator.telegram.tap(client, '⭐⭐⭐');
    await service.settle();
    expect((await service.client.jobs.list({ state: 'waiting' })).jobs).toEqual([]);
  });
});

describe('a receiver of client.message, with no helpdesk on the same bot', () => {
  it('is told of what is no answer: before, in and long after a survey', async () => {
    const { service, telegram, receiver, deliver } = await told('client.message');
    const say = async (text: string): Promise<void> => {
      await telegram.say(client, text, { replyTo: '' });
      await deliver();
    };
    await say('Where is my parcel?');
    service.clock.set(2 * MINUTE);
    await service.report();
    await say('Two or more days late');
    await say('4');
    await say('Kind people');
    service.clock.set(2 * DAY);
    await say('Hello?');
    await say('Is anybody there?');
    expect(receiver.taken.map(({ data }) => data['text'])).toEqual([
      'Where is my parcel?',
      'Two or more days late',
      'Hello?',
      'Is anybody there?',
    ]);
    expect(await service.rows()).toMatchObject([{ rating: 4, comment: 'Kind people' }]);
  });
});
