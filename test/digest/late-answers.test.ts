import { beforeEach, describe, expect, it } from 'vitest';
import type { Dialogue } from '../../src/dialogue.ts';
import { dialogue } from '../stats/dialogues.ts';
import { aSurvey } from '../support/dialogues.ts';
import { change, createWorld, tom, wholeText, personAt } from './digests.ts';

const world = createWorld();

describe('an answer that comes after its day was told', () => {
  const late = new Date('2026-11-22T13:00:00Z');
  const dayAfter = new Date('2026-11-23T07:00:00Z');
  const open = dialogue({
    id: 'late',
    outcome: 'open',
    rating: null,
    answeredAt: null,
    completedAt: new Date('2026-11-21T20:00:00Z'),
  });
  const english = () => world.english().map(({ text }) => text);
  const save = (changes: Partial<Dialogue>) => change(world.store, open, changes);
  const answered = { outcome: 'answered', rating: 2, answeredAt: late } as const;
  const surveyWith = (answeredAt: Record<string, number>) => aSurvey({ answeredAt });

  beforeEach(async () => {
    await world.store.insertDialogue(open);
    await world.instance().catchUp();
    world.sent = [];
  });

  it('is told once by the next digest, with its day', async () => {
    await save({ ...answered, comment: 'Too slow' });
    world.clock.set(dayAfter);
    await world.instance().catchUp();
    await world.instance().catchUp();
    expect(english()).toHaveLength(1);
    expect(english()[0]).toContain(`Answers since the last digest:
Sat, Nov 21: 2.0 of 5, CSAT 0%, 1 rating; 1 comment`);
    expect(english()[0]).toContain(`New comments about earlier days:
2 of 5 · Sat, Nov 21 · Olena · Billing · late
“Too slow”`);
    expect(world.sent[0]?.message.text).toContain(
      'Відповіді після попереднього дайджесту:\nсб, 21 лист.: 2,0 з 5',
    );
    world.sent = [];
    world.clock.set(new Date('2026-11-24T07:00:00Z'));
    await world.instance().catchUp();
    expect(english()[0]).not.toContain('Answers since the last digest');
  });

  it('is told in a group that has become a supergroup since', async () => {
    const group = personAt('telegram:-7', { kind: 'group' });
    const chats = [{ channel: 'telegram', clientId: '-1007', first: '-7' }];
    await world.instance({ people: [group] }).catchUp();
    await save({ ...answered, comment: 'Too slow' });
    world.clock.set(dayAfter);
    await world.instance({ people: [{ ...group, chats }] }).catchUp();
    expect(world.recipients()).toEqual(['telegram:-7', 'telegram:-1007']);
    expect(world.sent[1]?.message.text).toContain('Answers since the last digest');
  });

  it('is told as a comment alone where its rating was told before', async () => {
    await save({ ...answered, survey: surveyWith({ quality_answer: late.getTime() }) });
    world.clock.set(dayAfter);
    await world.instance().catchUp();
    world.sent = [];
    const commentedAt = new Date('2026-11-23T08:00:00Z').getTime();
    await save({
      comment: 'P.S.',
      survey: surveyWith({ quality_answer: late.getTime(), quality_comment: commentedAt }),
    });
    world.clock.set(new Date('2026-11-24T07:00:00Z'));
    await world.instance().catchUp();
    expect(english()[0]).toContain('Answers since the last digest:\nSat, Nov 21: 1 comment\n');
  });

  it('is told by the next digest also where a comment follows just before or after that', async () => {
    const ratedAt = new Date(dayAfter.getTime() - 40_000).getTime();
    for (const seconds of [-30, -20, 1]) {
      const survey = surveyWith({
        quality_answer: ratedAt,
        quality_comment: dayAfter.getTime() + seconds * 1000,
      });
      const comment = `after ${seconds} s`;
      await world.store.insertDialogue({
        ...open,
        ...answered,
        id: comment,
        externalId: comment,
        rating: 1,
        comment,
        survey,
      });
    }
    world.clock.set(dayAfter);
    await world.instance().catchUp();
    world.clock.set(new Date('2026-11-24T07:00:00Z'));
    await world.instance().catchUp();
    const [first, second] = english();
    expect(first).toContain('Sat, Nov 21: 1.0 of 5, CSAT 0%, 3 ratings');
    expect(first).not.toContain('“after');
    expect(second).toContain('Sat, Nov 21: 3 comments\n');
  });

  it('is counted however many came', async () => {
    for (let index = 0; index < 1001; index++) {
      await world.store.insertDialogue({ ...open, ...answered, id: `m${index}`, externalId: `m${index}` });
    }
    world.clock.set(dayAfter);
    await world.instance().catchUp();
    expect(english()[0]).toContain('1,001 ratings');
  });

  it('is told by one of two digests whichever second it comes in', async () => {
    for (const [index, seconds] of [-31, -30, -29, 0, 1].entries()) {
      const id = `edge${index}`;
      const answeredAt = new Date(dayAfter.getTime() + seconds * 1000);
      const completedAt = new Date('2026-11-22T09:00:00Z');
      await world.store.insertDialogue(
        dialogue({ id, completedAt, answeredAt, comment: `comment ${index}` }),
      );
    }
    world.clock.set(dayAfter);
    await world.instance().catchUp();
    world.clock.set(new Date('2026-11-24T07:00:00Z'));
    await world.instance().catchUp();
    for (const index of [0, 1, 2, 3, 4]) {
      expect(english().filter((text) => text.includes(`comment ${index}`))).toHaveLength(1);
    }
  });

  it('is told whatever is sent by hand meanwhile, and nothing earlier by the first digest', async () => {
    await save(answered);
    await world.instance().sendNow('2026-11-21');
    expect(english()[0]).not.toContain('Answers since the last digest');
    world.sent = [];
    world.clock.set(dayAfter);
    const newcomer = personAt('viber:new=');
    await world.instance({ people: [tom, newcomer] }).catchUp();
    const told = world.sent.filter(({ message }) =>
      wholeText(message).includes('Answers since the last digest'),
    );
    expect(told.map(({ to }) => to)).toEqual(['viber:abc=']);
    expect(world.sent).toHaveLength(2);
  });
});
