import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../../src/channel.ts';
import { ChannelError } from '../../../src/errors.ts';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import { HOUR } from '../../support/service.ts';
import { openSurveyFixture, reported, tapOn, textOf } from '../../support/survey.ts';

const network = () => new ChannelError('network', 'no answer');

describe('a message that cannot be sent', () => {
  it('is sent again after a while, longer each time, and nothing is lost', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.faults.push(network(), network());
    const dialogue = await fixture.ask();
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [{ attempts: 1 }], sendingUntil: null });

    const waits: number[] = [];
    while (fixture.channel.sent.length === 0 && waits.length < 5) {
      const { wakeAt } = await fixture.stored(dialogue);
      waits.push((wakeAt?.getTime() ?? 0) - fixture.clock.now().getTime());
      fixture.clock.set(waits.at(-1) ?? 0);
      await fixture.dueWork.sweep();
      await fixture.outbox.idle();
    }
    expect(waits).toEqual([5_000, 10_000]);
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [], outcome: 'open' });
  });

  it('waits as long as the platform says', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.faults.push(new ChannelError('rate_limited', 'slow down', { retryAfterMs: 42_000 }));
    const { wakeAt } = await fixture.stored(await fixture.ask());
    expect(wakeAt?.getTime()).toBe(fixture.clock.now().getTime() + 42_000);
  });

  it('is not sent earlier because the client does something', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    fixture.channel.faults.push(new ChannelError('rate_limited', 'slow down', { retryAfterMs: 42_000 }));
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.outbox.idle();
    await fixture.onEvent(tapOn(dialogue, 4));
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(1);
    fixture.clock.set(42_000);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(2);
  });

  it.each([
    ['the bot is not let in', new ChannelError('unauthorized', 'token revoked')],
    ['the adapter has a bug', new TypeError('undefined is not a function')],
  ])('is sent again when %s, which is not the client’s fault', async (_name, fault) => {
    const fixture = await openSurveyFixture();
    fixture.channel.faults.push(fault);
    const dialogue = await fixture.ask();
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open', outbox: [{ attempts: 1 }] });
    fixture.clock.set(5_000);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(1);
  });

  it('is not lost when the client answers before it is marked as sent', async () => {
    const fixture = await openSurveyFixture();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    fixture.channel.beforeSend = () => held;
    await fixture.intake.report(reported(fixture.scenario, fixture.clock.now()));
    await fixture.onEvent(textOf('5'));
    release();
    await fixture.outbox.idle();
    expect(fixture.channel.sent.map(({ message }) => message.text)).toEqual([
      'Please rate the quality of service',
      'Thank you! Please leave a comment on your rating',
    ]);
  });

  it('is given up when the survey has expired, which then was never asked', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.faults.push(...Array.from({ length: 500 }, network));
    const dialogue = await fixture.ask();
    const expiresAt = new Date(fixture.clock.now().getTime() + 24 * HOUR);
    for (let hours = 0; hours < 25; hours++) {
      fixture.clock.set(HOUR);
      await fixture.dueWork.sweep();
      await fixture.outbox.idle();
    }
    expect(await fixture.stored(dialogue)).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'undelivered',
      notAskedAt: expiresAt,
      askedAt: null,
      outbox: [],
      wakeAt: null,
    });
  });

  it('that the platform refuses is dropped, and the next ones are sent', async () => {
    const scenario = parseScenario(
      'id: two\ntitle: Two\nlanguages: [en]\nstart: a\nblocks:\n  a: { type: wait_for_response, text: A?, save_to: a, next: b }\n  b: { type: message, text: B, next: c }\n  c: { type: message, text: C }\n',
      'two.yaml',
    );
    const fixture = await openSurveyFixture({ scenario });
    const dialogue = await fixture.ask();
    fixture.channel.faults.push(new ChannelError('rejected', 'too long'));
    await fixture.onEvent(textOf('x'));
    await fixture.outbox.idle();
    expect(fixture.channel.sent.map(({ message }) => message.text)).toEqual(['A?', 'C']);
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [], outcome: 'silent' });
  });

  it.each(['unreachable', 'moved'] as const)(
    'to a chat that is %s is given up, with the rest of the outbox; the rating stays',
    async (code) => {
      const fixture = await openSurveyFixture();
      const dialogue = await fixture.ask();
      fixture.channel.faults.push(new ChannelError(code, 'blocked'));
      await fixture.onEvent(tapOn(dialogue, 2));
      await fixture.outbox.idle();
      expect(await fixture.stored(dialogue)).toMatchObject({ rating: 2, outcome: 'answered', outbox: [] });
      expect(await fixture.store.findClient('telegram', 'c1')).toMatchObject({ reachable: false });
    },
  );

  it('does not hold up an edit that fails', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    fixture.channel.edit = async () => {
      throw network();
    };
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(2);
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [] });
  });
});

describe('a question whose buttons stand in two messages', () => {
  it('gives way in both when it is answered by the buttons of a hint, or of before its reminder', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent({ ...tapOn(dialogue, 4), messageId: 'hint' } as ClientEvent);
    await fixture.outbox.idle();
    expect(fixture.channel.edits.map(({ messageId }) => messageId).toSorted()).toEqual(['hint', 'm1']);
    for (const { message } of fixture.channel.edits) expect(message.text).toContain('⭐⭐⭐⭐');
  });
});
