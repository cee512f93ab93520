/** "This is for support": a button for a text that was kept as the comment, but may be meant for the helpdesk on the same bot. */
import type { Choice, Message } from '../../channel.ts';
import { writeToken } from '../../token.ts';
import { withoutText } from './answers.ts';
import { placeAt, type Run } from './keyboards.ts';
import type { Step } from './step.ts';
import type { Aside, AsideEvent, Survey } from '../survey.ts';

/** The value of the button; the text's number follows. */
const FOR_SUPPORT = '~support';
/** How many texts of a survey have the button at once; the button of an earlier one answers `closed`. */
const MOST_OFFERED = 5;

export const isForSupport = (value: string): boolean => value.startsWith(FOR_SUPPORT);

/**
 * Adds the button to a step that took a text as the comment; the step is unchanged where it took none, or a reply. An
 * edit, or a further message of an album, is added to the text that has the button already.
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
 * The button was tapped: its text is taken out of the comment and given to the helpdesk, within `change_within` of the
 * last text that got a button.
 * @param value of the button
 */
export function takeAside(run: Run, survey: Survey, value: string, messageId: string | undefined): Step {
  const place = placeAt(run, survey, '');
  const number = value.slice(FOR_SUPPORT.length);
  const { asides = {} } = survey;
  const aside = Object.hasOwn(asides, number) ? asides[number] : undefined;
  const passedOn: Message = { text: place.phrase('passed_on') };
  // null: it was tapped before.
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

/** The helpdesk gets the original text and its last edit: an edit of a message that it does not know would be lost. */
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

/** The survey without the kept texts, once their buttons have expired. */
export function withoutAsides(survey: Survey): Survey {
  const { asides: _asides, asidesUntil: _until, ...rest } = survey;
  return rest;
}
