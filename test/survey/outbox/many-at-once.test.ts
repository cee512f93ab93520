import { silentLog } from '../../support/log.ts';
import { describe, expect, it } from 'vitest';
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
    const room = await openSurveyFixture();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inFlight = 0;
    room.channel.beforeSend = async () => {
      inFlight += 1;
      await held;
    };
    const reports = Array.from({ length: 30 }, (_, index) =>
      room.intake.report(reported(room.scenario, room.clock.now(), { clientId: `c${index}` })),
    );
    await Promise.all(reports);
    expect(inFlight).toBe(20);
    await room.pass(MINUTE);
    release();
    await room.outbox.idle();
    expect(new Set(room.channel.sent.map(({ clientId }) => clientId)).size).toBe(30);
    expect(room.channel.sent).toHaveLength(30);
  });
});

describe('a message that comes while the outbox is being finished', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'goes out at once: %i turns after the last write',
    async (turns) => {
      const room = await openSurveyFixture();
      const dialogue = await room.ask();
      const saveDialogue = room.store.saveDialogue.bind(room.store);
      let more: Promise<void> | undefined;
      const add = async (saved: Dialogue): Promise<void> => {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        const before = { ...saved, revision: saved.revision + 1 };
        const effects = [{ kind: 'send' as const, message: { text: 'More' } }];
        const step = { survey: saved.survey as Survey, effects };
        const { dialogue: claimed } = room.outbox.claim(afterStep(before, step, room.clock.now()));
        void saveDialogue(claimed);
        void room.outbox.drain({ ...claimed, revision: claimed.revision + 1 });
      };
      room.store.saveDialogue = (one) => {
        const isLast = one.survey?.waitsAt === 'comment' && one.outbox.length === 0 && !more;
        const saved = saveDialogue(one);
        if (isLast) more = add(one);
        return saved;
      };
      await room.onEvent(tapOn(dialogue, 5));
      await room.outbox.idle();
      await more;
      await room.outbox.idle();
      expect(room.channel.sent.at(-1)?.message.text).toBe('More');
    },
  );
});

describe('a platform that hangs', () => {
  it('does not hold up the messages of another', async () => {
    const room = await openSurveyFixture();
    const other = createRecordingChannel('viber');
    room.channel.beforeSend = () => new Promise(() => {});
    const mutex = createKeyedMutex();
    const outbox = createOutbox({
      store: room.store,
      channels: new Map([room.channel, other].map((channel) => [channel.name, channel])),
      queue: { enqueue: async () => true },
      clock: room.clock,
      log: silentLog,
      mutex,
    });
    const intake = createIntake({ store: room.store, outbox, clock: room.clock, mutex });
    for (let index = 0; index < 30; index++) {
      await intake.report(reported(room.scenario, room.clock.now(), { clientId: `c${index}` }));
    }
    const delivered = new Promise<void>((resolve) => {
      other.beforeSend = async () => resolve();
    });
    await intake.report({ ...reported(room.scenario, room.clock.now()), channel: 'viber' });
    await delivered;
    expect(outbox.pending()).toBeGreaterThan(20);
  });
});
