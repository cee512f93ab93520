import { describe, expect, it, vi } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { parseScenario } from '../../src/scenario/file/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Survey } from '../../src/scenario/survey.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { afterStep } from '../../src/survey/progress.ts';
import { shipped } from '../support/scenarios.ts';
import { DAY, HOUR, MINUTE } from '../support/service.ts';
import { createKeyedMutex } from '../../src/keyed-mutex.ts';
import { createOutbox } from '../../src/survey/outbox/outbox.ts';
import { createIntake } from '../../src/survey/intake.ts';
import { createRecordingChannel } from '../support/recording-channel.ts';
import { openSurveyFixture, reported, tapOn, textOf } from '../support/survey.ts';
import { silentLog } from '../support/log.ts';

const network = () => new ChannelError('network', 'no answer');

describe('a message that cannot be sent', () => {
  it('is sent again after a while, longer each time, and nothing is lost', async () => {
    const room = await openSurveyFixture();
    room.channel.faults.push(network(), network());
    const dialogue = await room.ask();
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [{ attempts: 1 }], sendingUntil: null });

    const waits: number[] = [];
    while (room.channel.sent.length === 0 && waits.length < 5) {
      const { wakeAt } = await room.stored(dialogue);
      waits.push((wakeAt?.getTime() ?? 0) - room.clock.now().getTime());
      room.clock.set(waits.at(-1) ?? 0);
      await room.dueWork.sweep();
      await room.outbox.idle();
    }
    expect(waits).toEqual([5_000, 10_000]);
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [], outcome: 'open' });
  });

  it('waits as long as the platform says', async () => {
    const room = await openSurveyFixture();
    room.channel.faults.push(new ChannelError('rate_limited', 'slow down', { retryAfterMs: 42_000 }));
    const { wakeAt } = await room.stored(await room.ask());
    expect(wakeAt?.getTime()).toBe(room.clock.now().getTime() + 42_000);
  });

  it('is not sent earlier because the client does something', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    room.channel.faults.push(new ChannelError('rate_limited', 'slow down', { retryAfterMs: 42_000 }));
    await room.onEvent(tapOn(dialogue, 5));
    await room.outbox.idle();
    await room.onEvent(tapOn(dialogue, 4));
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(1);
    room.clock.set(42_000);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(2);
  });

  it.each([
    ['the bot is not let in', new ChannelError('unauthorized', 'token revoked')],
    ['the adapter has a bug', new TypeError('undefined is not a function')],
  ])('is sent again when %s, which is not the client’s fault', async (_name, fault) => {
    const room = await openSurveyFixture();
    room.channel.faults.push(fault);
    const dialogue = await room.ask();
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'open', outbox: [{ attempts: 1 }] });
    room.clock.set(5_000);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(1);
  });

  it('is not lost when the client answers before it is marked as sent', async () => {
    const room = await openSurveyFixture();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    room.channel.beforeSend = () => held;
    await room.intake.report(reported(room.scenario, room.clock.now()));
    await room.onEvent(textOf('5'));
    release();
    await room.outbox.idle();
    expect(room.channel.sent.map(({ message }) => message.text)).toEqual([
      'Please rate the quality of service',
      'Thank you! Please leave a comment on your rating',
    ]);
  });

  it('is given up when the survey has expired, which then was never asked', async () => {
    const room = await openSurveyFixture();
    room.channel.faults.push(...Array.from({ length: 500 }, network));
    const dialogue = await room.ask();
    for (let hours = 0; hours < 25; hours++) {
      room.clock.set(HOUR);
      await room.dueWork.sweep();
      await room.outbox.idle();
    }
    expect(await room.stored(dialogue)).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'undelivered',
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
    const room = await openSurveyFixture({ scenario });
    const dialogue = await room.ask();
    room.channel.faults.push(new ChannelError('rejected', 'too long'));
    await room.onEvent(textOf('x'));
    await room.outbox.idle();
    expect(room.channel.sent.map(({ message }) => message.text)).toEqual(['A?', 'C']);
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [], outcome: 'silent' });
  });

  it('to a client who left is given up, with the rest of the outbox; the rating stays', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    room.channel.faults.push(new ChannelError('unreachable', 'blocked'));
    await room.onEvent(tapOn(dialogue, 2));
    await room.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ rating: 2, outcome: 'answered', outbox: [] });
    expect(await room.store.findClient('telegram', 'c1')).toMatchObject({ reachable: false });
  });

  it('does not hold up an edit that fails', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    room.channel.edit = async () => {
      throw network();
    };
    await room.onEvent(tapOn(dialogue, 5));
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(2);
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [] });
  });
});

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

