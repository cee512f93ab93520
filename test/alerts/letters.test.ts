import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../src/errors.ts';
import { aPerson } from '../access/persons.ts';
import { aSurvey } from '../support/dialogues.ts';
import { type AlertsFixture, MINUTE, openAlertsFixture, textOf } from './fixture.ts';

const olena = aPerson({ id: 'olena', name: 'Olena' });
const petro = aPerson({ id: 'petro', name: 'Petro', chats: [{ channel: 'telegram', clientId: '901' }] });

/** A low rating whose client was written to. */
async function written(fixture: AlertsFixture, fields = {}) {
  const dialogue = await fixture.rated(1, { clientId: '1001', ...fields });
  await fixture.tap('Write to the client', olena);
  const reply = await fixture.write('We are sorry. May we call?', olena);
  const letter = fixture.shown.find(({ clientId }) => clientId === '1001');
  return { dialogue, reply, letter };
}

const replied = (fixture: AlertsFixture, text: string, more: object) => {
  const chat = { channel: 'telegram', clientId: '1001' };
  return fixture.event(chat, { kind: 'text' as const, text, ...more });
};

describe('a letter to the client', () => {
  it('goes through the bot, signed, in the client’s language, and its writer has the alert', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const { dialogue, reply, letter } = await written(fixture, { survey: aSurvey({ language: 'uk' }) });
    expect(letter?.message.text).toBe(
      'We are sorry. May we call?\n\n— Olena\n\nЩоб відповісти, надішліть відповідь саме на це повідомлення.',
    );
    expect(reply?.text).toMatch(/^Your message is on its way/);
    expect(await fixture.alert(dialogue.id)).toMatchObject({ state: 'taken', takenBy: { id: 'olena' } });
    expect(textOf(fixture.chat('901')[0])).toContain('Olena wrote to the client');
  });

  it('is kept with its words, apart from the other letters of the same alert, and forgotten with them', async () => {
    const fixture = await openAlertsFixture([olena]);
    const { dialogue } = await written(fixture);
    await fixture.tap('Write to the client', olena);
    await fixture.write('Once more', olena);
    const other = await fixture.rated(1, { clientId: '1002' });
    await fixture.tap('Write to the client', olena);
    await fixture.write('To somebody else', olena);
    const textsOf = async ({ id }: { id: string }): Promise<Array<string | undefined>> => {
      const alert = await fixture.alert(id);
      const kept = await fixture.alerts.handling.lettersOf(alert);
      return alert.history.filter(({ what }) => what === 'wrote').map(({ letter = '' }) => kept.get(letter));
    };
    expect(await textsOf(dialogue)).toEqual(['We are sorry. May we call?', 'Once more']);
    expect(await textsOf(other)).toEqual(['To somebody else']);
    expect(JSON.stringify(await fixture.store.findRecord('alert', dialogue.id))).not.toContain('sorry');
    await fixture.pass(91 * 24 * 60 * MINUTE, 24 * 60 * MINUTE);
    await fixture.alerts.forgetSchedule.enqueue();
    await fixture.worker.runAll();
    expect(await textsOf(dialogue)).toEqual([undefined, undefined]);
  });

  it('brings only replies to it back to its writer, once, who can answer again', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const { dialogue, letter } = await written(fixture);
    const { letters } = fixture.alerts;
    const take = (event: Parameters<typeof letters.take>[0]) => letters.take(event);
    expect(await take(replied(fixture, 'Just a text', {}))).toBe(false);
    expect(await take(replied(fixture, 'To another message', { replyTo: 'm77' }))).toBe(false);
    const reply = replied(fixture, 'Yes, at five', { replyTo: letter?.messageId, messageId: '70' });
    expect(await take(reply)).toBe(true);
    expect(await take(reply)).toBe(true);
    await fixture.worker.runAll();
    const brought = fixture.chat('900').filter(({ title }) => title === 'Reply from the client');
    expect(brought.map(({ text }) => text.split('\n')[0])).toEqual(['“Yes, at five”']);
    expect(fixture.chat('901').filter(({ title }) => title?.startsWith('Reply'))).toEqual([]);
    expect(fixture.asked.at(-1)?.prompt).toMatchObject({
      argument: `letter:${dialogue.id}`,
      personId: 'olena',
    });
    await fixture.write('Thank you!', olena);
    expect(fixture.chat('1001').at(-1)?.text).toMatch(/^Thank you!\n\n— Olena/);
  });

  it('knows a reply by the key that the platform brings back, where it names no message', async () => {
    const fixture = await openAlertsFixture([olena]);
    const { letter } = await written(fixture, { channel: 'viber' });
    const key = letter?.message.openReply?.key;
    const event = { ...replied(fixture, 'Yes', { replyKey: key }), channel: 'viber' };
    expect(await fixture.alerts.letters.take(event)).toBe(true);
    await fixture.worker.runAll();
    expect(fixture.chat('900').at(-1)?.title).toBe('Reply from the client');
  });

  it('brings a spoken reply as it is', async () => {
    const fixture = await openAlertsFixture([olena]);
    const { letter } = await written(fixture);
    const attachment = { kind: 'voice' as const, seconds: 5 };
    const reply = { replyTo: letter?.messageId, messageId: '70', attachment };
    await fixture.alerts.letters.take(replied(fixture, '', reply));
    await fixture.worker.runAll();
    expect(fixture.chat('900').at(-1)?.text).toContain('“[voice, 0:05]”');
    expect(fixture.forwarded).toEqual([{ messageId: '70', to: '900' }]);
  });

  it('brings a reply to those who handle the alert when its writer was removed', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const { letter } = await written(fixture);
    fixture.company.persons = [petro];
    await fixture.alerts.letters.take(replied(fixture, 'Yes', { replyTo: letter?.messageId }));
    await fixture.worker.runAll();
    expect(fixture.chat('901').at(-1)).toMatchObject({ title: 'Reply from the client' });
    expect(fixture.asked.at(-1)?.prompt.personId).toBe('petro');
  });

  it.each([
    ['has left', new ChannelError('unreachable', 'blocked'), /the client blocked the bot or left\.$/],
    ['cannot be given it', new ChannelError('rejected', 'no'), /could not be delivered\.$/],
  ])('to a client who %s is told to its writer', async (_, fault, text) => {
    const fixture = await openAlertsFixture([olena]);
    fixture.world.before = async (clientId) => {
      if (clientId === '1001') throw fault;
    };
    await written(fixture);
    expect(fixture.chat('900').at(-1)?.text).toMatch(text);
    expect(fixture.chat('900').filter((message) => message.text.includes('wrote to the client'))).toEqual([]);
  });

  it('that a platform had taken and did not deliver is told to its writer', async () => {
    const fixture = await openAlertsFixture([olena]);
    const { letter } = await written(fixture);
    const chat = { channel: 'telegram', clientId: '1001' };
    const failed = fixture.event(chat, { kind: 'failed' as const, messageId: letter?.messageId ?? '' });
    expect(await fixture.alerts.letters.take(failed)).toBe(true);
    await fixture.worker.runAll();
    expect(fixture.chat('900').at(-1)?.text).toMatch(/could not be delivered\.$/);
  });

  it('that could not be sent for half a day is given up, and its writer told', async () => {
    const fixture = await openAlertsFixture([olena], { escalation: [] });
    fixture.world.before = async (clientId) => {
      if (clientId === '1001') throw new ChannelError('network', 'away');
    };
    await written(fixture);
    await fixture.pass(11 * 60 * MINUTE);
    expect(fixture.chat('900').at(-1)?.text).not.toMatch(/could not be delivered/);
    await fixture.pass(2 * 60 * MINUTE);
    expect(fixture.chat('900').at(-1)?.text).toMatch(/could not be delivered/);
  });

  it('is refused when it is empty or too long, and nothing is sent', async () => {
    const fixture = await openAlertsFixture([olena]);
    await fixture.rated(1);
    await fixture.tap('Write to the client', olena);
    expect((await fixture.write(' ', olena))?.text).toMatch(/^Only text/);
    expect((await fixture.write('x'.repeat(4_000), olena))?.text).toMatch(
      /4,000 characters, and at most 3,796/,
    );
    expect(fixture.chat('1001')).toEqual([]);
  });

  it('is kept for ninety days', async () => {
    const fixture = await openAlertsFixture([olena], { escalation: [] });
    const { letter } = await written(fixture);
    const late = (text: string) =>
      fixture.alerts.letters.take(replied(fixture, text, { replyTo: letter?.messageId }));
    fixture.clock.set(89 * 86_400_000);
    await fixture.alerts.forgetSchedule.enqueue();
    await fixture.worker.runAll();
    expect(await late('89 days')).toBe(true);
    fixture.clock.set(2 * 86_400_000);
    await fixture.alerts.forgetSchedule.enqueue();
    await fixture.worker.runAll();
    expect(await late('91 days')).toBe(false);
    expect(await fixture.store.listRecords({ kind: 'alert', limit: 100 })).toHaveLength(1);
  });
});
