import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { botTexts, clients, DAY, keyboardOf, startTestService, supervisors } from '../support/service.ts';
import { shippedText } from '../support/scenarios.ts';
import { tempFolder } from '../support/temp.ts';
import { openSurveyFixture } from '../support/survey.ts';

const CLOSED = 'This survey is already closed. Thank you!';
const { en, uk } = clients.telegram;

const visible = (text: string): string => text.replace(/\p{Cc}/gu, ' ').replace(/\p{Cf}/gu, '');

describe('a tap that must not count', () => {
  it('by another client is told that the survey is closed', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    const { body } = await service.report();
    await telegram.forgeTap(uk, `${body.dialogue.id}:rate:1`);
    await expect.poll(() => telegram.chat(uk).toast).toBe('Це опитування вже завершено. Дякуємо!');
    expect(await service.rows()).toMatchObject([{ rating: null, outcome: 'open' }]);
  });

  it('by a client of the same id on another channel does nothing', async () => {
    const service = await startTestService();
    const { telegram, viber } = service.simulator;
    viber.addClient({ clientId: en, name: 'Same id', locale: 'en' });
    const { body } = await service.report();
    await viber.forgeTap(en, `#tap:${body.dialogue.id}:rate:1`);
    expect(await service.rows()).toMatchObject([{ rating: null }]);
    await telegram.tap(en, '⭐⭐⭐⭐');
    expect(await service.rows()).toMatchObject([{ rating: 4 }]);
  });

  it('after the expiry on Viber is told that the survey is closed', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    await service.report({ channel: 'viber', clientId: clients.viber.en });
    service.clock.set(DAY);
    await viber.tap(clients.viber.en, '⭐⭐⭐⭐');
    await expect.poll(() => botTexts(viber.chat(clients.viber.en)).at(-1)).toBe(CLOSED);
    expect(await service.rows()).toMatchObject([{ rating: null }]);
  });

  it('after the expiry is told that the survey is closed, also before anybody swept', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    service.clock.set(DAY);
    await telegram.tap(en, '⭐⭐⭐⭐');
    await expect.poll(() => telegram.chat(en).toast).toBe(CLOSED);
    expect(await service.rows()).toMatchObject([{ rating: null }]);
  });

  it.each([
    ['outside its scale', (id: string) => `${id}:rate:6`],
    ['of a block that does not ask', (id: string) => `${id}:thanks:1`],
    ['of no such block', (id: string) => `${id}:constructor:1`],
    ['of no such dialogue', () => 'zzzzzzzzzzzz:rate:5'],
    ['that is no token', () => '💥'],
    ['that is a prototype', () => '__proto__'],
    ['that is oversized', (id: string) => `${id}:rate:${'5'.repeat(5000)}`],
    ['that is empty', () => ''],
  ])('%s changes nothing and is answered', async (_name, data) => {
    const service = await startTestService();
    const { telegram, viber } = service.simulator;
    const { body } = await service.report();
    expect(await telegram.forgeTap(en, data(body.dialogue.id))).toBe(200);
    const { body: onViber } = await service.report({ channel: 'viber', clientId: clients.viber.en });
    expect(await viber.forgeTap(clients.viber.en, `#tap:${data(onViber.dialogue.id)}`)).toBe(200);
    for (const row of await service.rows()) expect(row).toMatchObject({ rating: null, comment: null });
  });
});

