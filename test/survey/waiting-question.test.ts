import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { DAY } from '../support/service.ts';
import { openSurveyFixture, type SurveyFixture, tapOn, textOf } from '../support/survey.ts';

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
