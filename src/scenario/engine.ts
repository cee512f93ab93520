/** The pure core: a survey and an input give the survey that follows and what is to be done. */
import type { Message } from '../channel.ts';
import { type Answer, CHANGE } from './block.ts';
import { holds } from './condition.ts';
import {
  ask,
  collapse,
  labelNow,
  mayChange,
  placeAt,
  type Run,
  waitingBlock,
  withoutKeyboard,
} from './keyboards.ts';
import type { Next } from './language.ts';
import { isWaiting, passingKind, type Scenario, type WaitingData, waitingKind } from './scenario.ts';
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
    waitsSince: now,
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
      return withChoices(run, takeTap(run, survey, input));
    case 'text':
      return withChoices(run, takeText(run, survey, input.text));
    case 'remind':
      return remind(run, survey);
    case 'expire':
      return expire(run, survey);
  }
}

/** The question that waits for the client, as it is asked; null when none does. */
export function question(scenario: Scenario, dialogueId: string, survey: Survey): Message | null {
  const run: Run = { scenario, dialogueId, now: 0 };
  const block = survey.waitsAt === null ? undefined : waitingBlock(run, survey.waitsAt);
  return survey.waitsAt !== null && block ? ask(run, survey, survey.waitsAt, block) : null;
}

/** True while the survey waits for the client and would still take an answer at `now`. */
export function isOpen(survey: Survey, now: number): boolean {
  return survey.waitsAt !== null && (survey.expiresAt === null || now < survey.expiresAt);
}

/** A reply carries the buttons of the question that waits: on Viber a message without any takes them away. */
function withChoices({ scenario, dialogueId, now }: Run, step: Step): Step {
  if (!step.reply || !isOpen(step.survey, now)) return step;
  const { choices = [] } = question(scenario, dialogueId, step.survey) ?? {};
  return choices.length === 0 ? step : { ...step, reply: { ...step.reply, choices } };
}

function takeTap(run: Run, survey: Survey, tap: Extract<Input, { kind: 'tap' }>): Step {
  const block = waitingBlock(run, tap.block);
  const place = placeAt(run, survey, tap.block);
  const closed: Step = { survey, effects: [], reply: { text: place.phrase('closed') } };
  if (!block) return closed;
  if (tap.value === CHANGE && mayChange(run, survey, block)) return reopen(run, survey, tap, block);
  const waits = survey.waitsAt === tap.block && isOpen(survey, run.now);
  if (!waits && !mayChange(run, survey, block))
    return { ...closed, effects: tidied(run, survey, tap, block) };
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
  const answer = waitingKind(block).answer(block, { kind: 'text', text }, placeAt(run, survey, id));
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
  const answered = answer.value === null ? survey : saveAnswer(survey, block.save_to, answer.value, run.now);
  const effects = collapse(run, answered, id, block, answer.label, messageId);
  return arrive(
    run,
    { ...answered, waitsAt: null, remindAt: null },
    choose(block.next, answered),
    effects,
    answer.rest,
  );
}

/**
 * Walks from block to block until one waits or none follows.
 * @param rest what the client wrote beyond an answer: the next question's answer if it asks for text, else a comment
 */
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
        effects.push({ kind: 'send', message: ask(run, survey, id, block), prompt: id });
        return {
          survey: { ...withComment(survey, rest, run.now), waitsAt: id, waitsSince: run.now },
          effects,
        };
      }
      survey = save(survey, block.save_to, rest, run.now);
      rest = '';
    } else {
      const { say, note } = passingKind(block).pass(block, place, run.now);
      if (say) effects.push({ kind: 'send', message: say });
      survey = { ...survey, ...note };
    }
    id = choose(block.next, survey);
  }
  return { survey: { ...withComment(survey, rest, run.now), waitsAt: null, remindAt: null }, effects };
}

/** A comment that came with an earlier answer is not replaced by one that was asked for. */
function saveAnswer(survey: Survey, variable: string, value: string | number, now: number): Survey {
  const earlier = variable === 'quality_comment' ? survey.variables.quality_comment : undefined;
  return save(survey, variable, earlier === undefined ? value : `${earlier}\n${value}`, now);
}

function withComment(survey: Survey, rest: string, now: number): Survey {
  return rest && survey.variables.quality_comment === undefined
    ? save(survey, 'quality_comment', rest, now)
    : survey;
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

/** A keyboard that came too late gives way to the answer that counts. */
function tidied(
  run: Run,
  survey: Survey,
  tap: { block: string; messageId?: string },
  block: WaitingData,
): Effect[] {
  const label = labelNow(run, survey, tap.block, block);
  return label === null ? [] : collapse(run, survey, tap.block, block, label, tap.messageId);
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
  return { survey, effects: [{ kind: 'edit', messageId, message: ask(run, survey, tap.block, block) }] };
}

function remind(run: Run, survey: Survey): Step {
  const id = survey.waitsAt;
  const block = id !== null && isOpen(survey, run.now) ? waitingBlock(run, id) : undefined;
  const reminded = { ...survey, remindAt: null, waitsSince: run.now };
  if (id === null || !block) return { survey: reminded, effects: [] };
  const asked = ask(run, survey, id, block);
  const message = { ...asked, text: `${placeAt(run, survey, id).phrase('reminder')}\n${asked.text}` };
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

function save(survey: Survey, variable: string, value: string | number, now: number): Survey {
  return {
    ...survey,
    variables: { ...survey.variables, [variable]: value },
    answeredAt: { ...survey.answeredAt, [variable]: survey.answeredAt[variable] ?? now },
  };
}

function choose(next: Next | undefined, survey: Survey): string | null {
  if (next === undefined || typeof next === 'string') return next ?? null;
  return next.find(({ when }) => !when || holds(when, survey.variables))?.to ?? null;
}
