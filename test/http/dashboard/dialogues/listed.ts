import type { Dialogue } from '../../../../src/dialogue.ts';
import { aDialogue, aSurvey } from '../../../support/dialogues.ts';
import { type DialoguePagesFixture, openDialoguePages } from './fixture.ts';
import { rowsIn } from './read-page.ts';

export const path = '/dashboard/dialogues';
export const HOUR = 3_600_000;
export const NOON = Date.parse('2026-11-22T12:00:00Z');

/** A dialogue that was completed so many hours before noon. */
export const before = (hours: number, facts: Partial<Dialogue> = {}): Dialogue => {
  const at = new Date(NOON - hours * HOUR);
  return aDialogue({ completedAt: at, reportedAt: at, askedAt: at, ...facts });
};
export const answered = (hours: number, facts: Partial<Dialogue> = {}): Dialogue => {
  const { rating = null, comment = null } = facts;
  const at = NOON - hours * HOUR + 60_000;
  const variables = {
    ...(rating !== null && { quality_answer: rating }),
    ...(comment !== null && { quality_comment: comment }),
  };
  const times = Object.fromEntries(Object.keys(variables).map((name) => [name, at]));
  return before(hours, {
    outcome: 'answered',
    answeredAt: new Date(at),
    survey: aSurvey({ variables: { ...variables, ...facts.survey?.variables }, answeredAt: times }),
    ...facts,
    ...(facts.survey && {
      survey: { ...facts.survey, variables: { ...variables, ...facts.survey.variables } },
    }),
  });
};

export async function listOf(dialogues: readonly Dialogue[]): Promise<DialoguePagesFixture> {
  const fixture = await openDialoguePages();
  for (const one of dialogues) await fixture.survey.store.insertDialogue(one);
  return fixture;
}
export const idsIn = (body: string): string[] =>
  rowsIn(body).map(({ Dialogue: name = '' }) => name.split(' ')[0] ?? '');
export const linkTo = (body: string, text: string): string => {
  const [, href = ''] = new RegExp(`href="([^"]*)"[^>]*>${text}<`).exec(body) ?? [];
  return href.replaceAll('&amp;', '&');
};
