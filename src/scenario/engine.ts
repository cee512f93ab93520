/** The pure core: a survey and an input give the survey that follows and what is to be done. */
import type { Choice, Message } from '../channel.ts';
import { type Answer, CHANGE, type Given, type Place } from './block.ts';
import { holds } from './condition.ts';
import type { Next } from './language.ts';
import { isWaiting, passingKind, placeOf, type Scenario, type WaitingData, waitingKind } from './scenario.ts';
import type { Effect, Survey } from './survey.ts';

export type Input =
  /** A button; `messageId` is the message that carried it, where the platform says so. */
  | { kind: 'tap'; block: string; value: string; messageId?: string }
  | { kind: 'text'; text: string }
  /** The time to remind, or to close, has come. */
  | { kind: 'remind' }
  | { kind: 'expire' };

export interface Step {
  survey: Survey;
  effects: Effect[];
  /** What to tell the client at once; not worth storing. */
  reply?: Message;
}

/** Begins a survey: everything up to the first question. `now` is in milliseconds since the epoch. */
export function begin(scenario: Scenario, dialogueId: string, language: string, now: number): Step {
  const { expire_after, remind_after } = scenario.rules;
  const survey: Survey = {
    version: scenario.version,
    language,
    waitsAt: null,
    variables: {},
    answeredAt: {},
    prompts: {},
    expiresAt: now + expire_after,
    remindAt: remind_after === undefined ? null : now + remind_after,
    recordedAt: null,
  };
  return arrive({ scenario, dialogueId, now }, survey, scenario.start, []);
}

/** Takes one input. An input that means nothing here gives the same survey back. */
export function advance(
  scenario: Scenario,
  dialogueId: string,
  survey: Survey,
  input: Input,
  now: number,
): Step {
  const run: Run = { scenario, dialogueId, now };
  switch (input.kind) {
    case 'tap':
      return takeTap(run, survey, input);
    case 'text':
      return takeText(run, survey, input.text);
    case 'remind':
      return remind(run, survey);
    case 'expire':
      return expire(run, survey);
  }
}

/** True while the survey waits for the client and would still take an answer at `now`. */
export function isOpen(survey: Survey, now: number): boolean {
  return survey.waitsAt !== null && (survey.expiresAt === null || now < survey.expiresAt);
}

interface Run {
  scenario: Scenario;
  dialogueId: string;
  now: number;
}

function takeTap(run: Run, survey: Survey, tap: Extract<Input, { kind: 'tap' }>): Step {
  const block = waitingBlock(run, tap.block);
  const place = placeAt(run, survey, tap.block);
  const closed: Step = { survey, effects: [], reply: { text: place.phrase('closed') } };
  if (!block) return closed;
  if (tap.value === CHANGE) return mayChange(run, survey, block) ? reopen(run, survey, tap, block) : closed;

  const waits = survey.waitsAt === tap.block && isOpen(survey, run.now);
  if (!waits && !mayChange(run, survey, block)) return closed;
  const answer = waitingKind(block).answer(block, { kind: 'tap', value: tap.value }, place);
  if (typeof answer === 'string') return { survey, effects: [], reply: { text: answer } };
  return waits
    ? answerAndGoOn(run, survey, tap.block, block, answer, tap.messageId)
    : change(run, survey, tap, block, answer);
}

function takeText(run: Run, survey: Survey, text: string): Step {
  const id = survey.waitsAt;
  const block = id !== null && isOpen(survey, run.now) ? waitingBlock(run, id) : undefined;
  if (id === null || !block) return { survey, effects: [] };
  const answer = understand(block, { kind: 'text', text }, placeAt(run, survey, id));
  if (typeof answer === 'string') return { survey, effects: [], reply: { text: answer } };
  return answerAndGoOn(run, survey, id, block, answer, undefined);
}

function answerAndGoOn(
  run: Run,
  survey: Survey,
  id: string,
  block: WaitingData,
  answer: Answer,
  messageId: string | undefined,
): Step {
  const answered = answer.value === null ? survey : save(survey, block, answer.value, run.now);
  const effects = collapse(run, answered, id, block, answer.label, messageId);
  return arrive(
    run,
    { ...answered, waitsAt: null, remindAt: null },
    choose(block.next, answered),
    effects,
    answer.rest,
  );
}

/** Walks from block to block until one waits or none follows. `rest` answers the next question for text. */
function arrive(run: Run, start: Survey, first: string | null, before: Effect[], rest = ''): Step {
  const effects = [...before];
  let survey = start;
  let id = first;
  while (id !== null) {
    const block = run.scenario.blocks[id];
    if (!block) break;
    const place = placeAt(run, survey, id);
    if (isWaiting(block)) {
      const takesText = block.type === 'wait_for_response' && block.expect === 'text';
      if (!rest || !takesText) {
        const { text, choices } = waitingKind(block).prompt(block, place);
        effects.push({ kind: 'send', message: { text, choices }, prompt: id });
        return { survey: { ...survey, waitsAt: id }, effects };
      }
      survey = save(survey, block, rest, run.now);
      rest = '';
    } else {
      const { say, note } = passingKind(block).pass(block, place, run.now);
      if (say) effects.push({ kind: 'send', message: say });
      survey = { ...survey, ...note };
    }
    id = choose(block.next, survey);
  }
  return { survey: { ...survey, waitsAt: null, remindAt: null }, effects };
}

