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
  async function openPair(): Promise<{ room: SurveyFixture; other: Instance }> {
    const [one, another] = await createPair();
    const room = await openSurveyFixture({ store: one });
    return { room, other: await room.elsewhere(another) };
  }

  describe(`two instances on one ${name}`, () => {
    it('take two taps at once as one answer and ask the next question once', async () => {
      const { room, other } = await openPair();
      const dialogue = await room.ask();
      await Promise.all([room.onEvent(tapOn(dialogue, 4)), other.onEvent(tapOn(dialogue, 4))]);
      await Promise.all([room.outbox.idle(), other.outbox.idle()]);
      expect(await room.stored(dialogue)).toMatchObject({ rating: 4, outbox: [], sendingUntil: null });
      expect(room.channel.sent.map(({ message }) => message.text)).toEqual([
        'Please rate the quality of service',
        'Thank you! Please leave a comment on your rating',
      ]);
    });

    it('take the same event once, whichever gets it', async () => {
      const { room, other } = await openPair();
      const dialogue = await room.ask();
      const event = tapOn(dialogue, 3);
      await Promise.all([room.onEvent(event), other.onEvent(event), room.onEvent(event)]);
      await Promise.all([room.outbox.idle(), other.outbox.idle()]);
      expect((await room.stored(dialogue)).events.map(({ id }) => id)).toEqual([event.id]);
      expect(room.channel.sent).toHaveLength(2);
    });

    it('sweep at once and carry out once what was left', async () => {
      const { room, other } = await openPair();
      const others = [other, room.another()];
      room.channel.faults.push(network());
      await room.ask();
      room.clock.set(MINUTE);
      await Promise.all([room, ...others].map(({ dueWork }) => dueWork.sweep()));
      await Promise.all([room, ...others].map(({ outbox }) => outbox.idle()));
      expect(room.channel.sent).toHaveLength(1);
    });

    it('keep the order of messages when one commits while the other still sends', async () => {
      const { room, other } = await openPair();
      const dialogue = await room.ask();
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      room.channel.beforeSend = () => held;
      await room.onEvent(tapOn(dialogue, 5));
      await other.onEvent(textOf('Great'));
      release();
      await Promise.all([room.outbox.idle(), other.outbox.idle()]);
      expect(room.channel.sent.map(({ message }) => message.text)).toEqual([
        'Please rate the quality of service',
        'Thank you! Please leave a comment on your rating',
        'Thank you! Your answer helps us improve.',
      ]);
      expect(await room.stored(dialogue)).toMatchObject({ comment: 'Great', outbox: [], sendingUntil: null });
    });
  });
}
