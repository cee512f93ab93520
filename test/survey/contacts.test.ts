import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { ChannelError } from '../../src/errors.ts';
import { DAY, HOUR, MINUTE } from '../support/service.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn, textOf } from '../support/survey.ts';
import { about, lastText } from './events.ts';

/** Reports a dialogue that is to be asked in the client's own language. */
async function askInOwnLanguage(fixture: SurveyFixture, externalId = 'T-1') {
  const report = { ...reported(fixture.scenario, fixture.clock.now(), { externalId }), language: null };
  const { dialogue } = await fixture.intake.report(report);
  await fixture.outbox.idle();
  return dialogue;
}

describe('whatever a client sends', () => {
  it.each([
    ['text', (fixture: SurveyFixture): ClientEvent => ({ ...about(fixture), kind: 'text', text: 'hello' })],
    [
      'sticker',
      (fixture: SurveyFixture): ClientEvent => ({
        ...about(fixture),
        kind: 'text',
        text: '',
        attachment: { kind: 'sticker' },
      }),
    ],
    ['tap', (fixture: SurveyFixture): ClientEvent => ({ ...about(fixture), kind: 'tap', token: 'no token' })],
    ['start', (fixture: SurveyFixture): ClientEvent => ({ ...about(fixture), kind: 'start' })],
  ])('a %s proves that a client who had left can be reached', async (_name, event) => {
    const fixture = await openSurveyFixture();
    await fixture.onEvent({ ...about(fixture), kind: 'left' });
    const first = await fixture.ask('T-1');
    expect(first).toMatchObject({ notAskedReason: 'unreachable', notAskedAt: fixture.clock.now() });
    fixture.clock.set(DAY);
    await fixture.onEvent(event(fixture));
    expect(await fixture.stored(first)).toMatchObject({ outcome: 'scheduled', notAskedAt: null });
    fixture.clock.set(MINUTE);
    expect(await fixture.ask('T-2')).toMatchObject({ outcome: 'open' });
  });

  it('is held against a `left` of before that comes late, also when it changed nothing that is known', async () => {
    const fixture = await openSurveyFixture();
    await fixture.onEvent({ ...about(fixture), kind: 'start' });
    await fixture.ask('T-1');
    fixture.clock.set(HOUR);
    const left: ClientEvent = { ...about(fixture), kind: 'left' };
    fixture.clock.set(HOUR);
    await fixture.onEvent({ ...about(fixture), kind: 'text', text: '5' });
    await fixture.onEvent(left);
    expect(await fixture.ask('T-2')).toMatchObject({ outcome: 'open' });
  });

  it('is not held against a `left` of the same second, by a platform that counts in seconds', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask('T-1');
    fixture.clock.set(700);
    await fixture.onEvent({ ...tapOn(dialogue, 5), at: fixture.clock.now(), profile: { name: 'A' } });
    const at = new Date(Math.floor(fixture.clock.now().getTime() / 1000) * 1000);
    await fixture.onEvent({ ...about(fixture), at, kind: 'left' });
    expect(await fixture.ask('T-2')).toMatchObject({ notAskedReason: 'unreachable' });
  });

  it('is answered in the language that is known, when it does not say any', async () => {
    const fixture = await openSurveyFixture();
    const first = await fixture.onEvent({ ...about(fixture), kind: 'start', profile: { locale: 'uk' } });
    expect(await fixture.onEvent({ ...about(fixture), kind: 'start' })).toEqual(first);
    const tap = await fixture.onEvent({ ...about(fixture), kind: 'tap', token: 'no token' });
    expect(tap?.text).toMatch(/\p{Script=Cyrillic}/u);
  });

  it('says when they last wrote something that is no answer, never later than now', async () => {
    const fixture = await openSurveyFixture();
    const wroteAt = async () => (await fixture.store.findClient('telegram', 'c1'))?.wroteAt ?? null;
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.onEvent({ ...about(fixture), kind: 'text', text: 'Great' });
    expect(await wroteAt()).toBeNull();
    fixture.clock.set(DAY);
    // Of the first text after its end the survey takes note, to say that it is closed once.
    await fixture.onEvent({ ...about(fixture), kind: 'text', text: 'Hello' });
    const earlier = fixture.clock.now();
    await fixture.onEvent({ ...about(fixture), kind: 'text', text: 'Where is my parcel?' });
    expect(await wroteAt()).toEqual(earlier);
    await fixture.onEvent({ ...about(fixture), kind: 'text', text: 'Hm', at: new Date(0) });
    await fixture.onEvent({ ...about(fixture), kind: 'start' });
    expect(await wroteAt()).toEqual(earlier);
    fixture.clock.set(HOUR);
    const ahead = new Date(fixture.clock.now().getTime() + DAY);
    await fixture.onEvent({ ...about(fixture), kind: 'text', text: 'Hello?', at: ahead });
    expect(await wroteAt()).toEqual(fixture.clock.now());
  });

  it('an opened chat in which the platform lets nobody write yet does not', async () => {
    const fixture = await openSurveyFixture();
    await fixture.onEvent({ ...about(fixture), kind: 'start', reachable: false });
    expect(await fixture.ask()).toMatchObject({ notAskedReason: 'unreachable' });
  });

  it('says the language: the question after a first tap from an app in Ukrainian is Ukrainian', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await askInOwnLanguage(fixture);
    expect(lastText(fixture)).toBe('Please rate the quality of service');
    await fixture.onEvent({ ...tapOn(dialogue, 5), profile: { locale: 'uk', name: 'Олена' } });
    await fixture.outbox.idle();
    expect(lastText(fixture)).toBe('Дякуємо! Залиште, будь ласка, коментар до своєї оцінки');
    expect(await fixture.store.findClient('telegram', 'c1')).toMatchObject({ locale: 'uk', name: 'Олена' });
    await askInOwnLanguage(fixture, 'T-2');
    expect(lastText(fixture)).toBe('Оцініть, будь ласка, якість обслуговування');
  });

  it('does not outdo the language that the helpdesk asked for, nor one that the scenario lacks', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent({ ...tapOn(dialogue, 5), profile: { locale: 'uk' } });
    await fixture.outbox.idle();
    expect(lastText(fixture)).toBe('Thank you! Please leave a comment on your rating');
    const other = await openSurveyFixture();
    const asked = await askInOwnLanguage(other);
    await other.onEvent({ ...tapOn(asked, 5), profile: { locale: 'pl' } });
    await other.outbox.idle();
    expect(lastText(other)).toBe('Thank you! Please leave a comment on your rating');
  });

  it('is answered in the thread in which it stands', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent({ ...tapOn(dialogue, 5), thread: '7' });
    await fixture.onEvent(textOf('Great'));
    await fixture.outbox.idle();
    expect(fixture.channel.sent.map(({ message }) => message.thread)).toEqual([undefined, '7', '7']);
  });
});

