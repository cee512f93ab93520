import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { ChannelError } from '../../src/errors.ts';
import { DAY, HOUR } from '../support/service.ts';
import { shipped } from '../support/scenarios.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn, textOf } from '../support/survey.ts';

let ids = 0;
const about = (room: SurveyFixture) =>
  ({ id: `c-${++ids}`, channel: 'telegram', chat: 'private', clientId: 'c1', at: room.clock.now() }) as const;

/** Reports a dialogue that is to be asked in the client's own language. */
async function askInOwnLanguage(room: SurveyFixture, externalId = 'T-1') {
  const report = { ...reported(room.scenario, room.clock.now(), { externalId }), language: null };
  const { dialogue } = await room.intake.report(report);
  await room.outbox.idle();
  return dialogue;
}

const lastText = (room: SurveyFixture): string | undefined => room.channel.sent.at(-1)?.message.text;

describe('whatever a client sends', () => {
  it.each([
    ['text', (room: SurveyFixture): ClientEvent => ({ ...about(room), kind: 'text', text: 'hello' })],
    [
      'sticker',
      (room: SurveyFixture): ClientEvent => ({
        ...about(room),
        kind: 'text',
        text: '',
        attachment: { kind: 'sticker' },
      }),
    ],
    ['tap', (room: SurveyFixture): ClientEvent => ({ ...about(room), kind: 'tap', token: 'no token' })],
    ['start', (room: SurveyFixture): ClientEvent => ({ ...about(room), kind: 'start' })],
  ])('a %s proves that a client who had left can be reached', async (_name, event) => {
    const room = await openSurveyFixture();
    await room.onEvent({ ...about(room), kind: 'left' });
    expect(await room.ask('T-1')).toMatchObject({ notAskedReason: 'unreachable' });
    room.clock.set(DAY);
    await room.onEvent(event(room));
    expect(await room.ask('T-2')).toMatchObject({ outcome: 'open' });
  });

  it('is held against a `left` of before that comes late, also when it changed nothing that is known', async () => {
    const room = await openSurveyFixture();
    await room.onEvent({ ...about(room), kind: 'start' });
    await room.ask('T-1');
    room.clock.set(HOUR);
    const left: ClientEvent = { ...about(room), kind: 'left' };
    room.clock.set(HOUR);
    await room.onEvent({ ...about(room), kind: 'text', text: '5' });
    await room.onEvent(left);
    expect(await room.ask('T-2')).toMatchObject({ outcome: 'open' });
  });

  it('is not held against a `left` of the same second, by a platform that counts in seconds', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask('T-1');
    room.clock.set(700);
    await room.onEvent({ ...tapOn(dialogue, 5), at: room.clock.now(), profile: { name: 'A' } });
    const at = new Date(Math.floor(room.clock.now().getTime() / 1000) * 1000);
    await room.onEvent({ ...about(room), at, kind: 'left' });
    expect(await room.ask('T-2')).toMatchObject({ notAskedReason: 'unreachable' });
  });

  it('is answered in the language that is known, when it does not say any', async () => {
    const room = await openSurveyFixture();
    const first = await room.onEvent({ ...about(room), kind: 'start', profile: { locale: 'uk' } });
    expect(await room.onEvent({ ...about(room), kind: 'start' })).toEqual(first);
    const tap = await room.onEvent({ ...about(room), kind: 'tap', token: 'no token' });
    expect(tap?.text).toMatch(/\p{Script=Cyrillic}/u);
  });

  it('an opened chat in which the platform lets nobody write yet does not', async () => {
    const room = await openSurveyFixture();
    await room.onEvent({ ...about(room), kind: 'start', reachable: false });
    expect(await room.ask()).toMatchObject({ notAskedReason: 'unreachable' });
  });

  it('says the language: the question after a first tap from an app in Ukrainian is Ukrainian', async () => {
    const room = await openSurveyFixture();
    const dialogue = await askInOwnLanguage(room);
    expect(lastText(room)).toBe('Please rate the quality of service');
    await room.onEvent({ ...tapOn(dialogue, 5), profile: { locale: 'uk', name: 'Олена' } });
    await room.outbox.idle();
    expect(lastText(room)).toBe('Дякуємо! Залиште, будь ласка, коментар до своєї оцінки');
    expect(await room.store.findClient('telegram', 'c1')).toMatchObject({ locale: 'uk', name: 'Олена' });
    await askInOwnLanguage(room, 'T-2');
    expect(lastText(room)).toBe('Оцініть, будь ласка, якість обслуговування');
  });

  it('does not outdo the language that the helpdesk asked for, nor one that the scenario lacks', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent({ ...tapOn(dialogue, 5), profile: { locale: 'uk' } });
    await room.outbox.idle();
    expect(lastText(room)).toBe('Thank you! Please leave a comment on your rating');
    const other = await openSurveyFixture();
    const asked = await askInOwnLanguage(other);
    await other.onEvent({ ...tapOn(asked, 5), profile: { locale: 'pl' } });
    await other.outbox.idle();
    expect(lastText(other)).toBe('Thank you! Please leave a comment on your rating');
  });

  it('is answered in the thread in which it stands', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent({ ...tapOn(dialogue, 5), thread: '7' });
    await room.onEvent(textOf('Great'));
    await room.outbox.idle();
    expect(room.channel.sent.map(({ message }) => message.thread)).toEqual([undefined, '7', '7']);
  });
});

