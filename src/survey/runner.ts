/** From a client's event to a committed answer; see docs/architecture.md, "How a tap flows". */
import { setTimeout } from 'node:timers/promises';
import type { ChannelAdapter, ClientEvent, OnEvent, Reply } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { advance } from '../scenario/engine/engine.ts';
import type { PhraseKey } from '../scenario/phrases.ts';
import { chooseLanguage, phraseOf, type Scenario } from '../scenario/scenario.ts';
import type { Step } from '../scenario/engine/step.ts';
import type { Survey } from '../scenario/survey.ts';
import { type Client, type Dialogue, type SeenEvent, withEvent } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { EventContext } from '../store/ports/dialogues.ts';
import { readToken } from '../token.ts';
import { createContacts } from './contacts.ts';
import { type AnswerEvent, chooseDialogue, inputOf } from './event-target.ts';
import type { Outbox } from './outbox/outbox.ts';
import { afterStep, type Announce, unannounced, wasAnswered } from './progress.ts';
import type { ScenarioVersions } from './scenario-versions.ts';
import { askedAfterAll, carriedQuestion, withoutMessage } from './undelivered.ts';
import { waitingQuestion, withSharedKeyboard } from './waiting-question.ts';

export interface RunnerOptions {
  store: Store;
  scenarioVersions: ScenarioVersions;
  outbox: Outbox;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'sharedKeyboard'>>;
  clock: Clock;
  log: Log;
  /** Words what the bot says outside any survey. */
  defaultScenario: Scenario;
  announce?: Announce;
}

/** How many of a client's latest surveys a typed text may belong to, and one that replies to a certain message. */
const RECENT = 5;
const RECENT_FOR_REPLY = 50;
/** Writers that may be first before an event is given back to the platform to be sent again. */
const TRIES = 50;
const LONGEST_JITTER_MS = 100;

