import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askTime } from '../../../src/survey/rules/ask-time.ts';
import { shipped } from '../../support/scenarios.ts';
import { botTexts, clients, DAY, MINUTE, startTestService } from '../../support/service.ts';
import { openSurveyFixture } from '../../support/survey.ts';
import { about } from '../events.ts';

const noon = Date.parse('2026-11-22T12:00:00Z');
const at = (minutes: number) => new Date(noon + minutes * MINUTE);

describe('the time at which a client may be asked', () => {
  it.each([
    ['at once, of a client who wrote nothing', null, 0, 0],
    ['after the delay, of a client who wrote nothing', null, 10, 10],
    ['a minute after what the client wrote last, without a delay', 0.5, 0, 1.5],
    ['at once, of a client who wrote a minute before the end', -1, 0, 0],
    ['a minute after the last words, also where those came before the end', -0.25, 0, 0.75],
    ['after a whole delay from what the client wrote after the end', 4, 10, 14],
    ['after the delay from the end, where the client wrote before it', -4, 10, 10],
    ['a minute after the last words, where the delay is shorter', 2, 0.25, 3],
  ])('is %s', (_name, wrote, delay, expected) => {
    const wroteAt = wrote === null ? null : at(wrote);
    expect(askTime(at(0), wroteAt, delay * MINUTE)).toEqual(at(expected));
  });

  it('is never before the delay is over or within a minute of what was written, and never moves back', () => {
    const time = fc.integer({ min: 0, max: 2 * DAY });
    fc.assert(
      fc.property(time, fc.option(time), time, time, (completed, wrote, delay, later) => {
        const completedAt = new Date(completed);
        const ask = askTime(completedAt, wrote === null ? null : new Date(wrote), delay).getTime();
        expect(ask).toBeGreaterThanOrEqual(completed + delay);
        if (wrote !== null) expect(ask).toBeGreaterThanOrEqual(wrote + MINUTE);
        if (wrote !== null && delay > 0 && wrote > completed) {
          expect(ask).toBeGreaterThanOrEqual(wrote + delay);
        }
        // No longer than one of these asks for.
        const reasons = [completed + delay, (wrote ?? 0) + MINUTE, (wrote ?? 0) + delay];
        expect(reasons).toContain(ask);
        const next = askTime(completedAt, new Date((wrote ?? 0) + later), delay).getTime();
        expect(next).toBeGreaterThanOrEqual(ask);
      }),
    );
  });
});

describe('a client who writes while a question is to come', () => {
  const slow = () => openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 10m']) });
  type Fixture = Awaited<ReturnType<typeof slow>>;
  const writes = (fixture: Fixture) =>
    fixture.onEvent({ ...about(fixture), kind: 'text', text: 'And one more thing' });
  const later = async (fixture: Fixture, ms: number) => {
    fixture.clock.set(ms);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
  };

  it('is asked once the delay has passed anew', async () => {
    const fixture = await slow();
    const dialogue = await fixture.ask();
    await later(fixture, 8 * MINUTE);
    await writes(fixture);
    await later(fixture, 2 * MINUTE);
    expect(await fixture.stored(dialogue)).toMatchObject({
      outcome: 'scheduled',
      wakeAt: new Date(fixture.clock.now().getTime() + 8 * MINUTE),
    });
    await later(fixture, 8 * MINUTE - 1);
    expect(fixture.channel.sent).toHaveLength(0);
    await later(fixture, 1);
    expect(fixture.channel.sent).toHaveLength(1);
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open', askedAt: fixture.clock.now() });
  });

  it('and goes on writing is never asked, and counts as too late in the end', async () => {
    const fixture = await slow();
    const dialogue = await fixture.ask();
    for (let passed = 0; passed <= DAY + 10 * MINUTE; passed += 9 * MINUTE) {
      await writes(fixture);
      await later(fixture, 9 * MINUTE);
    }
    await later(fixture, 10 * MINUTE);
    expect(fixture.channel.sent).toHaveLength(0);
    expect(await fixture.stored(dialogue)).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'too_late',
      wakeAt: null,
    });
  });

  it('by a tap on a button of before is asked in time: that is nothing written', async () => {
    const fixture = await slow();
    await fixture.ask();
    await later(fixture, 9 * MINUTE);
    await fixture.onEvent({ ...about(fixture), kind: 'tap', token: 'no token' });
    await later(fixture, MINUTE);
    expect(fixture.channel.sent).toHaveLength(1);
  });

  it.each(['telegram', 'viber'] as const)(
    'right before the end, on %s, is asked a minute later, though the scenario has no delay',
    async (channel) => {
      const service = await startTestService();
      const clientId = clients[channel].en;
      const platform = service.simulator[channel];
      await platform.say(clientId, 'Thanks, that was all');
      service.clock.set(20_000);
      const { body } = await service.report({ channel, clientId });
      expect(body).toMatchObject({ asked: false, reason: 'scheduled', dialogue: { outcome: 'scheduled' } });
      await service.pass(39_999);
      expect(botTexts(platform.chat(clientId))).toEqual([]);
      await service.pass(1);
      expect(botTexts(platform.chat(clientId))).toEqual(['Please rate the quality of service']);
    },
  );
});