describe('a client who was not reached', () => {
  const refused = () => new ChannelError('unreachable', 'bot was blocked by the user');

  it('and opens the chat while the survey would be open is asked then', async () => {
    const room = await openSurveyFixture();
    room.channel.faults.push(refused());
    const dialogue = await room.ask();
    expect(await room.stored(dialogue)).toMatchObject({ notAskedReason: 'unreachable' });
    room.clock.set(HOUR);
    await room.onEvent({ ...about(room), kind: 'start' });
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'open', askedAt: room.clock.now() });
    expect(room.channel.sent).toHaveLength(1);
  });

  it('and opens it within the same second, by a platform that counts in seconds, is asked then', async () => {
    const room = await openSurveyFixture();
    room.clock.set(700);
    room.channel.faults.push(refused());
    const dialogue = await room.ask();
    const at = new Date(Math.floor(room.clock.now().getTime() / 1000) * 1000);
    await room.onEvent({ ...about(room), at, kind: 'start' });
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'open' });
  });

  it('is asked also when another instance looks before it is saved that the client is back', async () => {
    const room = await openSurveyFixture();
    const other = room.another();
    room.channel.faults.push(refused());
    const dialogue = await room.ask();
    room.clock.set(HOUR);
    const saveDialogue = room.store.saveDialogue.bind(room.store);
    let looked = false;
    room.store.saveDialogue = async (one) => {
      const saved = await saveDialogue(one);
      if (one.outcome === 'scheduled' && !looked) {
        looked = true;
        await other.dueWork.sweep();
      }
      return saved;
    };
    await room.onEvent({ ...about(room), kind: 'start' });
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'open' });
  });

  it('and opens it too late is not asked any more', async () => {
    const room = await openSurveyFixture();
    room.channel.faults.push(refused());
    const dialogue = await room.ask();
    room.clock.set(DAY);
    await room.onEvent({ ...about(room), kind: 'joined' });
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'not_asked', notAskedReason: 'too_late' });
    expect(room.channel.sent).toHaveLength(0);
  });
});

