/** Finds the dialogue that an answer of a client is for. */
import type { ClientEvent } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log/log.ts';
import { lastAnswerAt } from '../../scenario/engine/answers.ts';
import { isOpen, mayAnswer, takesText } from '../../scenario/engine/waiting.ts';
import type { Input } from '../../scenario/engine/step.ts';
import type { Survey } from '../../scenario/survey.ts';
import type { Dialogue } from '../../dialogue.ts';
import { replyKeyOf } from '../../scenario/engine/keyboards.ts';
import { readToken } from '../../token.ts';
import { inWords } from './in-words.ts';
import type { ScenarioVersions } from '../scenario-versions.ts';

export type AnswerEvent = Extract<ClientEvent, { kind: 'tap' | 'text' }>;
type TextEvent = Extract<ClientEvent, { kind: 'text' }>;

export interface TargetFinder {
  /** Which dialogues must be read for an answer; null: none, since the button that was tapped is not ours. */
  queryOf(event: AnswerEvent): { recent: number; dialogueId?: string } | null;
  /** The dialogue that an answer is for. @param dialogues the client's, the last asked first */
  find(event: AnswerEvent, dialogues: readonly Dialogue[]): Promise<Dialogue | undefined>;
  /** Whether an event names one of the surveys: by a button, a reply, an edit or an album. */
  namesSurvey(event: AnswerEvent, dialogues: readonly Dialogue[]): boolean;
  /** Whether a repeated event was for a survey when it came first. */
  wasForSurvey(event: AnswerEvent, dialogues: readonly Dialogue[]): boolean;
}

export interface TargetFinderOptions {
  scenarioVersions: ScenarioVersions;
  /** See `RunnerOptions`. */
  isShared: (channel: string) => boolean;
  sharesKeyboard: (event: AnswerEvent) => boolean;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** How many of a client's latest surveys a typed text may belong to; a reply or an edit may concern an older one. */
export const RECENT = 5;
const RECENT_FOR_REPLY = 50;

export function createTargetFinder(options: TargetFinderOptions): TargetFinder {
  const { scenarioVersions, isShared, sharesKeyboard, clock, log } = options;

  return {
    queryOf(event) {
      if (event.kind === 'text') {
        return { recent: event.replyTo === undefined && !event.edited ? RECENT : RECENT_FOR_REPLY };
      }
      const recent = sharesKeyboard(event) ? RECENT : 0;
      const token = readToken(event.token);
      return token ? { dialogueId: token.dialogueId, recent } : null;
    },
    async find(event, dialogues) {
      const now = clock.now().getTime();
      if (!isShared(event.channel)) return chooseDialogue(event, dialogues, now);
      const named = namedDialogue(event, dialogues);
      return named ?? (event.kind === 'text' && !event.edited ? takerOf(event, dialogues, now) : undefined);
    },
    namesSurvey: (event, dialogues) => namedDialogue(event, dialogues) !== undefined,
    wasForSurvey: (event, dialogues) =>
      dialogues.some(({ events }) => events.some(({ id }) => id === event.id)) ||
      namedDialogue(event, dialogues) !== undefined,
  };

  /** The dialogue whose question a text clearly answers (`takesText`); any other text is for the helpdesk. */
  async function takerOf(
    event: TextEvent,
    dialogues: readonly Dialogue[],
    now: number,
  ): Promise<Dialogue | undefined> {
    for (const dialogue of waitingDialogues(event, dialogues, now)) {
      const { id, survey } = dialogue;
      const scenario = survey && (await scenarioVersions.find(survey.version, id, log));
      const input = survey && inputOf(event, survey);
      if (scenario && input?.kind === 'text' && takesText(scenario, id, survey, input, now)) return dialogue;
    }
    return undefined;
  }
}

/** The dialogue that an answer is for where no helpdesk uses the bot. */
export function chooseDialogue(
  event: AnswerEvent,
  dialogues: readonly Dialogue[],
  now: number,
): Dialogue | undefined {
  const named = namedDialogue(event, dialogues);
  if (named || event.kind === 'tap') return named;
  const closed = latest(
    askedOf(dialogues).filter(({ survey }) => !isOpen(survey, now) && mayAnswer(survey, event.at.getTime())),
    ({ survey }) => lastAnswerAt(survey) ?? survey.waitsSince,
  );
  return waitingDialogues(event, dialogues, now)[0] ?? closed?.dialogue;
}

/**
 * The dialogue that an event names: by a button, as a reply to a message of ours, as an edit of an answer or as part of
 * the same album.
 */
function namedDialogue(event: AnswerEvent, dialogues: readonly Dialogue[]): Dialogue | undefined {
  if (event.kind === 'tap') {
    const id = readToken(event.token)?.dialogueId;
    return dialogues.find((dialogue) => dialogue.id === id);
  }
  const asked = askedOf(dialogues);
  const named =
    asked.find(({ survey }) => repliedBlock(event, survey) !== undefined) ??
    asked.find(({ survey }) => event.edited && gave(event, survey)) ??
    asked.find(({ survey }) => event.album !== undefined && event.album === survey.album?.id);
  return named?.dialogue;
}

/** Those whose question waits and is not later than the text; the one that the platform names first, then the last asked. */
function waitingDialogues(event: TextEvent, dialogues: readonly Dialogue[], now: number): Dialogue[] {
  const isNamed = ({ dialogue, survey }: Asked): boolean =>
    survey.waitsAt !== null && event.replyKey === replyKeyOf(dialogue.id, survey.waitsAt);
  return askedOf(dialogues)
    .filter(({ survey }) => isOpen(survey, now) && mayAnswer(survey, event.at.getTime()))
    .toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || b.survey.waitsSince - a.survey.waitsSince)
    .map(({ dialogue }) => dialogue);
}

interface Asked {
  dialogue: Dialogue;
  survey: Survey;
}

function askedOf(dialogues: readonly Dialogue[]): Asked[] {
  return dialogues.flatMap((dialogue) => (dialogue.survey ? [{ dialogue, survey: dialogue.survey }] : []));
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
    ...(event.attachment && { attached: true as const }),
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