describe('a question whose buttons stand in two messages', () => {
  it('gives way in both when it is answered by the buttons of a hint, or of before its reminder', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent({ ...tapOn(dialogue, 4), messageId: 'hint' } as ClientEvent);
    await room.outbox.idle();
    expect(room.channel.edits.map(({ messageId }) => messageId).toSorted()).toEqual(['hint', 'm1']);
    for (const { message } of room.channel.edits) expect(message.text).toContain('⭐⭐⭐⭐');
  });
});

describe('a survey that has begun', () => {
  it('finishes on the version of the file that it began with', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const reworded = room.scenario.text.replace(
      '{ text: "⭐⭐⭐", value: 3 }',
      '{ text: "so-so", value: 3 }',
    );
    const edited = parseScenario(reworded, 'csat.yaml');
    expect(edited.version).not.toBe(room.scenario.version);
    const later = room.another([edited]);
    await later.onEvent(tapOn(dialogue, 3));
    await later.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ rating: 3 });
    expect(room.channel.edits[0]?.message.text).toContain('⭐⭐⭐');
  });

  it('is told that it is closed when its version is gone, which no repeat would mend', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const stranger = room.another([]);
    room.store.findScenario = async () => null;
    expect((await stranger.onEvent(tapOn(dialogue, 3)))?.text).toBe(
      'This survey is already closed. Thank you!',
    );
    expect(room.logs.join()).toMatch(/cannot go on.*stored version/);
    room.store.findScenario = async () => 'id: broken';
    expect((await stranger.onEvent(tapOn(dialogue, 3)))?.text).toBe(
      'This survey is already closed. Thank you!',
    );
    expect(await room.stored(dialogue)).toMatchObject({ rating: null, outcome: 'open' });
  });
});

describe('rules of a scenario', () => {
  const slow = (room: { scenario: { text: string } }, rules: string) =>
    parseScenario(room.scenario.text.replace('delay: 0s', rules), 'csat.yaml');

  it('delay: the question comes when the delay is over', async () => {
    const base = await openSurveyFixture();
    const room = await openSurveyFixture({ scenario: slow(base, 'delay: 10m') });
    const dialogue = await room.ask();
    expect(dialogue).toMatchObject({ outcome: 'scheduled', askedAt: null });
    room.clock.set(10 * MINUTE - 1);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(0);
    room.clock.set(1);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(1);
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'open', askedAt: room.clock.now() });
  });

  it('cooldown: a client is left in peace after being asked, then asked again', async () => {
    const base = await openSurveyFixture();
    const scenario = parseScenario(base.scenario.text.replace('cooldown: 0s', 'cooldown: 3d'), 'csat.yaml');
    const room = await openSurveyFixture({ scenario });
    await room.ask('T-1');
    room.clock.set(3 * DAY - 1);
    expect(await room.ask('T-2')).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'cooldown',
      wakeAt: null,
    });
    room.clock.set(1);
    expect(await room.ask('T-3')).toMatchObject({ outcome: 'open' });
  });

  it('cooldown: holds for dialogues that come, or are due, at the same moment', async () => {
    const base = await openSurveyFixture();
    const text = base.scenario.text.replace('cooldown: 0s', 'cooldown: 3d');
    const room = await openSurveyFixture({ scenario: parseScenario(text, 'csat.yaml') });
    const later = parseScenario(text.replace('delay: 0s', 'delay: 1m'), 'csat.yaml');
    const both = (scenario: Scenario, clientId: string) =>
      ['A', 'B'].map((externalId) =>
        room.intake.report(reported(scenario, room.clock.now(), { clientId, externalId })),
      );
    await Promise.all(both(room.scenario, 'at once'));
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(1);

    const due = room.another([later]);
    await Promise.all(both(later, 'later'));
    room.clock.set(MINUTE);
    await due.dueWork.sweep();
    await due.outbox.idle();
    expect(room.channel.sent).toHaveLength(2);
  });

  it('expire_after: a dialogue that is reported when its survey would be over is not asked about', async () => {
    const room = await openSurveyFixture();
    const { dialogue } = await room.intake.report(
      reported(room.scenario, new Date(room.clock.now().getTime() - DAY)),
    );
    expect(dialogue).toMatchObject({ outcome: 'not_asked', notAskedReason: 'too_late' });
  });

  it('remind_after: no reminder of a question that has not arrived', async () => {
    const base = await openSurveyFixture();
    const room = await openSurveyFixture({ scenario: slow(base, 'delay: 0s\n  remind_after: 6h') });
    room.channel.faults.push(new ChannelError('rate_limited', 'later', { retryAfterMs: 6 * HOUR }));
    await room.ask();
    room.clock.set(6 * HOUR);
    for (let round = 0; round < 3; round++) {
      await room.dueWork.sweep();
      await room.outbox.idle();
    }
    expect(room.channel.sent.map(({ message }) => message.text)).toEqual([
      'Please rate the quality of service',
    ]);
  });

  it('remind_after: a silent client is reminded once; one who answered is not', async () => {
    const base = await openSurveyFixture();
    const room = await openSurveyFixture({ scenario: slow(base, 'delay: 0s\n  remind_after: 6h') });
    const silent = await room.ask('T-1');
    const rated = await room.ask('T-2');
    await room.onEvent(tapOn(rated, 4));
    await room.outbox.idle();
    for (let round = 0; round < 3; round++) {
      room.clock.set(6 * HOUR);
      await room.dueWork.sweep();
      await room.outbox.idle();
    }
    const reminders = room.channel.sent.filter(({ message }) => message.text.startsWith('A short reminder:'));
    expect(reminders).toHaveLength(1);
    expect(reminders[0]?.message.choices?.flat()[0]?.token).toBe(`1s${silent.id}:rate:5`);
  });

  it('expire_after: a silent survey is closed and its keyboard taken away; a rated one keeps its rating', async () => {
    const room = await openSurveyFixture();
    const silent = await room.ask('T-1');
    const rated = await room.ask('T-2');
    await room.onEvent(tapOn(rated, 4));
    await room.outbox.idle();
    room.clock.set(DAY);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(await room.stored(silent)).toMatchObject({
      outcome: 'silent',
      wakeAt: null,
      survey: { waitsAt: null },
    });
    expect(await room.stored(rated)).toMatchObject({
      outcome: 'answered',
      rating: 4,
      comment: null,
      wakeAt: null,
    });
    expect(room.channel.edits.at(-1)?.message.choices).toBeUndefined();
  });
});

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

