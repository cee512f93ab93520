import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { openSurveyFixture, reported, tapOn } from '../../support/survey.ts';

describe('a process that dies', () => {
  it('between commit and send leaves the messages to whoever sweeps next', async () => {
    const room = await openSurveyFixture();
    room.channel.beforeSend = () => new Promise(() => {}); // the process hangs, and is killed
    const died = room.another([room.scenario], room.stoppedClock);
    const { dialogue } = await died.intake.report(reported(room.scenario, room.clock.now()));
    room.channel.beforeSend = async () => {};

    room.clock.set(10_000 - 1);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(0); // the lease is the other's
    room.clock.set(1);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(1);
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [], survey: { prompts: { rate: 'm1' } } });
  });

  it('between send and mark repeats that one message and nothing else', async () => {
    const store = createSqliteStore({ path: ':memory:' });
    let failing = false;
    const failable: Store = {
      ...store,
      saveDialogue: async (dialogue) => {
        if (failing) throw new StoreError('gone');
        return store.saveDialogue(dialogue);
      },
    };
    const room = await openSurveyFixture({ store: failable });
    const died = room.another([room.scenario], room.stoppedClock);
    const sent = new Promise<void>((resolve) => {
      room.channel.beforeSend = async () => {
        failing = true;
        resolve();
      };
    });
    await died.intake.report(reported(room.scenario, room.clock.now()));
    await sent;
    await expect.poll(() => room.logs.join()).toMatch(/could not be saved.*gone/);
    failing = false;
    room.channel.beforeSend = async () => {};
    room.clock.set(10_000);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent.map(({ message }) => message.text)).toEqual(
      Array(2).fill('Please rate the quality of service'),
    );
  });
});

describe('a question that has been answered', () => {
  it('is not asked again when the process died before it was marked as sent', async () => {
    const room = await openSurveyFixture();
    room.channel.beforeSend = () => new Promise(() => {});
    const died = room.another([room.scenario], room.stoppedClock);
    const { dialogue } = await died.intake.report(reported(room.scenario, room.clock.now()));
    room.channel.beforeSend = async () => {};
    await room.onEvent(tapOn(dialogue, 5));
    await room.pass(11_000);
    expect(room.channel.sent.map(({ message }) => message.text)).toEqual([
      'Thank you! Please leave a comment on your rating',
    ]);
  });
});
