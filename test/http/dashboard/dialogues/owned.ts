import type { Dialogue } from '../../../../src/dialogue.ts';
import type { ReportedDialogue } from '../../../../src/survey/intake.ts';
import { reported, tapOn } from '../../../support/survey.ts';
import { type DialoguePagesFixture, supervisorOf } from './fixture.ts';

export const MINUTE = 60_000;
export const pathOf = ({ id }: Dialogue): string => `/dashboard/dialogues/${id}`;
export const sales = supervisorOf('Sales');
export const support = supervisorOf('Support');
export const posts = [
  'alert/take',
  'alert/resolve',
  'dispute',
  'dispute/decide',
  'void',
  'unvoid',
  'notes',
  'notes/d1',
  'notes/d1/delete',
];

/** A dialogue of Olena and the team Sales that was asked about. */
export async function asked(
  { survey }: DialoguePagesFixture,
  facts: Partial<ReportedDialogue> = {},
): Promise<Dialogue> {
  const { intake, outbox, clock, scenario } = survey;
  const report = reported(scenario, clock.now());
  const { dialogue } = await intake.report({ ...report, operator: 'Olena', team: 'Sales', ...facts });
  await outbox.idle();
  return survey.stored(dialogue);
}

/** The same, rated. */
export async function rated(fixture: DialoguePagesFixture, rating: number): Promise<Dialogue> {
  const { survey } = fixture;
  const dialogue = await asked(fixture);
  survey.clock.set(MINUTE);
  await survey.onEvent(tapOn(dialogue, rating));
  await survey.outbox.idle();
  return survey.stored(dialogue);
}
