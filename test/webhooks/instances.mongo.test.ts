import { expect, it } from 'vitest';
import { createMongoStore } from '../../src/store/mongo/store.ts';
import { aDialogue } from '../support/dialogues.ts';
import { describeMongo } from '../support/mongo.ts';
import { endpointsOf, entryOf, openDeliveries, rated } from './deliveries.ts';
import { startReceiver } from './receiver.ts';

describeMongo('two instances on MongoDB', (uri) => {
  it('tell each thing once and in the order of its dialogue, while every other request fails', async () => {
    const one = await openDeliveries(createMongoStore({ uri }));
    const other = await openDeliveries(createMongoStore({ uri }));
    const receiver = await startReceiver(one.clock);
    const endpoints = endpointsOf(entryOf(receiver));
    let requests = 0;
    receiver.answer = () => (requests++ % 2 ? 200 : 500);
    const [first, second] = [one.instance(endpoints), other.instance(endpoints)];
    const dialogues = Array.from({ length: 12 }, () => aDialogue());
    for (const rating of [1, 2, 3]) {
      for (const dialogue of dialogues) {
        const before = { ...dialogue, rating: rating === 1 ? null : rating - 1, revision: rating };
        await first.change(before, rated(before, rating));
      }
      for (const { clock } of [one, other]) clock.set(1);
    }
    for (let tries = 0; tries < 40 && receiver.taken.length < 36; tries++) {
      await Promise.all([first.worker.runAll(), second.worker.runAll()]);
      for (const { clock } of [one, other]) clock.set(10_000);
    }
    for (const { id } of dialogues) {
      const told = receiver.taken.filter(({ data }) => data['dialogueId'] === id);
      expect(told.map(({ data }) => data['rating'])).toEqual([1, 2, 3]);
    }
    expect(await one.states('waiting')).toEqual([]);
  });
});
