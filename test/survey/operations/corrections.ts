import { describe, expect, it } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import { createStatistics } from '../../../src/stats/statistics.ts';
import type { Store } from '../../../src/store/store.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { shipped } from '../../support/scenarios.ts';
import { DAY, HOUR, MINUTE } from '../../support/service.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn } from '../../support/survey.ts';

const WITHDRAWN = 'You need not answer this question any more. Thank you!';
const HOW = { by: 'Ірина', reason: 'a test' };

/** What a helpdesk takes back or puts right of a dialogue, over one store. */
export function testCorrections(name: string, createStore: () => Promise<Store>): void {
  const open = async (changes: [string, string] = ['', '']): Promise<SurveyFixture> =>
    openSurveyFixture({ store: await createStore(), scenario: shipped('csat', changes) });
  const texts = (fixture: SurveyFixture) => fixture.channel.sent.map(({ message }) => message.text);

  describe(`a dialogue that is not to be asked about, on ${name}`, () => {
    it('is kept with the reason, and a later report of it asks nobody', async () => {
      const fixture = await open();
      const report = reported(fixture.scenario, fixture.clock.now());
      const { dialogue } = await fixture.intake.report({ ...report, ask: false, reason: 'spam', by: 'desk' });
      expect(await fixture.stored(dialogue)).toMatchObject({
        outcome: 'not_asked',
        notAskedReason: 'not_wanted',
        wakeAt: null,
        course: [{ what: 'cancelled', by: 'desk', reason: 'spam' }],
      });
      expect(await fixture.intake.report(report)).toMatchObject({ created: false, differences: [] });
      expect(texts(fixture)).toEqual([]);
    });

    it('loses its ask before it is due, its open question in a sentence, and no answer', async () => {
      const fixture = await open(['delay: 0s', 'delay: 10m']);
      const scheduled = await fixture.ask();
      expect(await fixture.operations.cancel(scheduled, HOW)).toMatchObject({
        outcome: 'not_asked',
        notAskedReason: 'not_wanted',
        course: [{ what: 'cancelled', ...HOW }],
      });
      const asked = await fixture.ask('T-2');
      const answered = await fixture.ask('T-3');
      fixture.clock.set(10 * MINUTE);
      await fixture.dueWork.sweep();
      await fixture.outbox.idle();
      await fixture.onEvent(tapOn(answered, 5));
      await fixture.outbox.idle();
      const before = texts(fixture).length;
      for (let times = 0; times < 2; times++) {
        expect(await fixture.operations.cancel({ id: asked.id }, HOW)).toMatchObject({ outcome: 'silent' });
        await fixture.outbox.idle();
      }
      expect(texts(fixture).slice(before)).toEqual([WITHDRAWN]);
      expect(await fixture.operations.cancel(answered, HOW)).toMatchObject({
        outcome: 'answered',
        course: [],
        survey: { waitsAt: 'comment' },
      });
    });
  });

  describe(`a dialogue that is put right, on ${name}`, () => {
    it('has its facts, what they were, and who changed them', async () => {
      const fixture = await open();
      const dialogue = await fixture.ask();
      const { operations } = fixture;
      await operations.correct(dialogue, { operator: 'Anna', tags: ['vip'] }, 'Ірина');
      await operations.correct(dialogue, { operator: 'Anna' }, 'Ірина');
      const last = await operations.correct(dialogue, { operator: null }, 'api');
      expect(last).toMatchObject({ operator: null, tags: ['vip'], outcome: 'open' });
      expect(last?.course.map(({ by, before }) => [by, before])).toEqual([
        ['Ірина', { operator: null, tags: [] }],
        ['api', { operator: 'Anna' }],
      ]);
      expect(await fixture.stored(dialogue)).toEqual(last);
    });

    it('is found by the ids of its helpdesk too, as its last round; what is not there is null', async () => {
      const fixture = await open();
      const first = await fixture.ask();
      await fixture.operations.reopen(first, 'api');
      fixture.clock.set(HOUR);
      const second = await fixture.ask();
      const { channel, clientId, externalId } = first;
      const { operations } = fixture;
      const ref = { channel, clientId, externalId };
      expect(await operations.correct(ref, { team: 'Billing' }, 'api')).toMatchObject({ id: second.id });
      expect(await operations.reopen({ ...ref, externalId: 'none' }, 'api')).toBeNull();
      expect(await operations.reopen({ id: 'none' }, 'api')).toBeNull();
    });

    it('is taken out of every figure and put back, and its operator’s figures follow a correction', async () => {
      const fixture = await open();
      const completedAt = new Date(fixture.clock.now().getTime() - 3 * DAY);
      const rated = (rating: number, operator: string): Dialogue =>
        aDialogue({ completedAt, reportedAt: completedAt, outcome: 'answered', rating, operator });
      const [one, other] = [rated(5, 'Anna'), rated(1, 'Olha')];
      for (const dialogue of [one, other]) await fixture.store.insertDialogue(dialogue);
      const statistics = createStatistics({ store: fixture.store, zone: 'UTC', clock: fixture.clock });
      const day = completedAt.toISOString().slice(0, 10);
      /** How many dialogues each operator has, by counts that are kept where they may be. */
      const figures = async () => {
        const { by, summary } = await statistics.period({ from: day, to: day, by: ['operator'] });
        const operators = (by.operator ?? []).map(({ name: who, summary: own }) => [who, own.completed]);
        return { ...Object.fromEntries(operators), all: summary.surveys };
      };
      const { operations } = fixture;
      expect(await figures()).toEqual({ Anna: 1, Olha: 1, all: 2 });
      for (let times = 0; times < 2; times++) await operations.voidRating(other, HOW);
      expect(await figures()).toEqual({ Anna: 1, all: 1 });
      await operations.undoVoid(other, 'api');
      expect(await operations.undoVoid(other, 'api')).toMatchObject({
        voided: null,
        course: [
          { what: 'voided', ...HOW },
          { what: 'unvoided', by: 'api' },
        ],
      });
      expect(await figures()).toEqual({ Anna: 1, Olha: 1, all: 2 });
      await operations.correct(other, { operator: 'Anna' }, 'api');
      expect(await figures()).toEqual({ Anna: 2, all: 2 });
    });
  });
}
