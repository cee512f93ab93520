import { describe, expect, it } from 'vitest';
import { authorIs } from '../../src/disputes/rules.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import type { Person } from '../../src/access/person.ts';
import { aPerson } from '../access/persons.ts';
import { andriy, everybody, iryna, marta, olena, openDesk, petro } from './desk.ts';

const DAY = 86_400_000;

describe('a dispute of a rating', () => {
  it('stands in the ledger and on the dialogue, which it marks', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const at = desk.fixture.clock.now();
    const id = await desk.raise(dialogue);
    expect(await desk.disputes.ledger.find(id)).toMatchObject({
      state: 'open',
      raisedAt: at,
      dialogue: { id: dialogue.id, operator: 'Olena', rating: 2, scale: '1-5' },
      entries: [
        {
          at: at.getTime(),
          who: { id: 'olena', name: 'Olena K.' },
          what: 'raised',
          why: 'The bank was down',
        },
      ],
    });
    expect(await desk.stored(dialogue)).toMatchObject({
      disputed: true,
      course: [{ at: at.getTime(), what: 'disputed', by: 'Olena K.', reason: 'The bank was down' }],
    });
  });

  it.each([
    ['upheld', true],
    ['partly', true],
    ['rejected', false],
  ] as const)('that was decided as %s leaves the dialogue disputed: %s', async (verdict, disputed) => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const id = await desk.raise(dialogue);
    desk.fixture.clock.set(60_000);
    const by = { author: authorIs(petro), person: petro };
    const outcome = await desk.disputes.decide(id, { verdict, reason: ' I read it ' }, by);
    expect(outcome).toMatchObject({ done: { state: verdict } });
    const entries = (await desk.disputes.ledger.find(id))?.entries;
    expect(entries?.map(({ what, why, who }) => [what, why, who.name])).toEqual([
      ['raised', 'The bank was down', 'Olena K.'],
      [verdict, 'I read it', 'Petro'],
    ]);
    expect(await desk.stored(dialogue)).toMatchObject({
      disputed,
      operator: 'Olena',
      course: [{ what: 'disputed' }, { what: 'dispute_decided', by: 'Petro', reason: 'I read it', verdict }],
    });
    await expect(desk.raise(dialogue, iryna)).rejects.toThrow('decided');
  });

  it('that is of another operator counts for the right one, who may dispute it in turn', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const id = await desk.raise(dialogue);
    const by = { author: authorIs(iryna), person: iryna };
    const decision = { verdict: 'another_operator', reason: 'He took over', operator: '  Andriy ' } as const;
    expect(await desk.disputes.decide(id, decision, by)).toMatchObject({
      done: { state: 'another_operator' },
    });
    const stored = await desk.stored(dialogue);
    expect(stored).toMatchObject({ operator: 'Andriy', disputed: false });
    expect(stored.course.map(({ what, by: who, before }) => [what, who, before?.operator])).toEqual([
      ['disputed', 'Olena K.', undefined],
      ['dispute_decided', 'Iryna', undefined],
      ['corrected', 'Iryna', 'Olena'],
    ]);
    expect(await desk.raise(dialogue, andriy)).toBe(`${dialogue.id}.2`);
    await expect(desk.raise(dialogue, olena)).rejects.toThrow('not_yours');
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: true, operator: 'Andriy' });
  });

  it('may be withdrawn while it is open by who raised it, and raised again', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const id = await desk.raise(dialogue);
    const withdraw = (person: Person) =>
      desk.disputes.decide(
        id,
        { verdict: 'withdrawn', reason: 'a mistake' },
        { author: authorIs(person), person },
      );
    expect(await withdraw(petro)).toEqual({ refused: { code: 'not_raiser' } });
    expect(await withdraw(olena)).toMatchObject({ done: { state: 'withdrawn' } });
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: false });
    expect(await withdraw(olena)).toEqual({
      refused: { code: 'decided', by: 'Olena K.', verdict: 'withdrawn' },
    });
    expect(await desk.raise(dialogue, petro)).toBe(`${dialogue.id}.2`);
  });

  it.each<[string, Person, Partial<Dialogue>]>([
    ['not_allowed', aPerson({ role: 'analyst' }), {}],
    ['not_yours', andriy, {}],
    ['another_team', marta, {}],
    ['unrated', olena, { rating: null }],
    ['voided', olena, { voided: { at: 0, by: 'x', reason: 'a test' } }],
    ['superseded', olena, { superseded: true }],
    ['too_old', olena, { completedAt: new Date(Date.parse('2026-11-22T12:00:00Z') - 91 * DAY) }],
  ])('is refused as %s', async (code, person, changes) => {
    const desk = await openDesk();
    const dialogue = await desk.rated(changes);
    expect(await desk.disputes.refusalOf(dialogue.id, person)).toMatchObject({ code });
    expect(await desk.disputes.offer(dialogue.id, person)).toBeNull();
    await expect(desk.raise(dialogue, person)).rejects.toThrow(code);
    expect(await desk.disputes.ledger.list({ limit: 10 })).toEqual([]);
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: false, course: [] });
  });

  it('is refused without a reason, with a long one, and of a dialogue that is not there', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    await expect(desk.raise(dialogue, olena, ' \n')).rejects.toThrow('no_reason');
    await expect(desk.raise(dialogue, olena, '🙂'.repeat(501))).rejects.toThrow('long_reason');
    await expect(desk.raise({ ...dialogue, id: 'none' })).rejects.toThrow('unknown_dialogue');
    expect(await desk.raise(dialogue, olena, '🙂'.repeat(500))).toBe(`${dialogue.id}.1`);
  });

  it('is raised once, also by two in the same second, of whom one is told of the other', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const outcomes = await Promise.allSettled([
      desk.raise(dialogue, olena),
      desk.raise(dialogue, petro),
      desk.raise(dialogue, iryna),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [first] = await desk.disputes.ledger.list({ limit: 10 });
    expect(await desk.disputes.refusalOf(dialogue.id, petro)).toEqual({
      code: 'open',
      by: first?.entries[0].who.name,
    });
  });

  it('is decided once, also by two in the same second, of whom one is told of the other', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const id = await desk.raise(dialogue);
    const decide = (person: Person, verdict: 'upheld' | 'rejected') =>
      desk.disputes.decide(id, { verdict, reason: 'x' }, { author: authorIs(person), person });
    const outcomes = await Promise.all([decide(petro, 'upheld'), decide(iryna, 'rejected')]);
    const [won] = outcomes.flatMap((one) => ('done' in one ? [one.done] : []));
    const lost = outcomes.flatMap((one) => ('refused' in one ? [one.refused] : []));
    const last = won?.entries.at(-1);
    expect(lost).toEqual([{ code: 'decided', by: last?.who.name, verdict: last?.what }]);
    expect((await desk.disputes.ledger.find(id))?.entries).toHaveLength(2);
    expect((await desk.stored(dialogue)).course).toHaveLength(2);
  });

  it('is decided neither by who raised it, nor by the operator whose work was rated, nor by another team', async () => {
    const lead = aPerson({ id: 'lead', name: 'Lead', operators: ['OLENA'], chats: [] });
    const desk = await openDesk([...everybody, lead]);
    const dialogue = await desk.rated();
    const id = await desk.raise(dialogue, petro);
    const refusal = (person: Person) =>
      desk.disputes.decisionRefusal(id, 'upheld', { author: authorIs(person), person });
    expect(await refusal(petro)).toEqual({ code: 'own' });
    expect(await refusal(lead)).toEqual({ code: 'concerned' });
    expect(await refusal(marta)).toEqual({ code: 'not_allowed' });
    expect(await refusal(olena)).toEqual({ code: 'not_allowed' });
    expect(await refusal(iryna)).toBeNull();
    for (const [name, code] of [
      ['petro ', 'own'],
      ['olena', 'concerned'],
      ['Lead', 'concerned'],
    ] as const) {
      const outcome = await desk.disputes.decideAs(id, { verdict: 'upheld', reason: 'x' }, name);
      expect(outcome).toEqual({ refused: { code } });
    }
  });

  it('needs the name of another operator', async () => {
    const desk = await openDesk();
    const id = await desk.raise(await desk.rated());
    const decide = (operator?: string) =>
      desk.disputes.decideAs(
        id,
        { verdict: 'another_operator', reason: 'x', ...(operator !== undefined && { operator }) },
        'Helpdesk',
      );
    expect(await decide()).toEqual({ refused: { code: 'no_operator' } });
    expect(await decide(' ')).toEqual({ refused: { code: 'no_operator' } });
    expect(await decide('OLENA ')).toEqual({ refused: { code: 'same_operator' } });
    expect(await decide('x'.repeat(201))).toMatchObject({ refused: { code: 'long_operator' } });
    expect(await decide('Andriy')).toMatchObject({ done: { entries: [{}, { operator: 'Andriy' }] } });
  });
});