/** What becomes of an event of a client. Two events of one client never run at once: see `inbound/router.ts`. */
export function createRunner(options: RunnerOptions): OnEvent {
  const {
    store,
    scenarioVersions,
    outbox,
    channels,
    clock,
    defaultScenario,
    announce = unannounced,
  } = options;
  const contacts = createContacts({ store, clock });

  return take;

  function take(event: ClientEvent): Promise<Reply | undefined> {
    switch (event.kind) {
      case 'start':
        return welcome(event);
      case 'joined':
      case 'left':
        return note(event);
      case 'tap':
      case 'text':
        return answer(event);
      case 'failed':
        return takeBack(event);
    }
  }

  async function welcome(event: ClientEvent & { kind: 'start' }): Promise<Reply | undefined> {
    const context = await find(event, { recent: RECENT });
    if (isRepeat(context, event)) return undefined;
    await contacts.remember(event, context.client, seen(event));
    const waiting = await waitingQuestion(context.dialogues, scenarioVersions, clock.now(), options.log);
    return waiting ?? say('welcome', event, context.client);
  }

  async function note(event: ClientEvent): Promise<undefined> {
    // That a client left is held against what they answered.
    const context = await find(event, { recent: event.kind === 'left' ? RECENT : 0 });
    if (!isRepeat(context, event)) await contacts.remember(event, heardOf(context), seen(event));
  }

  /** Reads, advances and writes with a compare-and-set until nobody else was first. */
  async function answer(event: AnswerEvent): Promise<Reply | undefined> {
    const query = queryOf(event);
    if (!query) {
      const context = await find(event, { recent: 0 });
      return isRepeat(context, event) ? undefined : sayWithoutSurvey(event, context);
    }
    for (let tries = 0; tries < TRIES; tries++) {
      const context = await find(event, query);
      if (isRepeat(context, event)) return undefined;
      const chosen = chooseDialogue(event, context.dialogues, clock.now().getTime());
      const dialogue = chosen && asAsked(chosen, context.client);
      const scenario =
        dialogue?.survey && (await scenarioVersions.find(dialogue.survey.version, dialogue.id, options.log));
      if (!chosen || !dialogue?.survey || !scenario) {
        return sayWithoutSurvey(event, context, dialogue?.survey != null);
      }
      // Whoever is back is to be asked what they missed, also when the process dies after this event was committed.
      const isAway = context.client?.reachable === false;
      if (isAway) await contacts.remember(event, context.client);
      const survey = hearing(dialogue, dialogue.survey, scenario, event, clock.now());
      const step = advance(scenario, dialogue.id, survey, inputOf(event, survey), clock.now().getTime());
      const reply = await replyWith(step, dialogue, event, context);
      if (step.survey === survey && step.effects.length === 0) {
        await contacts.remember(event, context.client, seen(event));
        return reply;
      }
      const [committed] = await Promise.all([
        commit(event, dialogue, step, context, chosen),
        // Both at once share a commit of the store.
        isAway ? undefined : contacts.remember(event, context.client),
      ]);
      if (committed) return reply;
      // Writers that were in step would go on to hinder each other.
      await setTimeout(Math.min(2 ** tries, LONGEST_JITTER_MS) * clock.random());
    }
    throw new StoreError(`an event of ${event.channel} lost ${TRIES} races for its dialogue; send it again`);
  }

  async function commit(
    event: AnswerEvent,
    dialogue: Dialogue,
    step: Step,
    { dialogues }: EventContext,
    before: Dialogue,
  ): Promise<boolean> {
    const effects = sharesKeyboard(event)
      ? await withSharedKeyboard(
          step,
          others(dialogues, dialogue),
          scenarioVersions,
          clock.now(),
          options.log,
        )
      : step.effects;
    const next = announce(before, afterStep(dialogue, { ...step, effects }, clock.now(), event.id));
    const { dialogue: claimed, mine } = outbox.claim(next);
    if (!(await store.saveDialogue(claimed, { before }))) return false;
    if (mine) void outbox.drain({ ...claimed, revision: claimed.revision + 1 });
    return true;
  }

  /** On a channel with one keyboard a reply carries the buttons of the question that waits, whichever it is. */
  async function replyWith(
    { reply, survey }: Step,
    dialogue: Dialogue,
    event: ClientEvent,
    { dialogues }: EventContext,
  ): Promise<Reply | undefined> {
    if (!reply || reply.choices || !sharesKeyboard(event)) return reply;
    const now = { ...dialogue, survey };
    const question = await waitingQuestion(
      [now, ...others(dialogues, dialogue)],
      scenarioVersions,
      clock.now(),
      options.log,
    );
    return question?.choices ? { ...reply, choices: question.choices } : reply;
  }

  /** A message that the platform had taken did not arrive: a question that nobody saw was not asked. */
  async function takeBack(event: ClientEvent & { kind: 'failed' }): Promise<undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      const context = await find(event, { recent: RECENT });
      if (isRepeat(context, event)) return undefined;
      const asked = context.dialogues.find((dialogue) => carriedQuestion(dialogue, event.messageId));
      if (!asked && context.dialogues.some(({ outbox: left }) => left.length > 0)) {
        throw new StoreError('a message failed that may not be marked as sent yet; send the event again');
      }
      if (!asked || wasAnswered(asked)) return contacts.remember(event, context.client, seen(event));
      const events = withEvent(asked.events, seen(event));
      const without = { ...withoutMessage(asked, event.messageId), events };
      if (await store.saveDialogue(without, { before: asked })) return undefined;
    }
    throw new StoreError(`an event of ${event.channel} lost ${TRIES} races for its dialogue; send it again`);
  }

  /** Nothing of the client's is concerned: a tap is told so, a text is let pass. */
  async function sayWithoutSurvey(
    event: AnswerEvent,
    { client, dialogues }: EventContext,
    isOver = false,
  ): Promise<Reply | undefined> {
    await contacts.remember(event, client, seen(event));
    if (event.kind === 'text' && !isOver) return undefined;
    const reply = say('closed', event, client);
    const question = sharesKeyboard(event)
      ? await waitingQuestion(dialogues, scenarioVersions, clock.now(), options.log)
      : null;
    return question?.choices ? { ...reply, choices: question.choices } : reply;
  }

  function find(event: ClientEvent, which: { recent: number; dialogueId?: string }): Promise<EventContext> {
    const { channel, clientId, id: eventId } = event;
    return store.findForEvent({ channel, clientId, eventId, ...which });
  }

  /** Which dialogues an answer may concern; null: none, since what was tapped is no button of ours. */
  function queryOf(event: AnswerEvent): { recent: number; dialogueId?: string } | null {
    if (event.kind === 'text') {
      return { recent: event.replyTo === undefined && !event.edited ? RECENT : RECENT_FOR_REPLY };
    }
    const recent = sharesKeyboard(event) ? RECENT : 0;
    const token = readToken(event.token);
    return token ? { dialogueId: token.dialogueId, recent } : null;
  }

  function sharesKeyboard({ channel }: ClientEvent): boolean {
    return channels.get(channel)?.sharedKeyboard === true;
  }

  function seen({ id }: ClientEvent): SeenEvent {
    return { id, at: clock.now().getTime() };
  }

  function say(key: PhraseKey, { profile }: ClientEvent, client: Client | null): Reply {
    const language = chooseLanguage(defaultScenario, [profile?.locale, client?.locale]);
    return { text: phraseOf(defaultScenario, key, language) };
  }

  /** A question that counts as undelivered had arrived after all when somebody taps on it. */
  function asAsked(dialogue: Dialogue, client: Client | null): Dialogue {
    const scenario = dialogue.survey ? undefined : scenarioVersions.current(dialogue.scenario);
    return scenario ? { ...dialogue, survey: askedAfterAll(dialogue, scenario, client?.locale) } : dialogue;
  }
}

function isRepeat({ client, dialogues }: EventContext, { id }: ClientEvent): boolean {
  const took = ({ events }: Pick<Client, 'events'>): boolean => events.some((event) => event.id === id);
  return (client !== null && took(client)) || dialogues.some(took);
}

/** What is known of a client, as of the last answer where that is newer. */
function heardOf({ client, dialogues }: EventContext): Client | null {
  const heard = dialogues.map(({ survey }) => survey?.heardAt ?? 0);
  return client && { ...client, seenAt: new Date(Math.max(client.seenAt.getTime(), ...heard)) };
}

/** The survey as it goes on with an event: in the language of the client's app, in the thread where the client is. */
function hearing(
  { language }: Dialogue,
  survey: Survey,
  scenario: Scenario,
  { at, profile, thread }: ClientEvent,
  now: Date,
): Survey {
  // What the helpdesk wished for stays.
  const wish = language === null && profile?.locale ? [profile.locale, survey.language] : [survey.language];
  const spoken = chooseLanguage(scenario, wish);
  const heardAt = Math.max(survey.heardAt ?? 0, Math.min(at.getTime(), now.getTime()));
  return { ...survey, language: spoken, heardAt, ...(thread !== undefined && { thread }) };
}

const others = (dialogues: readonly Dialogue[], { id }: Dialogue): Dialogue[] =>
  dialogues.filter((other) => other.id !== id);
