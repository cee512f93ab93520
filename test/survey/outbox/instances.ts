import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../../src/errors.ts';
import type { Store } from '../../../src/store/store.ts';
import { MINUTE } from '../../support/service.ts';
import { type Instance, openSurveyFixture, type SurveyFixture, tapOn, textOf } from '../../support/survey.ts';

const network = () => new ChannelError('network', 'no answer');

/**
 * Two instances of the service, each with a store of its own over the same data.
 * @param createPair gives two stores over the same, empty data
 */
export function testInstances(name: string, createPair: () => Promise<[Store, Store]>): void {
  async function openPair(): Promise<{ fixture: SurveyFixture; other: Instance }> {
    const [one, another] = await createPair();
    const fixture = await openSurveyFixture({ store: one });
    return { fixture, other: await fixture.elsewhere(another) };
  }

  describe(`two instances on one ${name}`, () => {
    it('take two taps at once as one answer and ask the next question once', async () => {
      const { fixture, other } = await openPair();
      const dialogue = await fixture.ask();
      await Promise.all([fixture.onEvent(tapOn(dialogue, 4)), other.onEvent(tapOn(dialogue, 4))]);
      await Promise.all([fixture.outbox.idle(), other.outbox.idle()]);
      expect(await fixture.stored(dialogue)).toMatchObject({ rating: 4, outbox: [], sendingUntil: null });
      expect(fixture.channel.sent.map(({ message }) => message.text)).toEqual([
        'Please rate the quality of service',
        'Thank you! Please leave a comment on your rating',
      ]);
    });

    it('take the same event once, whichever gets it', async () => {
      const { fixture, other } = await openPair();
      const dialogue = await fixture.ask();
      const event = tapOn(dialogue, 3);
      await Promise.all([fixture.onEvent(event), other.onEvent(event), fixture.onEvent(event)]);
      await Promise.all([fixture.outbox.idle(), other.outbox.idle()]);
      expect((await fixture.stored(dialogue)).events.map(({ id }) => id)).toEqual([event.id]);
      expect(fixture.channel.sent).toHaveLength(2);
    });

    it('sweep at once and carry out once what was left', async () => {
      const { fixture, other } = await openPair();
      const others = [other, fixture.another()];
      fixture.channel.faults.push(network());
      await fixture.ask();
      fixture.clock.set(MINUTE);
      await Promise.all([fixture, ...others].map(({ dueWork }) => dueWork.sweep()));
      await Promise.all([fixture, ...others].map(({ outbox }) => outbox.idle()));
      expect(fixture.channel.sent).toHaveLength(1);
    });

    it('keep the order of messages when one commits while the other still sends', async () => {
      const { fixture, other } = await openPair();
      const dialogue = await fixture.ask();
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      fixture.channel.beforeSend = () => held;
      await fixture.onEvent(tapOn(dialogue, 5));
      await other.onEvent(textOf('Great'));
      release();
      await Promise.all([fixture.outbox.idle(), other.outbox.idle()]);
      expect(fixture.channel.sent.map(({ message }) => message.text)).toEqual([
        'Please rate the quality of service',
        'Thank you! Please leave a comment on your rating',
        'Thank you! Your answer helps us improve.',
      ]);
      expect(await fixture.stored(dialogue)).toMatchObject({
        comment: 'Great',
        outbox: [],
        sendingUntil: null,
      });
    });
  });
}
