import { silentLog } from '../../support/log.ts';
import { describe, expect, it, vi } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import { createKeyedMutex } from '../../../src/keyed-mutex.ts';
import type { Survey } from '../../../src/scenario/survey.ts';
import { createIntake } from '../../../src/survey/intake.ts';
import { createOutbox } from '../../../src/survey/outbox/outbox.ts';
import { afterStep } from '../../../src/survey/progress.ts';
import { createRecordingChannel } from '../../support/recording-channel.ts';
import { MINUTE } from '../../support/service.ts';
import { openSurveyFixture, reported, tapOn } from '../../support/survey.ts';

describe('many messages at once', () => {
  it('are sent a few at a time, each once, also those that wait longer than a lease', async () => {
    const fixture = await openSurveyFixture();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inFlight = 0;
    fixture.channel.beforeSend = async () => {
      inFlight += 1;
      await held;
    };
    const reports = Array.from({ length: 30 }, (_, index) =>
      fixture.intake.report(reported(fixture.scenario, fixture.clock.now(), { clientId: `c${index}` })),
    );
    await Promise.all(reports);
    expect(inFlight).toBe(20);
    await fixture.pass(MINUTE);
    release();
    await fixture.outbox.idle();
    expect(new Set(fixture.channel.sent.map(({ clientId }) => clientId)).size).toBe(30);
    expect(fixture.channel.sent).toHaveLength(30);
  });
});

describe('messages that wait for their turn', () => {
  it('are written twice, as every other: when they are to be sent, and when they were', async () => {
    const fixture = await openSurveyFixture();
    const saved = vi.spyOn(fixture.store, 'saveDialogue');
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    fixture.channel.beforeSend = () => held;
    for (let index = 0; index < 150; index++) {
      await fixture.intake.report(reported(fixture.scenario, fixture.clock.now(), { clientId: `c${index}` }));
    }
    release();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(150);
    expect(saved).toHaveBeenCalledTimes(150);
  });
});

describe('a message that comes while the outbox is being finished', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'goes out at once: %i turns after the last write',
    async (turns) => {
      const fixture = await openSurveyFixture();
      const dialogue = await fixture.ask();
      const saveDialogue = fixture.store.saveDialogue.bind(fixture.store);
      let more: Promise<void> | undefined;
      const add = async (saved: Dialogue): Promise<void> => {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        const before = { ...saved, revision: saved.revision + 1 };
        const effects = [{ kind: 'send' as const, message: { text: 'More' } }];
        const step = { survey: saved.survey as Survey, effects };
        const { dialogue: claimed } = fixture.outbox.claim(afterStep(before, step, fixture.clock.now()));
        void saveDialogue(claimed);
        void fixture.outbox.drain({ ...claimed, revision: claimed.revision + 1 });
      };
      fixture.store.saveDialogue = (one) => {
        const isLast = one.survey?.waitsAt === 'comment' && one.outbox.length === 0 && !more;
        const saved = saveDialogue(one);
        if (isLast) more = add(one);
        return saved;
      };
      await fixture.onEvent(tapOn(dialogue, 5));
      await fixture.outbox.idle();
      await more;
      await fixture.outbox.idle();
      expect(fixture.channel.sent.at(-1)?.message.text).toBe('More');
    },
  );
});

describe('a platform that hangs', () => {
  it('does not hold up the messages of another', async () => {
    const fixture = await openSurveyFixture();
    const other = createRecordingChannel('viber');
    fixture.channel.beforeSend = () => new Promise(() => {});
    const mutex = createKeyedMutex();
    const outbox = createOutbox({
      store: fixture.store,
      channels: new Map([fixture.channel, other].map((channel) => [channel.name, channel])),
      queue: { enqueue: async () => true },
      clock: fixture.clock,
      log: silentLog,
      mutex,
    });
    const intake = createIntake({ store: fixture.store, outbox, clock: fixture.clock, mutex });
    for (let index = 0; index < 30; index++) {
      await intake.report(reported(fixture.scenario, fixture.clock.now(), { clientId: `c${index}` }));
    }
    const delivered = new Promise<void>((resolve) => {
      other.beforeSend = async () => resolve();
    });
    await intake.report({ ...reported(fixture.scenario, fixture.clock.now()), channel: 'viber' });
    await delivered;
    expect(outbox.pending()).toBeGreaterThan(20);
  });
});
