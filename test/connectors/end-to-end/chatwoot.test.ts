import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../../src/log/log.ts';
import { readConfig, startService } from '../../../src/service.ts';
import { botTexts, keyboardOf, MINUTE } from '../../support/service.ts';
import { chatwootBody } from '../chatwoot/bodies.ts';
import { answering, startFakeChatwoot } from '../fake-chatwoot.ts';
import { client, startDesk } from './desk.ts';

const QUESTION = 'Please rate the quality of service';

describe('a conversation that is resolved in Chatwoot', () => {
  it('is asked about in its chat, and the rating and the comment come back', async () => {
    const { service, fake, becomes, settle } = await startDesk();
    const { telegram } = service.simulator;
    expect(await becomes('resolved')).toEqual({ status: 200, body: { did: 'reported', reason: null } });
    expect(botTexts(telegram.chat(client))).toEqual([QUESTION]);
    await telegram.tap(client, '⭐⭐⭐⭐');
    await settle();
    expect(fake.conversations.get('3:42')?.attributes).toEqual({ order: 'A-1001', csat_rating: 4 });
    await telegram.say(client, 'Quick and kind');
    await settle();
    expect(fake.notes('3:42')).toEqual(['Client’s rating: 4 of 5  \nClient’s comment: Quick and kind']);
    expect(fake.conversations.get('3:42')?.attributes).toEqual({
      order: 'A-1001',
      csat_rating: 4,
      csat_comment: 'Quick and kind',
    });
    expect(await service.rows()).toMatchObject([
      {
        externalId: 'chatwoot:3:42',
        clientId: client,
        operator: 'Anna Shevchenko',
        team: 'billing',
        tags: ['refund', 'vip'],
        rating: 4,
      },
    ]);
  });

  it('is noted without a comment two minutes after the rating', async () => {
    const { service, fake, becomes, settle } = await startDesk({
      environment: { SUPERVISOR_LANGUAGE: 'uk' },
    });
    await becomes('resolved');
    await service.simulator.telegram.tap(client, '⭐⭐');
    await settle();
    expect(fake.notes('3:42')).toEqual([]);
    await service.pass(2 * MINUTE);
    await settle();
    expect(fake.notes('3:42')).toEqual(['Оцінка клієнта: 2 з 5']);
  });

  it('is asked about once, though ten webhooks tell of it at once', async () => {
    const { service, call, body, settle } = await startDesk();
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(body('resolved'))));
    await settle();
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(answers.filter(({ body: { did } }) => did === 'reported')).toHaveLength(1);
    expect(botTexts(service.simulator.telegram.chat(client))).toEqual([QUESTION]);
  });

  it('is corrected where it is told of again with other facts', async () => {
    const { service, becomes } = await startDesk();
    await becomes('resolved');
    const again = await becomes('resolved', { labels: [], meta: { assignee: { name: 'Ivan' } } });
    expect(again.body.did).toBe('corrected');
    expect(await service.rows()).toMatchObject([{ operator: 'Ivan', team: 'billing', tags: [] }]);
    expect(botTexts(service.simulator.telegram.chat(client))).toEqual([QUESTION]);
  });

  it('and goes on has its question withdrawn, and is asked about again at its next end', async () => {
    const { service, becomes } = await startDesk();
    const { telegram } = service.simulator;
    await becomes('resolved');
    await service.pass(MINUTE);
    expect((await becomes('open')).body.did).toBe('reopened');
    expect(keyboardOf(telegram, client)).toEqual([]);
    expect(await service.rows()).toMatchObject([{ round: 1, reopenedAt: service.clock.now() }]);
    await service.pass(MINUTE);
    expect((await becomes('resolved')).body.did).toBe('reported');
    expect((await service.rows()).map(({ round }) => round)).toEqual([2, 1]);
    expect(keyboardOf(telegram, client)).toHaveLength(5);
    await telegram.tap(client, '⭐⭐⭐⭐⭐');
    expect((await service.rows()).map(({ round, rating }) => [round, rating])).toContainEqual([2, 5]);
  });

  it('keeps the answer of a round that went on, and notes that of the next one too', async () => {
    const { service, fake, becomes, settle } = await startDesk();
    const { telegram } = service.simulator;
    for (const [stars, comment] of [
      ['⭐', 'Not solved'],
      ['⭐⭐⭐⭐⭐', 'Solved'],
    ] as const) {
      await becomes('resolved');
      await telegram.tap(client, stars);
      await telegram.say(client, comment);
      await settle();
      await service.pass(5 * MINUTE);
      await becomes('open');
    }
    expect(fake.notes('3:42')).toEqual([
      'Client’s rating: 1 of 5  \nClient’s comment: Not solved',
      'Client’s rating: 5 of 5  \nClient’s comment: Solved',
    ]);
    expect(fake.conversations.get('3:42')?.attributes).toMatchObject({
      csat_rating: 5,
      csat_comment: 'Solved',
    });
  });

  it('loses no rating while Chatwoot is away for an hour', async () => {
    const { service, fake, becomes, settle } = await startDesk();
    fake.fault = answering(503);
    await becomes('resolved');
    await service.simulator.telegram.tap(client, '⭐⭐⭐');
    await service.simulator.telegram.say(client, 'Fine');
    await settle();
    for (let minutes = 0; minutes < 60; minutes += 10) {
      await service.pass(10 * MINUTE);
      await settle();
    }
    expect(fake.notes('3:42')).toEqual([]);
    fake.fault = null;
    await service.pass(10 * MINUTE);
    await settle();
    expect(fake.notes('3:42')).toEqual(['Client’s rating: 3 of 5  \nClient’s comment: Fine']);
  });
});

