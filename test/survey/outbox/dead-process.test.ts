import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { openSurveyFixture, reported, tapOn } from '../../support/survey.ts';

describe('a process that dies', () => {
  it('between commit and send leaves the messages to whoever sweeps next', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.beforeSend = () => new Promise(() => {}); // the process hangs, and is killed
    const died = fixture.another([fixture.scenario], fixture.stoppedClock);
    const { dialogue } = await died.intake.report(reported(fixture.scenario, fixture.clock.now()));
    fixture.channel.beforeSend = async () => {};

    fixture.clock.set(10_000 - 1);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(0); // the lease is the other's
    fixture.clock.set(1);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(1);
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [], survey: { prompts: { rate: 'm1' } } });
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
    const fixture = await openSurveyFixture({ store: failable });
    const died = fixture.another([fixture.scenario], fixture.stoppedClock);
    const sent = new Promise<void>((resolve) => {
      fixture.channel.beforeSend = async () => {
        failing = true;
        resolve();
      };
    });
    await died.intake.report(reported(fixture.scenario, fixture.clock.now()));
    await sent;
    await expect.poll(() => fixture.logs.join()).toMatch(/could not be saved.*gone/);
    failing = false;
    fixture.channel.beforeSend = async () => {};
    fixture.clock.set(10_000);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent.map(({ message }) => message.text)).toEqual(
      Array(2).fill('Please rate the quality of service'),
    );
  });
});

describe('a question that has been answered', () => {
  it('is not asked again when the process died before it was marked as sent', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.beforeSend = () => new Promise(() => {});
    const died = fixture.another([fixture.scenario], fixture.stoppedClock);
    const { dialogue } = await died.intake.report(reported(fixture.scenario, fixture.clock.now()));
    fixture.channel.beforeSend = async () => {};
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.pass(11_000);
    expect(fixture.channel.sent.map(({ message }) => message.text)).toEqual([
      'Thank you! Please leave a comment on your rating',
    ]);
  });
});