describe('a client who was not reached', () => {
  const refused = () => new ChannelError('unreachable', 'bot was blocked by the user');

  it('and opens the chat while the survey would be open is asked then', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.faults.push(refused());
    const dialogue = await fixture.ask();
    expect(await fixture.stored(dialogue)).toMatchObject({ notAskedReason: 'unreachable' });
    fixture.clock.set(HOUR);
    await fixture.onEvent({ ...about(fixture), kind: 'start' });
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open', askedAt: fixture.clock.now() });
    expect(fixture.channel.sent).toHaveLength(1);
  });

  it('and opens it within the same second, by a platform that counts in seconds, is asked then', async () => {
    const fixture = await openSurveyFixture();
    fixture.clock.set(700);
    fixture.channel.faults.push(refused());
    const dialogue = await fixture.ask();
    const at = new Date(Math.floor(fixture.clock.now().getTime() / 1000) * 1000);
    await fixture.onEvent({ ...about(fixture), at, kind: 'start' });
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open' });
  });

  it('is asked also when another instance looks before it is saved that the client is back', async () => {
    const fixture = await openSurveyFixture();
    const other = fixture.another();
    fixture.channel.faults.push(refused());
    const dialogue = await fixture.ask();
    fixture.clock.set(HOUR);
    const saveDialogue = fixture.store.saveDialogue.bind(fixture.store);
    let looked = false;
    fixture.store.saveDialogue = async (one) => {
      const saved = await saveDialogue(one);
      if (one.outcome === 'scheduled' && !looked) {
        looked = true;
        await other.dueWork.sweep();
      }
      return saved;
    };
    await fixture.onEvent({ ...about(fixture), kind: 'start' });
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open' });
  });

  it('and opens it too late is not asked any more', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.faults.push(refused());
    const dialogue = await fixture.ask();
    fixture.clock.set(DAY);
    await fixture.onEvent({ ...about(fixture), kind: 'joined' });
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(await fixture.stored(dialogue)).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'too_late',
    });
    expect(fixture.channel.sent).toHaveLength(0);
  });
});
