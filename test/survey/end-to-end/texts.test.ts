import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedText } from '../../support/scenarios.ts';
import {
  botTexts,
  clients,
  digestTexts,
  keyboardOf,
  startTestService,
  supervisors,
} from '../../support/service.ts';
import { tempFolder } from '../../support/temp.ts';

const { en } = clients.telegram;

const visible = (text: string): string => text.replace(/\p{Cc}/gu, ' ').replace(/\p{Cf}/gu, '');

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
    await service.client.digests.send({ day: 'today' });
    const [digest = ''] = digestTexts(telegram.chat(supervisors.telegram));
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
