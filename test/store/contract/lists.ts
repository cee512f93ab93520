import { expect, it } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import type { ListOptions } from '../../../src/store/ports/figures.ts';
import type { Pair } from '../../contracts/store.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';

const at = (time: string) => new Date(`2026-11-22T${time}Z`);
const ids = (dialogues: Dialogue[]) => dialogues.map(({ id }) => id);

export function testLists(pair: Pair): void {
  const insert = async (...fields: Array<Partial<Dialogue>>) => {
    const dialogues = fields.map((one) => aDialogue(one));
    await Promise.all(dialogues.map((dialogue) => pair.one.insertDialogue(dialogue)));
    return dialogues.map(({ id }) => id);
  };

  it("gives a client's dialogues by when they were asked, newest first, without those not asked", async () => {
    const clientId = 'recent';
    const [second, , first, third] = await insert(
      { clientId, askedAt: at('10:00:00'), completedAt: at('09:00:00') },
      { clientId, askedAt: null, outcome: 'not_asked' },
      { clientId, askedAt: at('11:00:00'), completedAt: at('08:00:00') },
      { clientId, askedAt: at('09:00:00') },
      { clientId: 'recent-other', askedAt: at('12:00:00') },
      { clientId, channel: 'viber', askedAt: at('12:00:00') },
    );
    expect(ids(await pair.other.recentDialogues('telegram', clientId, 10))).toEqual([first, second, third]);
    expect(ids(await pair.other.recentDialogues('telegram', clientId, 2))).toEqual([first, second]);
    expect(await pair.other.recentDialogues('telegram', 'nobody', 2)).toEqual([]);
  });

  it('gives the dialogues that are due, most overdue first, and the last one at its very instant', async () => {
    // Before any other test's dialogues, so that these are the most overdue of all.
    const early = (time: string) => new Date(`2001-01-01T${time}Z`);
    const [second, first, third, later] = await insert(
      { wakeAt: early('10:00:00') },
      { wakeAt: early('09:00:00') },
      { wakeAt: early('11:00:00') },
      { wakeAt: early('11:00:00.001') },
      { wakeAt: null },
    );
    expect(ids(await pair.other.dueDialogues(early('11:00:00'), 10))).toEqual([first, second, third]);
    // A store that instances share draws them, so that each instance does others.
    const drawn = ids(await pair.other.dueDialogues(early('11:00:00'), 2));
    expect([first, second, third].filter((id) => drawn.includes(id as string))).toEqual(drawn);
    expect(drawn).toHaveLength(2);
    expect(await pair.other.dueDialogues(early('08:59:59.999'), 2)).toEqual([]);
    expect(await pair.other.nextWakeAt(early('11:00:00'))).toEqual(early('09:00:00'));
    expect(await pair.other.nextWakeAt(early('08:59:59.999'))).toBeNull();
    const [dialogue] = await pair.other.dueDialogues(early('09:00:00'), 1);
    if (!dialogue) throw new Error('nothing is due');
    await pair.one.saveDialogue({ ...dialogue, wakeAt: null });
    expect(ids(await pair.other.dueDialogues(early('12:00:00'), 10))).toEqual([second, third, later]);
  });

  it('lists a range newest first by when they were completed, its end left out', async () => {
    const filter = { channel: 'list-newest' };
    const { channel } = filter;
    const [last, first, , , middle] = await insert(
      { channel, completedAt: at('10:00:00') },
      { channel, completedAt: at('11:59:59.999') },
      { channel, completedAt: at('12:00:00') },
      { channel, completedAt: at('09:59:59.999') },
      { channel, completedAt: at('11:00:00'), outcome: 'not_asked', askedAt: null },
    );
    const range = { from: at('10:00:00'), to: at('12:00:00'), filter };
    expect(ids(await pair.other.listDialogues({ ...range, limit: 500 }))).toEqual([first, middle, last]);
    expect(ids(await pair.other.listDialogues({ ...range, order: 'newest', limit: 1 }))).toEqual([first]);
  });

  it('lists the worst first, the unrated last, the newest first among equals', async () => {
    const filter = { channel: 'list-worst' };
    const { channel } = filter;
    const [five, unratedOld, newerTwo, olderTwo, zero, unratedNew] = await insert(
      { channel, rating: 5, completedAt: at('12:00:00') },
      { channel, rating: null, completedAt: at('08:00:00'), comment: 'No stars' },
      { channel, rating: 2, completedAt: at('11:00:00'), comment: 'Late' },
      { channel, rating: 2, completedAt: at('10:00:00') },
      { channel, rating: 0, completedAt: at('07:00:00'), comment: '' },
      { channel, rating: null, completedAt: at('09:00:00') },
    );
    const range = { from: at('00:00:00'), to: at('23:00:00'), filter, order: 'worst' } as const;
    const all = [zero, newerTwo, olderTwo, five, unratedNew, unratedOld];
    expect(ids(await pair.other.listDialogues({ ...range, limit: 500 }))).toEqual(all);
    expect(ids(await pair.other.listDialogues({ ...range, limit: 2 }))).toEqual(all.slice(0, 2));
    expect(ids(await pair.other.listDialogues({ ...range, commented: true, limit: 500 }))).toEqual([
      zero,
      newerTwo,
      unratedOld,
    ]);
    expect(ids(await pair.other.listDialogues({ ...range, commented: true, limit: 1 }))).toEqual([zero]);
  });

  it('gives those that are disputed, or those that are not, also after that has changed', async () => {
    const filter = { channel: 'list-disputed' };
    const given = [true, false, true].map((disputed, i) =>
      aDialogue({ ...filter, id: `disputed-${i}`, disputed, completedAt: at(`10:00:0${i}`) }),
    );
    for (const one of given) await pair.one.insertDialogue(one);
    const range = { from: at('00:00:00'), to: at('23:00:00'), filter, limit: 10 };
    const list = async (disputed: boolean) => ids(await pair.other.listDialogues({ ...range, disputed }));
    expect([await list(true), await list(false)]).toEqual([['disputed-2', 'disputed-0'], ['disputed-1']]);
    const [before] = given;
    if (before) await pair.one.saveDialogue({ ...before, disputed: false }, { before });
    expect([await list(true), await list(false)]).toEqual([['disputed-2'], ['disputed-1', 'disputed-0']]);
  });

  it('gives whole dialogues', async () => {
    const given = aDialogue({
      channel: 'list-whole',
      clientId: 'whole',
      wakeAt: new Date('2000-01-01T00:00:00Z'),
      rating: 1,
    });
    await pair.one.insertDialogue(given);
    const range = {
      from: given.completedAt,
      to: at('23:59:59'),
      filter: { channel: 'list-whole' },
      limit: 1,
    };
    expect(await pair.other.listDialogues(range)).toEqual([given]);
    expect(await pair.other.listDialogues({ ...range, order: 'worst' })).toEqual([given]);
    expect(await pair.other.recentDialogues('list-whole', 'whole', 1)).toEqual([given]);
    expect(await pair.other.dueDialogues(new Date('2000-01-01T00:00:00Z'), 1)).toEqual([given]);
    await pair.one.saveDialogue({ ...given, wakeAt: null });
  });

  it('narrows a list to any of several spellings, to a scale and to those with a rating or without', async () => {
    const channel = 'list-narrowed';
    const [anna, , lower, thumbs, unrated, decomposed] = await insert(
      { channel, operator: 'Anna', rating: 4, completedAt: at('10:05:00') },
      { channel, operator: 'Petro', rating: 4, completedAt: at('10:04:00') },
      { channel, operator: 'anna ', rating: 3, completedAt: at('10:03:00') },
      { channel, operator: 'Anna', scale: '0,100|100|0', rating: 0, completedAt: at('10:02:00') },
      { channel, operator: 'Anna', rating: null, completedAt: at('10:01:00') },
      { channel, operator: 'Андрі\u0438\u0306', scale: null, completedAt: at('10:00:00') },
    );
    const list = async (operator: string | string[], options: Partial<ListOptions> = {}) => {
      const range = { from: at('00:00:00'), to: at('23:00:00'), filter: { channel: [channel], operator } };
      return ids(await pair.other.listDialogues({ ...range, limit: 10, ...options }));
    };
    const spellings = ['Anna', 'anna '];
    expect(await list(spellings)).toEqual([anna, lower, thumbs, unrated]);
    expect(await list(spellings, { scale: '1-5' })).toEqual([anna, lower, unrated]);
    expect(await list(spellings, { scale: '1-5', rated: true, order: 'worst' })).toEqual([lower, anna]);
    expect(await list('Anna', { rated: false })).toEqual([unrated]);
    expect(await list(['Андрі\u0438\u0306'], { scale: null })).toEqual([decomposed]);
    expect(await list([])).toEqual([]);
  });

  it('goes on behind a dialogue, also among those of the same moment, until none is left', async () => {
    const filter = { channel: 'list-pages' };
    const { channel } = filter;
    const completedAt = at('10:00:00');
    const same = await insert(...Array.from({ length: 7 }, () => ({ channel, completedAt })));
    const [older] = await insert({ channel, completedAt: at('09:00:00') });
    const range = { from: at('09:00:00'), to: at('10:00:00.001'), filter, limit: 3 };
    const paged: string[] = [];
    let after: Dialogue | undefined;
    for (let page = 0; page < 4; page++) {
      const found = await pair.other.listDialogues({ ...range, ...(after && { after }) });
      paged.push(...ids(found));
      after = found.at(-1) ?? after;
    }
    expect(paged).toEqual([...same.toSorted(), older]);
  });

  it('lists only comments that were first given before a moment', async () => {
    const channel = 'list-commented';
    const answers = (quality_comment: number) => aSurvey({ answeredAt: { quality_comment } });
    const [early] = await insert(
      { channel, comment: 'early', survey: answers(at('10:00:00').getTime() - 1) },
      { channel, comment: 'late', survey: answers(at('10:00:00').getTime()), answeredAt: at('09:00:00') },
      { channel, comment: null },
    );
    const range = { from: at('00:00:00'), to: at('23:00:00'), filter: { channel }, limit: 10 };
    expect(ids(await pair.other.listDialogues({ ...range, commented: at('10:00:00') }))).toEqual([early]);
  });

  it('gives answers that came late, also where one of rating and comment came before or after', async () => {
    const answered = { outcome: 'answered', completedAt: new Date('1999-01-01T00:00:00Z') } as const;
    const heard = (time: string) => new Date(`1999-01-02T${time}Z`);
    const late = (answeredAt: Date, changes: Partial<Dialogue> = {}) => ({
      ...answered,
      answeredAt,
      rating: 3,
      ...changes,
    });
    const survey = aSurvey({
      answeredAt: {
        quality_answer: heard('08:00:00').getTime(),
        quality_comment: heard('11:00:00').getTime(),
        x: 9e15,
      },
    });
    const [second, first, commented] = await insert(
      late(heard('10:00:00')),
      late(heard('09:00:00'), { rating: null, comment: 'x' }),
      late(heard('08:00:00'), { comment: 'y', survey }),
      late(heard('12:00:00')),
      late(heard('08:59:59.999')),
      late(heard('10:00:00'), { rating: null }),
      late(heard('10:00:00'), { completedAt: new Date('1999-01-01T12:00:00Z') }),
    );
    const spanning = {
      ...survey,
      answeredAt: {
        quality_answer: heard('10:00:00').getTime(),
        quality_comment: heard('12:00:00').getTime(),
      },
    };
    const around = {
      ...survey,
      answeredAt: {
        quality_answer: heard('08:00:00').getTime(),
        quality_comment: heard('12:00:00').getTime(),
      },
    };
    const [before] = await insert(
      late(heard('10:00:00'), { comment: 'y', survey: spanning }),
      late(heard('10:00:00'), { comment: 'y', survey: around }),
    );
    const options = {
      completedBefore: new Date('1999-01-01T12:00:00Z'),
      from: heard('09:00:00'),
      to: heard('12:00:00'),
    };
    expect(ids(await pair.other.lateAnswers({ ...options, limit: 10 }))).toEqual([
      first,
      second,
      commented,
      before,
    ]);
    expect(ids(await pair.other.lateAnswers({ ...options, limit: 1 }))).toEqual([first]);
    const [moved] = await pair.other.lateAnswers({ ...options, limit: 1 });
    if (!moved) throw new Error('nothing is late');
    await pair.one.saveDialogue({ ...moved, comment: null });
    expect(ids(await pair.other.lateAnswers({ ...options, limit: 10 }))).toEqual([second, commented, before]);
  });

  it('gives what dialogues are narrowed by, by their ids, as it stands now', async () => {
    const names = { channel: 'viber', scenario: 'nps', operator: 'Ніна', team: null, topic: 'T' };
    const facts = {
      ...names,
      scenarioVersion: 'v1',
      tags: ['vip', 'two words'],
      rating: 2.5,
      disputed: true,
    };
    const [full = '', plain = ''] = await insert(facts, { rating: null, operator: null });
    const found = await pair.other.narrowingFacts([full, plain, 'nobody', full]);
    const channel = 'telegram';
    const rest = { channel, scenario: 'csat', operator: null, team: 'support', topic: 'delivery' };
    expect(found.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: full, ...facts },
      { id: plain, ...rest, scenarioVersion: null, tags: [], rating: null, disputed: false },
    ]);
    const dialogue = await pair.one.findDialogueById(full);
    if (!dialogue) throw new Error('it is not there');
    await pair.one.saveDialogue({ ...dialogue, disputed: false, tags: [] }, { before: dialogue });
    expect(await pair.other.narrowingFacts([full])).toMatchObject([{ disputed: false, tags: [] }]);
    expect(await pair.other.narrowingFacts([])).toEqual([]);
  });

  it('knows when the first of all dialogues was completed', async () => {
    const completedAt = new Date('1998-12-31T00:00:00.001Z');
    await insert({ completedAt, wakeAt: null });
    expect(await pair.other.firstCompletedAt()).toEqual(completedAt);
  });
}
