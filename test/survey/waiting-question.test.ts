import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { DAY } from '../support/service.ts';
import { openSurveyFixture, type SurveyFixture, tapOn, textOf } from '../support/survey.ts';

describe('a chat with one keyboard', () => {
  const buttonsOf = (fixture: SurveyFixture): string[] =>
    (fixture.channel.sent.at(-1)?.message.choices ?? []).flat().map(({ token }) => token ?? '');

  it('gets the waiting question again when another survey ends, by a text or by a tap', async () => {
    const fixture = await openSurveyFixture();
    Object.assign(fixture.channel, { sharedKeyboard: true });
    const first = await fixture.ask('T-1');
    fixture.clock.set(1_000);
    const second = await fixture.ask('T-2');
    await fixture.onEvent(tapOn(second, 5));
    await fixture.onEvent(textOf('Good'));
    await fixture.outbox.idle();
    expect(buttonsOf(fixture)).toContain(`1s${first.id}:rate:5`);
    const third = await fixture.ask('T-3');
    await fixture.onEvent(tapOn(third, 5));
    await fixture.onEvent(tapOn(third, '~skip', 'comment'));
    await fixture.outbox.idle();
    expect(fixture.channel.sent.slice(-2).map(({ message }) => message.text)).toEqual([
      'Thank you! Your answer helps us improve.',
      'Please rate the quality of service',
    ]);
    expect(buttonsOf(fixture)).toContain(`1s${first.id}:rate:5`);
  });

  it('keeps the waiting question’s buttons under whatever is said', async () => {
    const fixture = await openSurveyFixture();
    Object.assign(fixture.channel, { sharedKeyboard: true });
    const first = await fixture.ask('T-1');
    fixture.clock.set(DAY);
    const second = await fixture.ask('T-2');
    const closed = await fixture.onEvent(tapOn(first, 5));
    const unknown = await fixture.onEvent({
      ...tapOn(first, 5),
      token: 'zzzzzzzzzzzz:rate:5',
    } as ClientEvent);
    for (const reply of [closed, unknown]) {
      expect(reply?.choices?.flat().map(({ token }) => token)).toContain(`1s${second.id}:rate:5`);
    }
  });

  it('is not asked again where every message keeps its own buttons', async () => {
    const fixture = await openSurveyFixture();
    await fixture.ask('T-1');
    const second = await fixture.ask('T-2');
    await fixture.onEvent(tapOn(second, 5));
    await fixture.onEvent(tapOn(second, '~skip', 'comment'));
    await fixture.outbox.idle();
    expect(fixture.channel.sent.at(-1)?.message.text).toBe('Thank you! Your answer helps us improve.');
  });
});