describe('text of any kind', () => {
  it.each([
    ['10,000 characters', 'ю'.repeat(10_000)],
    ['emoji', '👩‍👩‍👧‍👦🇺🇦'],
    ['right to left', 'שירות מצוין ومفيد'],
    ['HTML', '<script>alert(1)</script> & <b>bold'],
    ['a control character', 'a\u0007b\u202e'],
  ])('%s is kept as a comment to the letter and shown in the digest', async (_name, comment) => {
    const service = await startTestService();
    const { viber, telegram } = service.simulator;
    const clientId = clients.viber.en;
    viber.addClient({ clientId, name: '<i>Zoë</i> & co', locale: 'en' });
    await service.report({ channel: 'viber', clientId, operator: '<u>Ann</u>' });
    await viber.tap(clientId, '⭐');
    await service.settle();
    await viber.say(clientId, comment);
    await service.settle();
    expect(await service.rows()).toMatchObject([{ rating: 1, comment }]);
    await service.api('POST', '/digests', { day: 'today' });
    const [digest = ''] = botTexts(telegram.chat(supervisors.telegram));
    expect(digest).toContain('<u>Ann</u>');
    // A digest isolates text of another direction with characters that nobody sees.
    expect(visible(digest)).toContain(`“${visible(comment).slice(0, 12)}`);
  });

  for (const channel of ['telegram', 'viber'] as const) {
    it(`that is no answer gets a hint on ${channel} and keeps the question open, with its buttons`, async () => {
      const service = await startTestService();
      const platform = service.simulator[channel];
      const clientId = clients[channel].en;
      await service.report({ channel, clientId });
      await platform.say(clientId, 'well...');
      await expect
        .poll(() => botTexts(platform.chat(clientId)).at(-1))
        .toBe('Please press one of the buttons, or type one of: 5, 4, 3, 2, 1.');
      expect(keyboardOf(platform, clientId)).toContain('⭐⭐⭐⭐⭐');
      await platform.say(clientId, '5, great!');
      expect(await service.rows()).toMatchObject([{ rating: 5, comment: 'great!' }]);
    });

    it(`/start in the middle of a survey on ${channel} brings its question back`, async () => {
      const service = await startTestService();
      const platform = service.simulator[channel];
      const clientId = clients[channel].en;
      await service.report({ channel, clientId });
      await platform.open(clientId);
      await expect
        .poll(() => botTexts(platform.chat(clientId)).slice(1))
        .toEqual(['Please rate the quality of service']);
      expect(keyboardOf(platform, clientId)).toContain('⭐⭐⭐⭐⭐');
    });
  }

  it('a change of rating on Viber keeps the next question’s buttons', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    const clientId = clients.viber.en;
    const { body } = await service.report({ channel: 'viber', clientId });
    await viber.tap(clientId, '⭐⭐⭐⭐');
    await service.settle();
    await viber.forgeTap(clientId, `#tap:${body.dialogue.id}:rate:2`);
    await expect.poll(() => botTexts(viber.chat(clientId)).at(-1)).toBe('Your answer is now: ⭐⭐');
    expect(keyboardOf(viber, clientId)).toEqual(['Skip']);
    expect(await service.rows()).toMatchObject([{ rating: 2 }]);
  });

  it('outside any survey is answered in the words of the default scenario, or left alone', async () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, 'csat.yaml'),
      shippedText('csat').replace(
        'start: rate',
        'phrases: { welcome: "Hi there", closed: "Over" }\nstart: rate',
      ),
    );
    const service = await startTestService({ environment: { SCENARIOS_DIR: folder } });
    const { telegram } = service.simulator;
    await expect.poll(() => botTexts(telegram.chat(en))).toEqual(['Hi there']);
    await telegram.forgeTap(en, 'zzzzzzzzzzzz:rate:5');
    await expect.poll(() => telegram.chat(en).toast).toBe('Over');
  });

  it('outside any survey is left alone', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await telegram.say(en, 'Is anybody here?');
    expect(botTexts(telegram.chat(en))).toEqual([]);
  });

  it('goes to the survey that asked last: of two open ones, that whose question came last', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    const first = await service.report();
    service.clock.set(1000);
    await service.report();
    service.clock.set(1000);
    await telegram.forgeTap(en, `${first.body.dialogue.id}:rate:5`);
    await service.settle();
    service.clock.set(1000);
    await telegram.say(en, 'Two hours saved, thank you!');
    await service.settle();
    await telegram.say(en, '2');
    expect(await service.rows()).toMatchObject([
      { externalId: 'T-2', rating: 2, comment: null },
      { externalId: 'T-1', rating: 5, comment: 'Two hours saved, thank you!' },
    ]);
  });
});

describe('what a platform sends twice or wrongly', () => {
  it('a repeated tap is a no-op', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    await telegram.tap(en, '⭐⭐⭐⭐');
    await service.settle();
    const [before] = await service.rows();
    await telegram.repeatLast();
    await service.settle();
    expect(await service.rows()).toEqual([before]);
  });

  it('a repeated comment does not become the comment of an older open survey', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    const fields = { channel: 'viber', clientId: clients.viber.en, scenario: 'comment-only' };
    await service.report(fields);
    service.clock.set(1000);
    await service.report(fields);
    await viber.say(clients.viber.en, 'Once');
    await viber.repeatLast();
    await service.settle();
    expect((await service.rows()).map(({ comment }) => comment)).toEqual(['Once', null]);
  });

  it.each([
    ['unsigned', {}, '{"event":"message"}', 401],
    ['badly signed', { 'x-viber-content-signature': 'ab'.repeat(32) }, '{"event":"message"}', 401],
    ['signed but malformed', { sign: 'yes' }, '{"event":', 400],
    ['of an unknown kind', { sign: 'yes' }, '{"event":"dance","message_token":1,"timestamp":1}', 200],
    ['huge', { sign: 'yes' }, `{"event":"message","text":"${'x'.repeat(2_000_000)}"}`, 413],
  ])('a Viber webhook that is %s', async (_name, headers, body, status) => {
    const service = await startTestService();
    const sign = createHmac('sha256', 'simulated-viber-token').update(body).digest('hex');
    const response = await fetch(`${service.url}/webhooks/viber`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...('sign' in headers ? { 'x-viber-content-signature': sign } : (headers as Record<string, string>)),
      },
    });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('simulated-viber-token');
  });

  it('a Telegram webhook without its secret is refused', async () => {
    const service = await startTestService();
    const response = await fetch(`${service.url}/webhooks/telegram`, {
      method: 'POST',
      body: '{"update_id":1}',
    });
    expect(response.status).toBe(401);
  });
});

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
    expect((await report()).body.asked).toBe(true);
  });

  it('an event that comes late does not undo a newer one', async () => {
    const room = await openSurveyFixture();
    const event = { channel: 'telegram', chat: 'private', clientId: 'c1' } as const;
    await room.onEvent({ ...event, id: '2', kind: 'joined', at: new Date(2000) });
    await room.onEvent({ ...event, id: '1', kind: 'left', at: new Date(1000) });
    expect(await room.store.findClient('telegram', 'c1')).toMatchObject({ reachable: true });
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
    await service.app.digests.catchUp();
    expect(botTexts(service.simulator[other].chat(supervisors[other]))).toHaveLength(1);
  });
});
