import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/access/person.ts';
import type { Dialogue } from '../../../../src/dialogue.ts';
import { aPerson } from '../../../access/persons.ts';
import {
  administrator,
  analyst,
  type DialoguePagesFixture,
  openDialoguePages,
  operatorNamed,
} from './fixture.ts';
import { pathOf, rated, sales } from './owned.ts';
import { stepsIn, textIn } from './read-page.ts';

const olena = operatorNamed('Olena');
const iryna = aPerson({ id: 'p-iryna', name: 'Iryna', teams: ['Sales'] });
/** A supervisor who leads dialogues as well. */
const leader = aPerson({ id: 'p-leader', name: 'Leader', teams: ['Sales'], operators: ['OLENA'] });

/** A low rating of Olena's, which somebody has disputed. */
async function disputed(fixture: DialoguePagesFixture, by: Person): Promise<Dialogue> {
  const dialogue = await rated(fixture, 1);
  fixture.signIn(by);
  const raised = await fixture.post(`${pathOf(dialogue)}/dispute`, { text: 'The bank was down' });
  expect(raised.to).toContain('notice=disputed');
  return dialogue;
}

const verdictsIn = (body: string): string[] =>
  [...body.matchAll(/name="verdict" value="(\w+)"/g)].map(([, verdict = '']) => verdict);

describe('a dispute on the page of its dialogue', () => {
  it('is decided with a reason by who may decide, which the course then says', async () => {
    const fixture = await openDialoguePages({ people: [olena, sales] });
    const { survey, get, post, signIn } = fixture;
    const dialogue = await disputed(fixture, olena);
    const act = `${pathOf(dialogue)}/dispute/decide`;
    const dispute = `${dialogue.id}.1`;
    signIn(sales);
    const { body } = await get(pathOf(dialogue));
    expect(textIn(body)).toContain('The rating is disputed The bank was down Olena · 22 Nov 2026');
    expect(verdictsIn(body)).toEqual(['upheld', 'partly', 'rejected', 'another_operator']);
    for (const [form, fault] of [
      [{ verdict: '', text: 'x' }, 'Choose how the dispute is decided.'],
      [{ verdict: 'lost', text: 'x' }, 'Choose how the dispute is decided.'],
      [{ verdict: 'partly', text: ' ' }, 'Write some words.'],
      [{ verdict: 'partly', text: 'я'.repeat(501) }, 'These are 501 characters'],
      [{ verdict: 'another_operator', text: 'x' }, 'Write whose rating it is.'],
      [{ verdict: 'another_operator', operator: 'OLENA', text: 'x' }, 'Name another one.'],
      [{ verdict: 'another_operator', operator: 'я'.repeat(201), text: 'x' }, 'name is too long'],
    ] as const) {
      const refused = await post(act, { dispute, ...form });
      expect([refused.status, textIn(refused.body)]).toEqual([400, expect.stringContaining(fault)]);
    }
    const kept = await post(act, { dispute, verdict: 'partly', text: '' });
    expect(kept.body).toMatch(/value="partly"[^>]* checked/);
    const done = await post(act, { dispute, verdict: 'partly', text: 'Half of the day' });
    expect([done.status, done.to]).toEqual([303, `${pathOf(dialogue)}?notice=dispute_decided`]);
    const after = await get(done.to ?? '');
    expect(textIn(after.body)).toContain('The dispute is decided.');
    expect(stepsIn(after.body).slice(-2)).toEqual([
      expect.stringContaining('Rating disputed Olena The bank was down'),
      expect.stringContaining('Dispute decided: partly upheld Supervisor of Sales Half of the day'),
    ]);
    expect(verdictsIn(after.body)).toEqual([]);
    expect(await survey.stored(dialogue)).toMatchObject({ disputed: true });
    signIn(administrator);
    const late = await post(act, { dispute, verdict: 'rejected', text: 'No' });
    expect([late.status, textIn(late.body)]).toEqual([
      400,
      expect.stringContaining('Supervisor of Sales has decided this dispute already: partly upheld.'),
    ]);
  });

  it('gives the rating to another operator', async () => {
    const fixture = await openDialoguePages({ people: [olena, sales] });
    const { survey, post, signIn } = fixture;
    const dialogue = await disputed(fixture, olena);
    signIn(sales);
    const form = { dispute: `${dialogue.id}.1`, verdict: 'another_operator', operator: ' Andriy\r\n' };
    await post(`${pathOf(dialogue)}/dispute/decide`, { ...form, text: 'He took over' });
    expect(await survey.stored(dialogue)).toMatchObject({ operator: 'Andriy', disputed: false });
  });

  it('is decided by nobody who raised it, leads the dialogue or has no such role; who raised it withdraws it', async () => {
    const people = [olena, sales, iryna, leader];
    const fixture = await openDialoguePages({ people });
    const { survey, get, post, signIn } = fixture;
    const dialogue = await disputed(fixture, iryna);
    const act = `${pathOf(dialogue)}/dispute/decide`;
    const cases: Array<[Person, string[], number, string]> = [
      [iryna, ['withdrawn'], 400, 'You raised this dispute, so somebody else decides it.'],
      [leader, [], 400, 'The rating is of your own work, so somebody else decides.'],
      [olena, [], 403, 'You may not'],
      [analyst, [], 403, 'You may not'],
    ];
    for (const [person, verdicts, status, said] of cases) {
      signIn(person);
      expect([person.name, verdictsIn((await get(pathOf(dialogue))).body)]).toEqual([person.name, verdicts]);
      const form = { dispute: `${dialogue.id}.1`, verdict: 'upheld', text: 'x' };
      const refused = await post(act, form);
      expect([person.name, refused.status]).toEqual([person.name, status]);
      expect(textIn(refused.body)).toContain(said);
    }
    signIn(sales);
    const others = { dispute: `${dialogue.id}.1`, verdict: 'withdrawn', text: 'x' };
    expect(textIn((await post(act, others)).body)).toContain('Only whoever raised a dispute');
    signIn(iryna);
    const form = { dispute: `${dialogue.id}.1`, verdict: 'withdrawn', text: 'A mistake' };
    const done = await post(act, form);
    expect(textIn((await get(done.to ?? '')).body)).toContain('The dispute is withdrawn.');
    expect(await survey.stored(dialogue)).toMatchObject({ disputed: false });
  });

  it('is one of that dialogue alone', async () => {
    const fixture = await openDialoguePages({ people: [olena, sales] });
    const { post, signIn } = fixture;
    const dialogue = await disputed(fixture, olena);
    signIn(sales);
    for (const dispute of ['', 'x', `${dialogue.id}x.1`, `${dialogue.id}.7`]) {
      const form = { dispute, verdict: 'upheld', text: 'x' };
      const { status } = await post(`${pathOf(dialogue)}/dispute/decide`, form);
      expect([dispute, status]).toEqual([dispute, 404]);
    }
  });
});
