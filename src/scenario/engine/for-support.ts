/** A text that was taken as the comment, though it may have been meant for the helpdesk that uses the same bot. */
import type { Choice, Message } from '../../channel.ts';
import { writeToken } from '../../token.ts';
import { withoutText } from './answers.ts';
import { placeAt, type Run } from './keyboards.ts';
import type { Step } from './step.ts';
import type { Aside, AsideEvent, Survey } from '../survey.ts';

/** The value of the button that takes a text out of the comment and gives it to the helpdesk; its number follows. */
const FOR_SUPPORT = '~support';
/** So many texts of a survey are offered at once; the button of an earlier one is told that it is too late. */
const MOST_OFFERED = 5;

export const isForSupport = (value: string): boolean => value.startsWith(FOR_SUPPORT);

/**
 * A step that took a text as the comment, with the button that takes it back; the same step where it took none, or one
 * that was meant for the survey: a reply. What belongs to a text that is offered already, as an edit of it or as a
 * further message of its album, goes with that one.
 */
export function withSupportButton(run: Run, before: Survey, step: Step, event: AsideEvent): Step {
  if (event.edited) return step.survey === before ? step : withEdit(step, event);
  const text = event.replyTo === undefined ? newComment(before, step.survey) : undefined;
  const { change_within: offeredFor } = run.scenario.rules;
  if (!text || offeredFor === 0) return step;
  const asidesUntil = run.now + offeredFor;
  const { asides = {} } = step.survey;
  const numbers = Object.keys(asides).map(Number);
  const newest = Math.max(0, ...numbers);
  const last = asides[newest];
  if (last && event.album !== undefined && last.events.some(({ album }) => album === event.album)) {
    const whole = { ...last, texts: [...last.texts, text], events: [...last.events, event] };
    return withAside(step, newest, whole, asidesUntil);
  }
  const place = placeAt(run, step.survey, '');
  const value = `${FOR_SUPPORT}${newest + 1}`;
  const token = writeToken({ dialogueId: run.dialogueId, block: 'comment', value });
  const button: Choice[] = [{ label: place.phrase('for_support'), token }];
  const at = step.effects.findLastIndex(({ kind }) => kind === 'send');
  const sent = step.effects[at];
  const { thread } = step.survey;
  const kept = { text: place.phrase('kept_as_comment'), ...(thread !== undefined && { thread }) };
  const message: Message = sent?.kind === 'send' ? sent.message : (step.reply ?? kept);
  const offered = withAside(step, newest + 1, { texts: [text], events: [event], message }, asidesUntil);
  const offering = { ...message, choices: [...(message.choices ?? []), button] };
  if (sent?.kind === 'send')
    return { ...offered, effects: step.effects.with(at, { ...sent, message: offering }) };
  if (step.reply) return { ...offered, reply: offering };
  return { ...offered, effects: [...step.effects, { kind: 'send', message: offering }] };
}

/**
 * The button was tapped: its text leaves the comment and goes to the helpdesk, for as long as answers may be
 * changed after it was written.
 * @param value of the button
 */
export function takeAside(run: Run, survey: Survey, value: string, messageId: string | undefined): Step {
  const place = placeAt(run, survey, '');
  const number = value.slice(FOR_SUPPORT.length);
  const { asides = {} } = survey;
  const aside = Object.hasOwn(asides, number) ? asides[number] : undefined;
  const passedOn: Message = { text: place.phrase('passed_on') };
  // It was tapped before.
  if (aside === null) return { survey, effects: [], reply: passedOn };
  if (!aside || run.now >= (survey.asidesUntil ?? 0)) {
    return { survey, effects: [], reply: { text: place.phrase('closed') } };
  }
  const { texts, events, message } = aside;
  const given: Survey = { ...survey, asides: { ...asides, [number]: null } };
  return {
    survey: texts.reduce((left, text) => withoutText(left, 'quality_comment', text, run.now), given),
    effects: [
      { kind: 'enqueue', job: { kind: 'for_support', payload: { events } } },
      ...(messageId === undefined ? [] : [{ kind: 'edit' as const, messageId, message }]),
    ],
    reply: passedOn,
  };
}

/** The text that a step has added to the comment, if it has. */
function newComment(before: Survey, { parts, variables }: Survey): Aside['texts'][number] | undefined {
  const part = parts?.at(-1);
  if (!part || part.variable !== 'quality_comment' || !part.chars || before.parts?.includes(part)) return;
  return { message: part.message, text: String(variables['quality_comment']).slice(-part.chars) };
}

/** The helpdesk gets the text as it came and its last edit, since it knows what it was only from the former. */
function withEdit(step: Step, event: AsideEvent): Step {
  const { messageId } = event;
  const isIt = (other: { message: string }): boolean => other.message === messageId;
  const found = Object.entries(step.survey.asides ?? {}).find(([, aside]) => aside?.texts.some(isIt));
  const [number, aside] = found ?? [];
  if (!aside) return step;
  const events = aside.events.filter((other) => !other.edited || other.messageId !== messageId);
  return withAside(step, Number(number), { ...aside, events: [...events, event] });
}

function withAside(step: Step, number: number, aside: Aside, until = step.survey.asidesUntil): Step {
  const { [number - MOST_OFFERED]: _oldest, ...kept } = step.survey.asides ?? {};
  const asides = { ...kept, [number]: aside };
  return { ...step, survey: { ...step.survey, asides, ...(until !== undefined && { asidesUntil: until }) } };
}

/** The survey without what nobody gave to the helpdesk in time. */
export function withoutAsides(survey: Survey): Survey {
  const { asides: _asides, asidesUntil: _until, ...rest } = survey;
  return rest;
}