describe('a question that the platform took and could not deliver', () => {
  const failed = (room: SurveyFixture, messageId: string): ClientEvent => ({
    ...about(room),
    kind: 'failed',
    messageId,
  });

  it('was not asked', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'undelivered',
      askedAt: null,
      wakeAt: null,
    });
  });

  it('is not told before its mark is saved: the event is taken when it comes again', async () => {
    const room = await openSurveyFixture();
    let release = (): void => {};
    room.channel.beforeSend = () => new Promise((resolve) => (release = resolve));
    const { dialogue } = await room.intake.report(reported(room.scenario, room.clock.now()));
    const event = failed(room, 'm1');
    await expect(room.onEvent(event)).rejects.toThrow('send the event again');
    release();
    await room.outbox.idle();
    await room.onEvent(event);
    expect(await room.stored(dialogue)).toMatchObject({ notAskedReason: 'undelivered' });
  });

  it('was asked as long as another of its messages has arrived', async () => {
    const csat = shipped('csat');
    const scenario = { ...csat, rules: { ...csat.rules, remind_after: HOUR } };
    const room = await openSurveyFixture({ scenario });
    const dialogue = await room.ask();
    await room.pass(HOUR + 1_000);
    await room.onEvent(failed(room, 'm2'));
    expect(await room.stored(dialogue)).toMatchObject({
      outcome: 'open',
      survey: { prompts: { rate: 'm1' } },
    });
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({ notAskedReason: 'undelivered' });
  });

  it('was asked when somebody taps on it all the same', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(failed(room, 'm1'));
    await room.onEvent(tapOn(dialogue, 4));
    await room.outbox.idle();
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({
      rating: 4,
      outcome: 'answered',
      notAskedReason: null,
    });
    expect(lastText(room)).toBe('Thank you! Please leave a comment on your rating');
    const late = await room.ask('T-2');
    await room.onEvent(failed(room, 'm3'));
    room.clock.set(DAY);
    await room.onEvent(tapOn(late, 4));
    expect(await room.stored(late)).toMatchObject({ rating: null, notAskedReason: 'undelivered' });
  });

  it('after an answer, or of another message, takes nothing back', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(failed(room, 'something else'));
    await room.onEvent(tapOn(dialogue, 5));
    await room.outbox.idle();
    await room.onEvent(failed(room, 'm2'));
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 5, outcome: 'answered' });
  });
});

describe('a chat with one keyboard', () => {
  const buttonsOf = (room: SurveyFixture): string[] =>
    (room.channel.sent.at(-1)?.message.choices ?? []).flat().map(({ token }) => token ?? '');

  it('gets the waiting question again when another survey ends, by a text or by a tap', async () => {
    const room = await openSurveyFixture();
    Object.assign(room.channel, { sharedKeyboard: true });
    const first = await room.ask('T-1');
    room.clock.set(1_000);
    const second = await room.ask('T-2');
    await room.onEvent(tapOn(second, 5));
    await room.onEvent(textOf('Good'));
    await room.outbox.idle();
    expect(buttonsOf(room)).toContain(`1s${first.id}:rate:5`);
    const third = await room.ask('T-3');
    await room.onEvent(tapOn(third, 5));
    await room.onEvent(tapOn(third, '~skip', 'comment'));
    await room.outbox.idle();
    expect(room.channel.sent.slice(-2).map(({ message }) => message.text)).toEqual([
      'Thank you! Your answer helps us improve.',
      'Please rate the quality of service',
    ]);
    expect(buttonsOf(room)).toContain(`1s${first.id}:rate:5`);
  });

  it('keeps the waiting question’s buttons under whatever is said', async () => {
    const room = await openSurveyFixture();
    Object.assign(room.channel, { sharedKeyboard: true });
    const first = await room.ask('T-1');
    room.clock.set(DAY);
    const second = await room.ask('T-2');
    const closed = await room.onEvent(tapOn(first, 5));
    const unknown = await room.onEvent({ ...tapOn(first, 5), token: 'zzzzzzzzzzzz:rate:5' } as ClientEvent);
    for (const reply of [closed, unknown]) {
      expect(reply?.choices?.flat().map(({ token }) => token)).toContain(`1s${second.id}:rate:5`);
    }
  });

  it('is not asked again where every message keeps its own buttons', async () => {
    const room = await openSurveyFixture();
    await room.ask('T-1');
    const second = await room.ask('T-2');
    await room.onEvent(tapOn(second, 5));
    await room.onEvent(tapOn(second, '~skip', 'comment'));
    await room.outbox.idle();
    expect(room.channel.sent.at(-1)?.message.text).toBe('Thank you! Your answer helps us improve.');
  });
});