describe('a scenario that is edited before a scheduled dialogue is asked', () => {
  it('is asked as it is then, on its scale', async () => {
    const room = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 1m']) });
    const dialogue = await room.ask();
    const edited = shipped(
      'csat',
      ['scale: 1-5', 'scale: ces'],
      ['    buttons:', '    buttons:\n      - { text: "7", value: 7 }\n      - { text: "6", value: 6 }'],
    );
    const later = room.another([edited]);
    room.clock.set(MINUTE);
    await later.dueWork.sweep();
    expect(await room.stored(dialogue)).toMatchObject({ scale: 'ces', outcome: 'open' });
  });
});

describe('a service that runs', () => {
  it('sweeps by itself until it is stopped', async () => {
    const room = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 1m']) });
    await room.ask();
    room.clock.set(MINUTE);
    const sent = new Promise<void>((resolve) => {
      room.channel.beforeSend = async () => resolve();
    });
    room.dueWork.start(1);
    await sent;
    await room.dueWork.stop();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(1);
  });

  it('looks again only at the next sweep when the store reads but does not write', async () => {
    const room = await openSurveyFixture();
    for (let index = 0; index < 60; index++) {
      await room.intake.report(reported(room.scenario, room.clock.now(), { clientId: `c${index}` }));
    }
    await room.outbox.idle();
    room.clock.set(DAY);
    const readOnly = vi.spyOn(room.store, 'saveDialogue').mockRejectedValue(new StoreError('read only'));
    expect(await room.dueWork.sweep()).toBe(50);

    readOnly.mockRestore();
    for (let round = 0; round < 2; round++) {
      await room.dueWork.sweep();
      await room.outbox.idle();
    }
    expect(await room.store.dueDialogues(room.clock.now(), 100)).toEqual([]);
  });

  it('survives a sweep in which the store is away, and says so', async () => {
    const room = await openSurveyFixture();
    room.store.dueDialogues = async () => {
      throw new StoreError('the store is away');
    };
    expect(await room.dueWork.sweep()).toBe(0);
    expect(room.logs.join()).toMatch(/could not be looked for.*the store is away/);
  });

  it('keeps a dialogue whose scenario was removed, and asks when the file is back', async () => {
    const room = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 1m']) });
    const dialogue = await room.ask();
    room.clock.set(MINUTE);
    await room.another([]).dueWork.sweep();
    expect(room.logs.join()).toContain('no scenario \\"csat\\" any more; bring its file back');
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'scheduled' });
    room.clock.set(MINUTE);
    await room.dueWork.sweep();
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'open' });
  });
});
