import { describe, expect, it } from 'vitest';
import { clients, HOUR, MINUTE, supervisors } from '../../support/service.ts';
import { type ChannelName, type Company, olena, openCompany, vira } from './company.ts';

const en = clients.telegram.en;
const facts = { operator: 'Anna', team: 'Cards', topic: 'Refund', externalId: 'T-1' };
const alert =
  'Low rating: 1 of 5\nClient: Emily Carter\nOperator: Anna\nTeam: Cards\nTopic: Refund\nDialogue: T-1';
const both = { newcomers: [olena, vira] };

describe('a low rating in the running service', () => {
  it('is told at once on both platforms, with its dialogue behind a button', async () => {
    const environment = { DIALOGUE_URL: 'https://desk.example/{externalId}' };
    const { rated, texts, told } = await openCompany({ ...both, environment });
    await rated(1, facts);
    expect(texts('telegram', '701')).toEqual([alert]);
    expect(texts('viber', 'vira==')).toEqual([alert]);
    const link = told('telegram', '701')[0]?.keyboard.flat().at(-1);
    expect(link).toMatchObject({ label: 'Open the dialogue', url: 'https://desk.example/T-1' });
  });

  it('is told to nobody when it is satisfied, and with 2 of 5 too', async () => {
    const { rated, texts } = await openCompany(both);
    await rated(3, facts);
    expect(texts('telegram', '701')).toEqual([]);
    await rated(2, { ...facts, clientId: clients.telegram.uk });
    expect(texts('telegram', '701')[0]).toMatch(/^Low rating: 2 of 5\n/);
  });

  it('gets its comment in the same message, and in a second one on Viber, whatever markup it holds', async () => {
    const { rated, say, told, texts } = await openCompany(both);
    await rated(1, facts);
    const comment = '<b>bad</b> *very* _bad_ &amp; =1+1 [x](https://evil.example) \u202egnp';
    await say('telegram', en, comment);
    const shown = comment.replace('\u202e', '');
    expect(told('telegram', '701')).toMatchObject([{ text: `${alert}\n“${shown}”`, edited: true }]);
    expect(texts('viber', 'vira==').slice(1)).toEqual([
      // What Viber would draw bold or italic is kept apart, so that it is read as it was written.
      `Low rating: 1 of 5\nDialogue: T-1 · Operator: Anna\n“${shown.replace(/([*_])(?=\w)/g, '$1\u200a')}”`,
    ]);
  });

  it('has a spoken comment brought as it is', async () => {
    const { rated, platform, settle, told } = await openCompany(both);
    await rated(1, facts);
    await platform('telegram').attach(en, { kind: 'voice', seconds: 7 });
    await settle();
    const [, voice] = told('telegram', '701');
    expect(voice).toMatchObject({ attachment: { kind: 'voice' }, forwardedFrom: { name: 'Emily Carter' } });
  });

  it.each(['telegram', 'viber'] as const)('that is changed upwards on %s is withdrawn', async (channel) => {
    const clientId = clients[channel].en;
    const company = await openCompany(both);
    const { rated, texts, told } = company;
    await rated(1, { ...facts, channel });
    await change(company, channel, clientId);
    expect(told('telegram', '701')).toHaveLength(1);
    expect(texts('telegram', '701')[0]).toMatch(/^Nothing left to do about this low rating\n/);
    expect(texts('telegram', '701')[0]).toMatch(/\nThe client changed the rating to 5 of 5\.$/);
    expect(told('telegram', '701')[0]?.keyboard).toEqual([]);
    expect(texts('viber', 'vira==').at(-1)).toContain('The client changed the rating to 5 of 5.');
  });

  it('that is changed upwards after somebody took it stays theirs, and says so', async () => {
    const company = await openCompany(both);
    await company.rated(1, facts);
    await company.tap('telegram', '701', 'I take it');
    await change(company, 'telegram', en);
    expect(company.texts('telegram', '701')[0]).toMatch(/^Low rating, now 5 of 5\n/);
    expect(company.texts('telegram', '701')[0]).toContain('Taken by Olena');
  });

  it('is told to the chats of SUPERVISORS, unless ALERTS=off', async () => {
    const { rated, texts } = await openCompany({ environment: { ALERTS: 'on' } });
    await rated(1, facts);
    for (const channel of ['telegram', 'viber'] as const) {
      expect(texts(channel, supervisors[channel])).toContain(alert);
    }
    const off = await openCompany();
    await off.rated(1, facts);
    expect(off.texts('telegram', supervisors.telegram)).not.toContain(alert);
    // Nor are they promised any.
    await off.say('telegram', supervisors.telegram, '/start');
    await expect
      .poll(() => off.texts('telegram', supervisors.telegram).at(-1))
      .toMatch(/^(?!.*Low ratings are told here)Hello, /s);
  });
});

