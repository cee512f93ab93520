/** Which dialogue an answer of a client is meant for. */
import type { ClientEvent } from '../channel.ts';
import { lastAnswerAt } from '../scenario/engine/answers.ts';
import { isOpen, mayAnswer } from '../scenario/engine/engine.ts';
import type { Input } from '../scenario/engine/step.ts';
import type { Survey } from '../scenario/survey.ts';
import type { Dialogue } from '../dialogue.ts';
import { readToken } from '../token.ts';
import { inWords } from './in-words.ts';

export type AnswerEvent = Extract<ClientEvent, { kind: 'tap' | 'text' }>;
type TextEvent = Extract<ClientEvent, { kind: 'text' }>;

/** @param dialogues the client's, the last asked first */
export function chooseDialogue(
  event: AnswerEvent,
  dialogues: readonly Dialogue[],
  now: number,
): Dialogue | undefined {
  if (event.kind === 'tap') {
    const id = readToken(event.token)?.dialogueId;
    return dialogues.find((dialogue) => dialogue.id === id);
  }
  const asked = dialogues.flatMap((dialogue) =>
    dialogue.survey ? [{ dialogue, survey: dialogue.survey }] : [],
  );
  const chosen =
    asked.find(({ survey }) => repliedBlock(event, survey) !== undefined) ??
    asked.find(({ survey }) => event.edited && gave(event, survey)) ??
    asked.find(({ survey }) => event.album !== undefined && event.album === survey.album?.id) ??
    latest(
      asked.filter(({ survey }) => isOpen(survey, now) && mayAnswer(survey, event.at.getTime())),
      ({ survey }) => survey.waitsSince,
    ) ??
    latest(
      asked.filter(({ survey }) => !isOpen(survey, now) && mayAnswer(survey, event.at.getTime())),
      ({ survey }) => lastAnswerAt(survey) ?? survey.waitsSince,
    );
  return chosen?.dialogue;
}

/** What the engine takes; a token was read before. */
export function inputOf(event: AnswerEvent, survey: Survey): Input {
  const { messageId } = event;
  const message = messageId === undefined ? {} : { messageId };
  if (event.kind === 'tap') {
    const { block, value } = readToken(event.token) ?? { block: '', value: '' };
    return { kind: 'tap', block, value, ...message };
  }
  const block = repliedBlock(event, survey);
  return {
    kind: 'text',
    text: event.text,
    inWords: inWords(event.text, event.attachment, survey.language),
    at: event.at.getTime(),
    ...message,
    ...(block ? { block } : {}),
    ...(event.edited && { edited: true }),
    ...(event.album !== undefined && { album: event.album }),
  };
}

/** The block whose question the message replies to, if it is one of this survey; empty: what was only said. */
function repliedBlock({ replyTo }: TextEvent, { prompts, earlierPrompts = {} }: Survey): string | undefined {
  if (replyTo === undefined) return undefined;
  const asked = Object.entries(prompts).find(([, messageId]) => messageId === replyTo);
  return asked?.[0] ?? (Object.hasOwn(earlierPrompts, replyTo) ? earlierPrompts[replyTo] : undefined);
}

function gave({ messageId }: TextEvent, { parts = [] }: Survey): boolean {
  return parts.some(({ message }) => message !== '' && message === messageId);
}

function latest<T>(items: readonly T[], timeOf: (item: T) => number): T | undefined {
  return items.toSorted((a, b) => timeOf(b) - timeOf(a))[0];
}
