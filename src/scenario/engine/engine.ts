/** The pure core: a survey and an input give the survey that follows and what is to be done. */
import type { Message } from '../../channel.ts';
import { addToAlbum, withAlbum } from './album.ts';
import { addText, save, withAttachment, withSource } from './answers.ts';
import { type Answer, CHANGE } from '../block.ts';
import { change } from './change.ts';
import { holds } from '../condition.ts';
import { withEdits } from './edits.ts';
import { isForSupport, takeAside } from './for-support.ts';
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
import { addLateText, editText } from './late-text.ts';
import type { Next } from '../fields.ts';
import { isWaiting, passingKind, type Scenario, type WaitingData, waitingKind } from '../scenario.ts';
import type { Input, Step, TextInput } from './step.ts';
import type { Effect, Survey, Value } from '../survey.ts';
import { isOpen, mayAnswer } from './waiting.ts';
import { withdraw } from './withdraw.ts';

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
  return inThread(arrive({ scenario, dialogueId, now, message: '' }, survey, scenario.start, []));
}

/** Takes one input. An input that means nothing here gives the same survey back. */
export function advance(
  scenario: Scenario,
  dialogueId: string,
  survey: Survey,
  input: Input,
  now: number,
): Step {
  const message = input.kind === 'text' ? (input.messageId ?? '') : '';
  return inThread(withEdits(survey, take({ scenario, dialogueId, now, message }, survey, input), now));
}

function take(run: Run, survey: Survey, input: Input): Step {
  switch (input.kind) {
    case 'tap':
      return withChoices(run, takeTap(run, survey, input));
    case 'text':
      return withChoices(run, takeText(run, survey, input));
    case 'remind':
      return remind(run, survey);
    case 'expire':
      return expire(run, survey);
    case 'withdraw':
      return withdraw(run, survey, input);
    case 'result':
      return takeResult(run, survey, input);
  }
}

/** What is sent or said stands in the thread in which the client answers. */
function inThread(step: Step): Step {
  const { thread } = step.survey;
  if (thread === undefined) return step;
  const effects = step.effects.map((effect) =>
    effect.kind === 'send' ? { ...effect, message: { ...effect.message, thread } } : effect,
  );
  return { ...step, effects, ...(step.reply && { reply: { ...step.reply, thread } }) };
}

/** The question that waits for the client, as it is asked; null when none does. */
export function question(scenario: Scenario, dialogueId: string, survey: Survey): Message | null {
  const run: Run = { scenario, dialogueId, now: 0, message: '' };
  const block = survey.waitsAt === null ? undefined : waitingBlock(run, survey.waitsAt);
  return survey.waitsAt !== null && block ? ask(run, survey, survey.waitsAt, block) : null;
}

/** A reply carries the buttons of the question that waits: on Viber a message without any takes them away. */
function withChoices({ scenario, dialogueId, now }: Run, step: Step): Step {
  if (!step.reply || !isOpen(step.survey, now)) return step;
  const { choices = [] } = question(scenario, dialogueId, step.survey) ?? {};
  return choices.length === 0 ? step : { ...step, reply: { ...step.reply, choices } };
}

function takeTap(run: Run, survey: Survey, tap: Extract<Input, { kind: 'tap' }>): Step {
  if (isForSupport(tap.value)) return takeAside(run, survey, tap.value, tap.messageId);
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

function takeText(run: Run, survey: Survey, input: TextInput): Step {
  const edited = input.edited ? editText(run, survey, input) : null;
  const taken = edited ?? addToAlbum(survey, input, run.message, run.now);
  const step = taken ?? withAlbum(readText(run, survey, input), survey, input);
  return input.attached ? { ...step, survey: withAttachment(step.survey, run.message) } : step;
}

function readText(run: Run, survey: Survey, input: TextInput): Step {
  const id = survey.waitsAt;
  const block = id !== null && isOpen(survey, run.now) ? waitingBlock(run, id) : undefined;
  if (id !== null && block && (input.block ?? id) === id) {
    if (!mayAnswer(survey, input.at)) return { survey, effects: [] };
    const answer = waitingKind(block).answer(block, input, placeAt(run, survey, id));
    if (typeof answer === 'string') return { survey, effects: [], reply: { text: answer } };
    return answerAndGoOn(run, survey, id, block, answer, undefined);
  }
  // An edit of a message that answered nothing is no answer either.
  return input.edited ? { survey, effects: [] } : addLateText(run, survey, input);
}

function answerAndGoOn(
  run: Run,
  survey: Survey,
  id: string,
  block: WaitingData,
  answer: Answer,
  messageId: string | undefined,
): Step {
  const answered =
    answer.value === null
      ? skipped(run, survey, id, block)
      : saveAnswer(run, survey, id, block, answer.value);
  const effects = collapse(run, answered, id, block, answer.label, messageId);
  // The buttons of a hint were tapped, or of the question before its reminder: the question gives way as well.
  if (messageId !== undefined && survey.prompts[id] !== undefined && messageId !== survey.prompts[id]) {
    effects.push(...collapse(run, answered, id, block, answer.label));
  }
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
      if (!rest || !waitingKind(block).saves(block).text) {
        effects.push({ kind: 'send', message: ask(run, survey, id, block), prompt: id });
        const { firstAskedAt: _before, ...waiting } = withComment(run, survey, rest);
        return { survey: { ...waiting, waitsAt: id, waitsSince: run.now }, effects };
      }
      survey = addText(survey, block.save_to, rest, run.message, run.now);
      rest = '';
    } else {
      const { say, note, job } = passingKind(block).pass(block, place, run.now);
      if (say) effects.push({ kind: 'send', message: say });
      survey = { ...survey, ...note };
      if (job) {
        const { kind, payload, waits } = job;
        effects.push({ kind: 'enqueue', job: { kind, payload, ...(waits && { block: id }) } });
        if (waits) {
          const awaiting = { ...withComment(run, survey, rest), waitsAt: null, remindAt: null, awaits: id };
          return { survey: awaiting, effects };
        }
      }
    }
    id = choose(block.next, survey);
  }
  const finished = {
    ...withComment(run, survey, rest),
    waitsAt: null,
    remindAt: null,
    ended: 'finished' as const,
  };
  return { survey: finished, effects };
}