describe('what is done about it in the running service', () => {
  it('I take it: the others see who, in the same message, and on Viber in another', async () => {
    const { rated, tap, platform, texts, told } = await openCompany(both);
    await rated(1, facts);
    await tap('telegram', '701', 'I take it');
    expect(platform('telegram').chat('701').toast).toBe('It is yours. The others can see that you took it.');
    expect(texts('telegram', '701')).toEqual([`${alert}\nTaken by Olena, Nov 22, 12:00`]);
    expect(labels(told('telegram', '701')[0])).not.toContain('I take it');
    expect(texts('viber', 'vira==').at(-1)).toMatch(/\nTaken by Olena, Nov 22, 12:00$/);
  });

  it('goes to one of two who tap in the same second', async () => {
    const { rated, platform, settle, texts } = await openCompany(both);
    await rated(1, facts);
    await Promise.all([
      platform('telegram').tap('701', 'I take it'),
      platform('viber').tap('vira==', 'I take it'),
    ]);
    await settle();
    const [, by] = /Taken by (\w+),/.exec(texts('telegram', '701')[0] ?? '') ?? [];
    const toast = platform('telegram').chat('701').toast;
    const last = texts('viber', 'vira==').filter((text) => /It is yours|Taken by/.test(text));
    expect(by === 'Olena' ? toast : last.join()).toContain('It is yours');
    expect(by === 'Olena' ? last.join() : toast).toContain(`Taken by ${by}`);
    expect(last.join() + String(toast)).toMatch(/^(?!.*It is yours.*It is yours)/s);
  });

  it('Resolved, with a note that the others read', async () => {
    const { rated, tap, say, texts, told } = await openCompany(both);
    await rated(1, facts);
    await tap('viber', 'vira==', 'Resolved');
    expect(texts('viber', 'vira==').at(-1)).toMatch(/^How was it resolved\?/);
    await say('viber', 'vira==', 'The fee was paid back');
    expect(texts('viber', 'vira==').at(-1)).toBe('Resolved. The others can see it.');
    expect(texts('telegram', '701')).toEqual([
      `${alert}\nResolved by Vira, Nov 22, 12:00\nNote: The fee was paid back`,
    ]);
    expect(told('telegram', '701')[0]?.keyboard).toEqual([]);
  });

  it('Not the operator’s: the reason is chosen under the message', async () => {
    const { rated, tap, texts } = await openCompany(both);
    await rated(1, facts);
    await tap('telegram', '701', 'Not the operator’s');
    await tap('telegram', '701', 'Policy');
    expect(texts('telegram', '701')).toEqual([`${alert}\nNot the operator but the policy`]);
    await tap('viber', 'vira==', 'Not the operator’s');
    await tap('viber', 'vira==', 'Product');
    expect(texts('telegram', '701')).toEqual([`${alert}\nNot the operator but the product`]);
  });

  it('a tap on an alert of last month says what became of it', async () => {
    const { rated, tap, platform, pass, told, service } = await openCompany(both);
    await rated(1, facts);
    const old = told('viber', 'vira==')[0];
    await tap('telegram', '701', 'Resolved');
    await tap('telegram', '701', 'Without a note');
    service.clock.set(31 * 24 * HOUR);
    await pass(MINUTE);
    const token = old?.keyboard.flat().find(({ label }) => label === 'I take it')?.data ?? '';
    await platform('viber').forgeTap('vira==', token);
    await expect
      .poll(() => platform('viber').chat('vira==').messages.at(-1)?.text)
      .toBe('Resolved by Olena, Nov 22, 12:00');
  });

  it.each([
    ['telegram', '701', 'olena'],
    ['viber', 'vira==', 'vira'],
  ] as const)('a tap on %s of somebody who was removed does nothing', async (channel, clientId, id) => {
    const { rated, remove, platform, settle, texts, service } = await openCompany(both);
    await rated(1, facts);
    await remove(id);
    await platform(channel).tap(clientId, 'I take it');
    await settle();
    const other = id === 'olena' ? texts('viber', 'vira==') : texts('telegram', '701');
    expect(other).toEqual([alert]);
    await rated(1, { ...facts, externalId: 'T-2', clientId: clients.telegram.uk });
    expect(texts(channel, clientId).join()).not.toContain('T-2');
    expect(service.logs.join()).not.toMatch(/"level":"error"/);
  });

  it('a supervisor who is the client is told only where nobody else is', async () => {
    const client = { ...olena, name: 'Emily Carter', clientId: en };
    const alone = await openCompany({ newcomers: [client] });
    await alone.rated(1, facts);
    expect(alone.texts('telegram', en)).toContain(alert);
    const two = await openCompany({ newcomers: [client, vira] });
    await two.rated(1, facts);
    expect(two.texts('telegram', en)).not.toContain(alert);
    expect(two.texts('viber', 'vira==')).toContain(alert);
    // Their words are an answer as any client's.
    await two.say('telegram', en, 'Too slow');
    expect((await two.service.rows())[0]).toMatchObject({ rating: 1, comment: 'Too slow' });
  });
});

/** The client writes a comment and then rates anew: on Viber by a button that their app still shows. */
async function change(
  { tap, say, platform, settle }: Pick<Company, 'tap' | 'say' | 'platform' | 'settle'>,
  channel: ChannelName,
  clientId: string,
): Promise<void> {
  const { keyboard = [] } =
    platform(channel)
      .chat(clientId)
      .messages.find(({ text }) => text.startsWith('Please rate')) ?? {};
  await say(channel, clientId, 'Oh no');
  if (channel === 'telegram') await tap(channel, clientId, 'Change');
  if (channel === 'telegram') return tap(channel, clientId, '⭐⭐⭐⭐⭐');
  const { data = '' } = keyboard.flat().find(({ label }) => label === '⭐⭐⭐⭐⭐') ?? {};
  await platform(channel).forgeTap(clientId, data);
  await settle();
}

const labels = (message: { keyboard: Array<Array<{ label: string }>> } | undefined): string[] =>
  (message?.keyboard ?? []).flat().map(({ label }) => label);
