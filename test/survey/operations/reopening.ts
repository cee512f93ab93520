import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../../src/errors.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import type { Store } from '../../../src/store/store.ts';
import { shipped } from '../../support/scenarios.ts';
import { HOUR, MINUTE } from '../../support/service.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn } from '../../support/survey.ts';
import { about, CLOSED, text } from '../events.ts';

const QUESTION = 'Please rate the quality of service';
const WITHDRAWN = 'Your conversation goes on, so this question can wait. We will ask you when it is over.';

/** What becomes of an ask when its conversation goes on, over one store. */
export function testReopening(name: string, createStore: () => Promise<Store>): void {
  const open = async (changes: [string, string] = ['', '']): Promise<SurveyFixture> =>
    openSurveyFixture({ store: await createStore(), scenario: shipped('csat', changes) });
  const texts = (fixture: SurveyFixture) => fixture.channel.sent.map(({ message }) => message.text);
  const later = async (fixture: SurveyFixture, ms: number) => {
    fixture.clock.set(ms);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
  };
  const reopen = async (fixture: SurveyFixture, { id }: Dialogue) => {
    const dialogue = await fixture.operations.reopen({ id }, 'api');
    await fixture.outbox.idle();
    return dialogue;
  };
  /** Runs `first` right before the next write of a dialogue, of which another instance is the writer. */
  const beforeNextSave = (fixture: SurveyFixture, first: () => Promise<unknown>): void => {
    const saveDialogue = fixture.store.saveDialogue.bind(fixture.store);
    fixture.store.saveDialogue = async (...given) => {
      fixture.store.saveDialogue = saveDialogue;
      await first();
      return saveDialogue(...given);
    };
  };

  describe(`a conversation that goes on, on ${name}`, () => {
    it('before its question was due is not asked about, and its next end is', async () => {
      const fixture = await open(['delay: 0s', 'delay: 10m']);
      const first = await fixture.ask();
      expect(await reopen(fixture, first)).toMatchObject({
        outcome: 'not_asked',
        notAskedReason: 'reopened',
        notAskedAt: fixture.clock.now(),
        reopenedAt: fixture.clock.now(),
        wakeAt: null,
        course: [{ at: fixture.clock.now().getTime(), what: 'reopened', by: 'api' }],
      });
      await later(fixture, HOUR);
      expect(texts(fixture)).toEqual([]);
      const second = await fixture.ask();
      await later(fixture, 10 * MINUTE);
      expect(texts(fixture)).toEqual([QUESTION]);
      expect(await fixture.stored(second)).toMatchObject({ round: 2, outcome: 'open' });
      expect(await fixture.stored(first)).toMatchObject({ superseded: true, outcome: 'not_asked' });
    });

    it('with an open question has it closed in one sentence, and takes no answer to it any more', async () => {
      const fixture = await open();
      const dialogue = await fixture.ask();
      expect(await reopen(fixture, dialogue)).toMatchObject({ outcome: 'silent', rating: null });
      expect(texts(fixture)).toEqual([QUESTION, WITHDRAWN]);
      expect(fixture.channel.edits).toEqual([{ messageId: 'm1', message: { text: QUESTION } }]);
      expect(await fixture.onEvent(tapOn(dialogue, 5))).toMatchObject({ text: CLOSED });
      expect(await fixture.stored(dialogue)).toMatchObject({ rating: null, wakeAt: null });
    });

    it('keeps a rating; the question for a comment is closed, and what is written then is no comment', async () => {
      const fixture = await open();
      const dialogue = await fixture.ask();
      await fixture.onEvent(tapOn(dialogue, 2));
      await fixture.outbox.idle();
      expect(await reopen(fixture, dialogue)).toMatchObject({ outcome: 'answered', rating: 2 });
      expect(texts(fixture).at(-1)).toBe(WITHDRAWN);
      expect(await fixture.onEvent(text('It is broken again'))).toBeUndefined();
      expect(await fixture.stored(dialogue)).toMatchObject({ rating: 2, comment: null });
      expect(await fixture.store.findClient('telegram', 'c1')).toMatchObject({
        wroteAt: fixture.clock.now(),
      });
    });

    it('keeps a finished answer and says nothing', async () => {
      const fixture = await open();
      const dialogue = await fixture.ask();
      await fixture.onEvent(tapOn(dialogue, 2));
      await fixture.onEvent(text('Slow'));
      await fixture.outbox.idle();
      const before = texts(fixture).length;
      expect(await reopen(fixture, dialogue)).toMatchObject({ rating: 2, comment: 'Slow' });
      expect(await fixture.onEvent(text('It is broken again'))).toBeUndefined();
      expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Slow' });
      expect(texts(fixture)).toHaveLength(before);
    });

    it('twice, also from two instances at once, is one reopening', async () => {
      const fixture = await open();
      const dialogue = await fixture.ask();
      const other = fixture.another();
      await Promise.all(
        [fixture, other, fixture, other].map(({ operations }) => operations.reopen(dialogue, 'api')),
      );
      fixture.clock.set(MINUTE);
      await reopen(fixture, dialogue);
      await Promise.all([fixture.outbox.idle(), other.outbox.idle()]);
      expect((await fixture.stored(dialogue)).course).toHaveLength(1);
      expect(texts(fixture)).toEqual([QUESTION, WITHDRAWN]);
    });

    it('while an answer is being kept has the answer, and its next question closed', async () => {
      const fixture = await open();
      const dialogue = await fixture.ask();
      const other = fixture.another();
      beforeNextSave(fixture, async () => {
        await other.onEvent(tapOn(dialogue, 5));
        await other.outbox.idle();
      });
      expect(await reopen(fixture, dialogue)).toMatchObject({ outcome: 'answered', rating: 5 });
      await later(fixture, 1_000);
      expect(texts(fixture).at(-1)).toBe(WITHDRAWN);
      expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [], wakeAt: null, rating: 5 });
    });

    it('right before an answer is kept takes the answer no more', async () => {
      const fixture = await open();
      const dialogue = await fixture.ask();
      const other = fixture.another();
      beforeNextSave(fixture, () => other.operations.reopen(dialogue, 'api'));
      expect(await fixture.onEvent(tapOn(dialogue, 5))).toMatchObject({ text: CLOSED });
      await Promise.all([fixture.outbox.idle(), other.outbox.idle()]);
      expect(await fixture.stored(dialogue)).toMatchObject({ rating: null, outcome: 'silent' });
    });

    it.each(['this', 'another'])(
      'while its question is on its way has it closed once it has arrived; said to %s instance',
      async (which) => {
        const fixture = await open();
        const instance = which === 'this' ? fixture : fixture.another();
        const send = fixture.channel.send.bind(fixture.channel);
        let arrive = (): void => {};
        fixture.channel.send = async (...given) => {
          const sent = await send(...given);
          fixture.channel.send = send;
          await new Promise<void>((resolve) => {
            arrive = resolve;
          });
          return sent;
        };
        const { dialogue } = await fixture.intake.report(reported(fixture.scenario, fixture.clock.now()));
        await expect.poll(() => texts(fixture)).toEqual([QUESTION]);
        await instance.operations.reopen(dialogue, 'api');
        expect(texts(fixture)).toEqual([QUESTION]);
        arrive();
        await fixture.outbox.idle();
        await later(fixture, 1_000);
        expect(texts(fixture)).toEqual([QUESTION, WITHDRAWN]);
        expect(fixture.channel.edits).toEqual([{ messageId: 'm1', message: { text: QUESTION } }]);
        const { survey, ...stored } = await fixture.stored(dialogue);
        expect(stored).toMatchObject({ outcome: 'silent', outbox: [], wakeAt: null });
        expect(survey).not.toHaveProperty('closing');
      },
    );

    it('while its question waits for its turn has it not sent at all', async () => {
      const fixture = await open();
      let go = (): void => {};
      fixture.channel.beforeSend = () =>
        new Promise((resolve) => {
          go = resolve;
        });
      const { dialogue } = await fixture.intake.report(reported(fixture.scenario, fixture.clock.now()));
      await fixture.operations.reopen(dialogue, 'api');
      go();
      await fixture.outbox.idle();
      await later(fixture, 1_000);
      expect(texts(fixture)).toEqual([]);
      expect(await fixture.stored(dialogue)).toMatchObject({
        outcome: 'not_asked',
        notAskedReason: 'reopened',
        askedAt: null,
        deliveredAt: null,
        outbox: [],
        wakeAt: null,
      });
    });

    it('whose question could not be sent yet is not asked about', async () => {
      const fixture = await open();
      fixture.channel.faults.push(new ChannelError('network', 'away'));
      const dialogue = await fixture.ask();
      expect(await reopen(fixture, dialogue)).toMatchObject({ notAskedReason: 'reopened', outbox: [] });
      await fixture.pass(2 * MINUTE);
      expect(texts(fixture)).toEqual([]);
    });

    it('is closed also when the process that was sending its question has died', async () => {
      const fixture = await open();
      fixture.channel.beforeSend = () => new Promise(() => {});
      const dead = fixture.another([fixture.scenario], fixture.stoppedClock);
      const { dialogue } = await dead.intake.report(reported(fixture.scenario, fixture.clock.now()));
      fixture.channel.beforeSend = async () => {};
      await fixture.operations.reopen(dialogue, 'api');
      expect(await fixture.stored(dialogue)).toMatchObject({ survey: { closing: 'rate' } });
      await fixture.pass(30_000);
      expect(texts(fixture)).toEqual([]);
      expect(await fixture.stored(dialogue)).toMatchObject({ notAskedReason: 'reopened', wakeAt: null });
    });

    it.each([
      ['reopened', (fixture: SurveyFixture, one: Dialogue) => fixture.operations.reopen(one, 'api')],
      [
        'not_wanted',
        (fixture: SurveyFixture, one: Dialogue) => fixture.operations.cancel(one, { by: 'api' }),
      ],
    ] as const)('is not asked about after all once its client can be reached: %s', async (reason, act) => {
      const fixture = await open();
      const unreachable = new ChannelError('unreachable', 'blocked');
      fixture.channel.faults.push(unreachable);
      const before = await fixture.ask('T-1');
      await act(fixture, before);
      // The same while its question is on its way, before it is known that the client cannot be reached.
      const send = fixture.channel.send.bind(fixture.channel);
      let refuse = (): void => {};
      fixture.channel.send = () =>
        new Promise((_resolve, reject) => {
          refuse = () => reject(unreachable);
        });
      await fixture.onEvent({ ...about(fixture), kind: 'joined' });
      const { dialogue: meanwhile } = await fixture.intake.report(
        reported(fixture.scenario, fixture.clock.now(), { externalId: 'T-2' }),
      );
      await act(fixture, meanwhile);
      refuse();
      await fixture.outbox.idle();
      expect(await fixture.stored(meanwhile)).toMatchObject({ notAskedReason: 'unreachable' });
      fixture.channel.send = send;
      fixture.clock.set(MINUTE);
      await fixture.onEvent({ ...about(fixture), kind: 'joined' });
      await later(fixture, MINUTE);
      expect(texts(fixture)).toEqual([]);
      for (const one of [before, meanwhile]) {
        expect(await fixture.stored(one)).toMatchObject({ outcome: 'not_asked', notAskedReason: reason });
      }
    });

    it('and ends again, reported ten times at once, is asked about once', async () => {
      const fixture = await open();
      const first = await fixture.ask();
      await reopen(fixture, first);
      fixture.clock.set(HOUR);
      const other = fixture.another();
      const report = reported(fixture.scenario, fixture.clock.now());
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 ? fixture : other).intake.report(report)),
      );
      await Promise.all([fixture.outbox.idle(), other.outbox.idle()]);
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(answers.map(({ dialogue }) => dialogue.round))).toEqual(new Set([2]));
      expect(texts(fixture)).toEqual([QUESTION, WITHDRAWN, QUESTION]);
    });

    it('is no new round for a repeat of the report of its earlier end', async () => {
      const fixture = await open();
      const report = reported(fixture.scenario, fixture.clock.now());
      const { dialogue } = await fixture.intake.report(report);
      await fixture.outbox.idle();
      await reopen(fixture, dialogue);
      const again = await fixture.intake.report(report);
      expect(again).toMatchObject({ created: false, differences: [], dialogue: { id: dialogue.id } });
    });

    it('has a cooldown from an answered round, and none from a round that nobody answered', async () => {
      const fixture = await open(['cooldown: 0s', 'cooldown: 3d']);
      await reopen(fixture, await fixture.ask());
      fixture.clock.set(HOUR);
      const second = await fixture.ask();
      expect(second).toMatchObject({ round: 2, outcome: 'open' });
      await fixture.onEvent(tapOn(second, 4));
      await fixture.outbox.idle();
      await reopen(fixture, second);
      fixture.clock.set(HOUR);
      const third = await fixture.ask();
      expect(third).toMatchObject({ round: 3, outcome: 'not_asked', notAskedReason: 'cooldown' });
      expect(await fixture.ask('T-2')).toMatchObject({ notAskedReason: 'cooldown' });
    });
  });
}