/** Who skips may still think better of it: by words that follow, or by an edit of the word that skipped. */
function skipped(run: Run, survey: Survey, id: string, block: WaitingData): Survey {
  const source = { message: run.message, variable: block.save_to, block: id };
  return { ...withSource(survey, source), lastAnswerAt: run.now };
}

function saveAnswer(run: Run, survey: Survey, id: string, block: WaitingData, value: Value): Survey {
  const { save_to: variable } = block;
  if (typeof value !== 'string' || !waitingKind(block).saves(block).text) {
    return withSource(save(survey, variable, value, run.now), { message: run.message, variable, block: id });
  }
  // A comment that came with an earlier answer is not replaced by one that was asked for; any other text is.
  const { [variable]: _earlier, ...variables } = survey.variables;
  const parts = survey.parts?.filter((part) => part.variable !== variable);
  const before = variable === 'quality_comment' ? survey : { ...survey, variables, ...(parts && { parts }) };
  return addText(before, variable, value, run.message, run.now, id);
}

function withComment(run: Run, survey: Survey, rest: string): Survey {
  return rest && survey.variables.quality_comment === undefined
    ? addText(survey, 'quality_comment', rest, run.message, run.now)
    : survey;
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
  const firstAskedAt = survey.firstAskedAt ?? survey.waitsSince;
  const reminded = { ...survey, remindAt: null, waitsSince: run.now, firstAskedAt };
  if (id === null || !block) return { survey: reminded, effects: [] };
  const asked = ask(run, survey, id, block);
  const sent = { ...reminded, remindedAt: run.now };
  const message = { ...asked, text: `${placeAt(run, survey, id).phrase('reminder')}\n${asked.text}` };
  return {
    survey: sent,
    effects: [...withoutKeyboard(run, survey, id, block), { kind: 'send', message, prompt: id }],
  };
}

function expire(run: Run, survey: Survey): Step {
  const id = survey.waitsAt;
  const block = id !== null ? waitingBlock(run, id) : undefined;
  const effects = id !== null && block ? withoutKeyboard(run, survey, id, block) : [];
  const { awaits: _awaits, ...ended } = survey;
  return { survey: { ...ended, waitsAt: null, remindAt: null, ended: 'expired' }, effects };
}

/** Goes on with what a job left; a result that nobody waits for any more changes nothing. */
function takeResult(run: Run, survey: Survey, input: Extract<Input, { kind: 'result' }>): Step {
  const { block: id, outcome, data } = input;
  const { awaits, ...going } = survey;
  const block = Object.hasOwn(run.scenario.blocks, id) ? run.scenario.blocks[id] : undefined;
  const isOver = survey.expiresAt !== null && run.now >= survey.expiresAt;
  if (awaits !== id || isOver || !block || isWaiting(block)) return { survey, effects: [] };
  const place = placeAt(run, survey, id);
  const { say, note, save: saved } = passingKind(block).result?.(block, { outcome, data }, place) ?? {};
  const resumed = { ...going, ...note, variables: { ...going.variables, ...saved } };
  return arrive(run, resumed, choose(block.next, resumed), say ? [{ kind: 'send', message: say }] : []);
}

function choose(next: Next | undefined, survey: Survey): string | null {
  if (next === undefined || typeof next === 'string') return next ?? null;
  return next.find(({ when }) => !when || holds(when, survey.variables))?.to ?? null;
}