describe('a webhook that was missed', () => {
  it('is made up for by the next reconciliation, which also corrects what changed', async () => {
    const { service, fake, reconcile, settle } = await startDesk();
    const seconds = service.clock.now().getTime() / 1_000;
    const entry = fake.conversations.get('3:42')?.entry ?? {};
    Object.assign(entry, { status: 'resolved', last_activity_at: seconds - 60, updated_at: seconds - 60 });
    await service.pass(MINUTE);
    await reconcile();
    expect(botTexts(service.simulator.telegram.chat(client))).toEqual([QUESTION]);
    expect(await service.rows()).toMatchObject([
      { externalId: 'chatwoot:3:42', operator: 'Anna Shevchenko' },
    ]);

    Object.assign(entry, { labels: ['refund'], last_activity_at: seconds + 300 });
    await service.pass(15 * MINUTE);
    await reconcile();
    expect(await service.rows()).toMatchObject([{ tags: ['refund'] }]);
    await service.simulator.telegram.tap(client, '⭐');
    await service.simulator.telegram.say(client, 'Slow');
    await settle();
    expect(fake.notes('3:42')).toHaveLength(1);
  });

  it('between two ends is found by what the client wrote since, and the second end is asked about', async () => {
    const { service, fake, becomes, reconcile } = await startDesk();
    await becomes('resolved');
    await service.pass(5 * MINUTE);
    const seconds = service.clock.now().getTime() / 1_000;
    const conversation = fake.conversations.get('3:42');
    Object.assign(conversation?.entry ?? {}, {
      updated_at: seconds,
      last_activity_at: seconds,
      last_non_activity_message: { message_type: 1, created_at: seconds - 60 },
    });
    await service.pass(MINUTE);
    await reconcile();
    expect(await service.rows()).toHaveLength(1);
    conversation?.messages.push({
      id: 1,
      content: 'It is broken again',
      private: false,
      message_type: 'incoming',
      created_at: seconds - 120,
    });
    await service.pass(MINUTE);
    for (let times = 0; times < 3; times++) {
      await reconcile();
      await service.pass(MINUTE);
    }
    expect((await service.rows()).map(({ round, outcome }) => [round, outcome])).toEqual([
      [2, 'open'],
      [1, 'silent'],
    ]);
    expect(
      botTexts(service.simulator.telegram.chat(client)).filter((text) => text === QUESTION),
    ).toHaveLength(2);
  });

  it('of a conversation that goes on still is found, and its question withdrawn', async () => {
    const { service, fake, becomes, reconcile } = await startDesk();
    await becomes('resolved');
    await service.pass(5 * MINUTE);
    const seconds = service.clock.now().getTime() / 1_000;
    Object.assign(fake.conversations.get('3:42')?.entry ?? {}, {
      status: 'open',
      updated_at: seconds,
      last_activity_at: seconds,
    });
    await service.pass(MINUTE);
    await reconcile();
    expect(keyboardOf(service.simulator.telegram, client)).toEqual([]);
    expect(await service.rows()).toMatchObject([{ outcome: 'silent', reopenedAt: service.clock.now() }]);
  });

  it('is found when the service starts', async () => {
    const fake = await startFakeChatwoot();
    const asked = new Promise<string>((resolve) => {
      fake.fault = (call) => {
        resolve(call);
        return false;
      };
    });
    const config = readConfig({
      STORE_URL: 'sqlite::memory:',
      PORT: '0',
      CONNECT_CHATWOOT_SECRET: 'an-address-nobody-guesses',
      CONNECT_CHATWOOT_URL: fake.url,
      CONNECT_CHATWOOT_API_TOKEN: fake.token,
      CONNECT_CHATWOOT_ACCOUNT: '3',
    });
    const service = await startService(config, { log: createLog(() => {}), simulatorState: null });
    onTestFinished(() => service.stop());
    expect(await asked).toBe('GET 3/conversations');
  });
});

describe('without the address and a token of Chatwoot', () => {
  it('clients are asked, and nothing is written back or asked for', async () => {
    const { service, fake, becomes, settle } = await startDesk({ api: false });
    expect((await becomes('resolved')).body.did).toBe('reported');
    await service.simulator.telegram.tap(client, '⭐⭐⭐⭐');
    await settle();
    expect(await service.rows()).toMatchObject([{ rating: 4 }]);
    expect(fake.calls).toEqual([]);
    expect((await service.client.jobs.list({ state: 'waiting' })).jobs).toEqual([]);
  });
});

describe('what Chatwoot sends of the bot’s own messages and of our notes', () => {
  it('leads to nothing', async () => {
    const { service, call, becomes, body } = await startDesk();
    await becomes('resolved');
    const note = { ...chatwootBody('message-created'), private: true, content: 'Client’s rating: 4 of 5' };
    for (const echo of [
      chatwootBody('message-created'),
      note,
      body('resolved', { event: 'conversation_updated' }),
    ])
      expect(await call(echo)).toMatchObject({ status: 200, body: { did: 'ignored' } });
    expect(botTexts(service.simulator.telegram.chat(client))).toEqual([QUESTION]);
    expect(service.logs.join('\n')).toContain(
      'the event is message_created, not conversation_status_changed',
    );
  });
});