/** A tap on an answered question, in time: the answer changes, the survey stays where it is. */
function change(
  run: Run,
  survey: Survey,
  tap: { block: string; messageId?: string },
  block: WaitingData,
  answer: Answer,
): Step {
  const same = answer.value === null || answer.value === survey.variables[block.save_to];
  const changed = same
    ? survey
    : { ...survey, variables: { ...survey.variables, [block.save_to]: answer.value ?? '' } };
  const effects = collapse(
    run,
    changed,
    tap.block,
    block,
    same ? labelNow(run, survey, tap.block, block) : answer.label,
    tap.messageId,
  );
  if (same) return { survey, effects };
  const text = placeAt(run, survey, tap.block).phrase('changed', { answer: answer.label ?? '' });
  return { survey: changed, effects, reply: { text } };
}

/** Shows a collapsed question's keyboard again. */
function reopen(
  run: Run,
  survey: Survey,
  tap: { block: string; messageId?: string },
  block: WaitingData,
): Step {
  const messageId = tap.messageId ?? survey.prompts[tap.block];
  if (messageId === undefined) return { survey, effects: [] };
  const { text, choices } = waitingKind(block).prompt(block, placeAt(run, survey, tap.block));
  return { survey, effects: [{ kind: 'edit', messageId, message: { text, choices } }] };
}

function mayChange(run: Run, survey: Survey, block: WaitingData): boolean {
  const answeredAt = survey.answeredAt[block.save_to];
  return answeredAt !== undefined && run.now < answeredAt + run.scenario.rules.change_within;
}

function remind(run: Run, survey: Survey): Step {
  const id = survey.waitsAt;
  const block = id !== null && isOpen(survey, run.now) ? waitingBlock(run, id) : undefined;
  const reminded = { ...survey, remindAt: null };
  if (id === null || !block) return { survey: reminded, effects: [] };
  const place = placeAt(run, survey, id);
  const { text, choices } = waitingKind(block).prompt(block, place);
  const message = { text: `${place.phrase('reminder')}\n${text}`, choices };
  return {
    survey: reminded,
    effects: [...withoutKeyboard(run, survey, id, block), { kind: 'send', message, prompt: id }],
  };
}

function expire(run: Run, survey: Survey): Step {
  const id = survey.waitsAt;
  const block = id !== null ? waitingBlock(run, id) : undefined;
  const effects = id !== null && block ? withoutKeyboard(run, survey, id, block) : [];
  return { survey: { ...survey, waitsAt: null, remindAt: null }, effects };
}

function save(survey: Survey, block: WaitingData, value: string | number, now: number): Survey {
  return {
    ...survey,
    variables: { ...survey.variables, [block.save_to]: value },
    answeredAt: { ...survey.answeredAt, [block.save_to]: survey.answeredAt[block.save_to] ?? now },
  };
}

/** The used keyboard gives way to the answer, and to a button that changes it where that is allowed. */
function collapse(
  run: Run,
  survey: Survey,
  id: string,
  block: WaitingData,
  label: string | null,
  messageId = survey.prompts[id],
): Effect[] {
  const place = placeAt(run, survey, id);
  const { text, choices } = waitingKind(block).prompt(block, place);
  if (messageId === undefined || choices.length === 0) return [];
  const changeable = block.type === 'message_with_keyboard' && mayChange(run, survey, block);
  const change: Choice[][] = changeable
    ? [[{ label: place.phrase('change'), token: place.token(CHANGE) }]]
    : [];
  const message = { text: label === null ? text : `${text}\n\n${label}`, choices: change };
  return [{ kind: 'edit', messageId, message }];
}

function withoutKeyboard(run: Run, survey: Survey, id: string, block: WaitingData): Effect[] {
  const messageId = survey.prompts[id];
  const { text, choices } = waitingKind(block).prompt(block, placeAt(run, survey, id));
  return messageId === undefined || choices.length === 0
    ? []
    : [{ kind: 'edit', messageId, message: { text } }];
}

function labelNow(run: Run, survey: Survey, id: string, block: WaitingData): string | null {
  const value = survey.variables[block.save_to];
  return value === undefined ? null : waitingKind(block).labelOf(block, value, placeAt(run, survey, id));
}

function choose(next: Next | undefined, survey: Survey): string | null {
  if (next === undefined || typeof next === 'string') return next ?? null;
  return next.find(({ when }) => !when || holds(when, survey.variables))?.to ?? null;
}

const understand = (block: WaitingData, given: Given, place: Place): Answer | string =>
  waitingKind(block).answer(block, given, place);

const waitingBlock = (run: Run, id: string): WaitingData | undefined => {
  const block = Object.hasOwn(run.scenario.blocks, id) ? run.scenario.blocks[id] : undefined;
  return block && isWaiting(block) ? block : undefined;
};

const placeAt = (run: Run, survey: Survey, id: string): Place =>
  placeOf(run.scenario, id, run.dialogueId, survey.language);
