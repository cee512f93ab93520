/** How a question is drawn: with its buttons, collapsed into its answer, without them. */
import type { Choice, Message } from '../../channel.ts';
import { CHANGE, type Place } from '../block.ts';
import { isWaiting, placeOf, type Scenario, type WaitingData, waitingKind } from '../scenario.ts';
import type { Effect, Survey } from '../survey.ts';

/** What a step of a survey runs with; `now` is in milliseconds since the epoch. */
export interface Run {
  scenario: Scenario;
  dialogueId: string;
  now: number;
  /** The id of the client's message that is being taken; empty: none, or the platform gives none. */
  message: string;
}

/** A block's question as it is asked; one that asks for words opens the reply field. */
export function ask(run: Run, survey: Survey, id: string, block: WaitingData): Message {
  const kind = waitingKind(block);
  const prompt = kind.prompt(block, placeAt(run, survey, id));
  return kind.saves(block).text ? { openReply: { key: replyKeyOf(run.dialogueId, id) }, ...prompt } : prompt;
}

/** What a platform brings back with the text that follows a question, where it does not say which one was replied to. */
export const replyKeyOf = (dialogueId: string, block: string): string => `${dialogueId}:${block}`;

/** The used keyboard gives way to the answer, and to a button that changes it where that is allowed. */
export function collapse(
  run: Run,
  survey: Survey,
  id: string,
  block: WaitingData,
  label: string | null,
  messageId = survey.prompts[id],
): Effect[] {
  const place = placeAt(run, survey, id);
  const { text, choices = [] } = ask(run, survey, id, block);
  if (messageId === undefined || choices.length === 0) return [];
  const changeable = waitingKind(block).changesByButton && mayChange(run, survey, block);
  const change: Choice[][] = changeable
    ? [[{ label: place.phrase('change'), token: place.token(CHANGE) }]]
    : [];
  const message = { text: label === null ? text : `${text}\n\n${label}`, choices: change };
  return [{ kind: 'edit', messageId, message }];
}

/** The question as it stands in the chat, unanswered, with no way to answer it any more. */
export function withoutKeyboard(run: Run, survey: Survey, id: string, block: WaitingData): Effect[] {
  const messageId = survey.prompts[id];
  const { text, choices = [] } = ask(run, survey, id, block);
  return messageId === undefined || choices.length === 0
    ? []
    : [{ kind: 'edit', messageId, message: { text } }];
}

/** How the saved answer of a block was worded; null: it has none. */
export function labelNow(run: Run, survey: Survey, id: string, block: WaitingData): string | null {
  const value = survey.variables[block.save_to];
  return value === undefined ? null : waitingKind(block).labelOf(block, value, placeAt(run, survey, id));
}

/** True while the answer of a block may still be changed. */
export function mayChange(run: Run, survey: Survey, block: WaitingData): boolean {
  const answeredAt = survey.answeredAt[block.save_to];
  if (survey.withdrawnAt !== undefined) return false;
  if (answeredAt === undefined || (survey.expiresAt !== null && run.now >= survey.expiresAt)) return false;
  return run.now < answeredAt + run.scenario.rules.change_within;
}

/** The block of this name if it waits for the client; names come from outside, so none is inherited. */
export const waitingBlock = ({ scenario }: Run, id: string): WaitingData | undefined => {
  const block = Object.hasOwn(scenario.blocks, id) ? scenario.blocks[id] : undefined;
  return block && isWaiting(block) ? block : undefined;
};

export const placeAt = (run: Run, survey: Survey, id: string): Place =>
  placeOf(run.scenario, id, run.dialogueId, survey.language);
