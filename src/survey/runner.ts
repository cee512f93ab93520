/** From a client's event to a committed answer; see docs/architecture.md, "How a tap flows". */
import { setTimeout } from 'node:timers/promises';
import type { ChannelAdapter, ClientEvent, Reply } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { advance } from '../scenario/engine/engine.ts';
import { withSupportButton } from '../scenario/engine/for-support.ts';
import type { PhraseKey } from '../scenario/phrases.ts';
import { chooseLanguage, phraseOf, type Scenario } from '../scenario/scenario.ts';
import type { Step } from '../scenario/engine/step.ts';
import type { Survey } from '../scenario/survey.ts';
import type { Client, Dialogue, SeenEvent } from '../dialogue.ts';
import { withEvent } from '../store/ports/seen-events.ts';
import type { Store } from '../store/store.ts';
import type { EventContext, EventQuery } from '../store/ports/dialogues.ts';
import { createContacts } from './contacts.ts';
import { createClientCommands, isCommand } from './incoming/client-commands.ts';
import type { ClientLetters } from './incoming/client-letters.ts';
import { heardOf, isRepeat, took } from './incoming/event-context.ts';
import { type AnswerEvent, createTargetFinder, inputOf, RECENT } from './incoming/event-target.ts';
import { hearing } from './incoming/hearing.ts';
import type { Outbox } from './outbox/outbox.ts';
import { afterStep, type Announce, isSending, unannounced, wasAnswered } from './progress.ts';
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
  /**
   * Whether a helpdesk uses the bot of a channel too: then only a text that is clearly an answer is for surveys, and
   * everything else gets no reply from here.
   */
  isShared: (channel: string) => boolean;
  /** Whether a text that was kept as a comment can be given to support: a helpdesk or a `client.message` webhook takes it. */
  takesForSupport: (channel: string) => boolean;
  announce?: Announce;
  /** Letters of the company's people to clients, which clients reply to. Default: there are none. */
  letters?: ClientLetters;
}

/** What became of an event; `whose` decides what is relayed: `theirs` and `both` go to the helpdesk on the same bot. */
export interface HandledEvent {
  whose: 'surveys' | 'theirs' | 'both';
  reply?: Reply | undefined;
}

/** Handles an event of a client; two of one client never run at once: see `inbound/router.ts`. */
export type Runner = (event: ClientEvent) => Promise<HandledEvent>;

/** Lost races before an event is refused, so that the platform sends it again. */
const TRIES = 50;
const LONGEST_JITTER_MS = 100;

/** A `start` with a payload that begins so was made by this service. */
const OWN_PAYLOAD = 'aw_';

export function createRunner(options: RunnerOptions): Runner {
  const { store, scenarioVersions, outbox, channels, clock, defaultScenario, isShared, takesForSupport } =
    options;
  const { announce = unannounced, letters } = options;
  const contacts = createContacts({ store, clock });
  const targets = createTargetFinder({ scenarioVersions, isShared, sharesKeyboard, clock, log: options.log });

  const commands = createClientCommands({ ...options, say, withWaitingButtons });

  return take;

  async function take(event: ClientEvent): Promise<HandledEvent> {
    // Some platforms send no `start` event for a client who comes back: there `/start` is typed.
    if (event.kind === 'start' || isCommand(event, 'start')) return welcome(event);
    if (commands.knows(event)) return obey(event);
    switch (event.kind) {
      case 'joined':
      case 'left':
        return note(event);
      case 'tap':
      case 'text':
        return answer(event);
      case 'failed':
        return takeBack(event);
      case 'migrated':
      case 'other':
        return { whose: 'theirs' };
    }
  }

  async function obey(event: ClientEvent): Promise<HandledEvent> {
    const context = await find(event, { recent: RECENT });
    if (isRepeat(context, event)) return { whose: 'both' };
    const reply = await commands.take(event, context.client, context.dialogues);
    await contacts.remember(event, context.client, seen(event));
    return { whose: 'both', reply };
  }

  async function welcome(event: ClientEvent): Promise<HandledEvent> {
    const isOwn = event.kind === 'start' && event.payload?.startsWith(OWN_PAYLOAD);
    const whose = isOwn ? 'surveys' : 'both';
    const context = await find(event, { recent: RECENT });
    if (isRepeat(context, event)) return { whose };
    const wasStopped = context.client?.optedOutAt != null;
    if (wasStopped) await store.setOptOut(event.channel, event.clientId, null);
    await contacts.remember(event, context.client, seen(event));
    const waiting = await waitingQuestion(context.dialogues, scenarioVersions, clock.now(), options.log);
    const isGreeted = wasStopped || !isShared(event.channel);
    return { whose, reply: waiting ?? (isGreeted ? say('welcome', event, context.client) : undefined) };
  }

  async function note(event: ClientEvent): Promise<HandledEvent> {
    // That a client left is held against what they answered.
    const context = await find(event, { recent: event.kind === 'left' ? RECENT : 0 });
    if (!isRepeat(context, event)) await contacts.remember(event, heardOf(context), seen(event));
    return { whose: 'both' };
  }

  /** Reads, advances and writes with a compare-and-set until nobody else was first. */
  async function answer(event: AnswerEvent): Promise<HandledEvent> {
    const query = targets.queryOf(event);
    if (!query) {
      const context = await find(event, { recent: 0 });
      return isRepeat(context, event) ? { whose: 'theirs' } : sayWithoutSurvey(event, context);
    }
    for (let tries = 0; tries < TRIES; tries++) {
      // Mostly a tap is for what this process saved a while ago; the write of the answer proves it to be up to date.
      const context = await find(event, { ...query, mayBeCached: event.kind === 'tap' && tries === 0 });
      // A tap, and a reply to a survey's message, is looked up nowhere else.
      if (event.kind === 'text' && !targets.namesSurvey(event, context.dialogues)) {
        if (await letters?.take(event)) return noteReply(event, context);
      }
      if (isRepeat(context, event)) {
        if (context.isCached) continue;
        return { whose: targets.wasForSurvey(event, context.dialogues) ? 'surveys' : 'theirs' };
      }
      const chosen = await targets.find(event, context.dialogues);
      const dialogue = chosen && asAsked(chosen, context.client);
      const scenario =
        dialogue?.survey && (await scenarioVersions.find(dialogue.survey.version, dialogue.id, options.log));
      if (!chosen || !dialogue?.survey || !scenario) {
        if (context.isCached) continue;
        return sayWithoutSurvey(event, context, chosen);
      }
      // Whoever is back is to be asked what they missed, also when the process dies after this event was committed.
      const isAway = context.client?.reachable === false;
      if (isAway) await contacts.remember(event, context.client);
      const survey = hearing(dialogue, dialogue.survey, scenario, event, clock.now());
      const now = clock.now().getTime();
      const taken = advance(scenario, dialogue.id, survey, inputOf(event, survey), now);
      const step =
        event.kind === 'text' && takesForSupport(event.channel)
          ? withSupportButton({ scenario, dialogueId: dialogue.id, now, message: '' }, survey, taken, event)
          : taken;
      const dialogues = [{ ...dialogue, survey: step.survey }, ...others(context.dialogues, dialogue)];
      const reply = step.reply && (await withWaitingButtons(step.reply, event, dialogues));
      // Without a helpdesk on the bot every text is matched to a survey, also one that turns out to be no answer.
      const isAnswer = changesAnswers(survey, step.survey) || targets.namesSurvey(event, context.dialogues);
      const whose = isAnswer || isShared(event.channel) ? 'surveys' : 'theirs';
      if (step.survey === survey && step.effects.length === 0) {
        if (context.isCached) continue;
        await contacts.remember(event, context.client, seen(event));
        return { whose, reply };
      }
      const [committed] = await Promise.all([
        commit(event, dialogue, step, context, chosen),
        // Both at once share a commit of the store.
        isAway ? undefined : contacts.remember(event, context.client),
      ]);
      if (committed) return { whose, reply };
      // A random pause: writers in lockstep would collide again.
      await setTimeout(Math.min(2 ** tries, LONGEST_JITTER_MS) * clock.random());
    }
    throw new StoreError(`an event of ${event.channel} lost ${TRIES} races for its dialogue; send it again`);
  }

  /** A client's reply to a letter, or the news that it did not arrive. */
  async function noteReply(event: ClientEvent, context: EventContext): Promise<HandledEvent> {
    if (!isRepeat(context, event)) await contacts.remember(event, context.client, seen(event));
    return { whose: 'surveys' };
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
  async function withWaitingButtons(
    reply: Reply,
    event: ClientEvent,
    dialogues: readonly Dialogue[],
  ): Promise<Reply> {
    if (reply.choices || !sharesKeyboard(event)) return reply;
    const question = await waitingQuestion(dialogues, scenarioVersions, clock.now(), options.log);
    return question?.choices ? { ...reply, choices: question.choices } : reply;
  }

  /** A message that the platform had taken did not arrive: a question that nobody saw was not asked. */
  async function takeBack(event: ClientEvent & { kind: 'failed' }): Promise<HandledEvent> {
    for (let tries = 0; tries < TRIES; tries++) {
      const context = await find(event, { recent: RECENT });
      const asked = context.dialogues.find((dialogue) => carriedQuestion(dialogue, event.messageId));
      if (!asked && (await letters?.take(event))) return noteReply(event, context);
      if (isRepeat(context, event)) {
        const isOurs = asked !== undefined || context.dialogues.some((dialogue) => took(dialogue, event));
        return { whose: isOurs ? 'surveys' : 'theirs' };
      }
      if (!asked && context.dialogues.some((dialogue) => isSending(dialogue, clock.now()))) {
        throw new StoreError('a message failed that may not be marked as sent yet; send the event again');
      }
      if (!asked || wasAnswered(asked)) {
        await contacts.remember(event, context.client, seen(event));
        return { whose: asked ? 'surveys' : 'theirs' };
      }
      const events = withEvent(asked.events, seen(event));
      const without = announce(asked, { ...withoutMessage(asked, event.messageId, clock.now()), events });
      if (await store.saveDialogue(without, { before: asked })) return { whose: 'surveys' };
    }
    throw new StoreError(`an event of ${event.channel} lost ${TRIES} races for its dialogue; send it again`);
  }

  /**
   * No question is concerned: a tap is told so, a text is let pass. @param known the dialogue that it was for, which
   * takes it no more
   */
  async function sayWithoutSurvey(
    event: AnswerEvent,
    { client, dialogues }: EventContext,
    known?: Dialogue,
  ): Promise<HandledEvent> {
    await contacts.remember(event, client, seen(event));
    const whose = known ? 'surveys' : 'theirs';
    if (!known && isShared(event.channel)) return { whose };
    if (event.kind === 'text' && !known?.survey) return { whose };
    return { whose, reply: await withWaitingButtons(say('closed', event, client), event, dialogues) };
  }

  function find(
    event: ClientEvent,
    which: Pick<EventQuery, 'recent' | 'dialogueId' | 'mayBeCached'>,
  ): Promise<EventContext> {
    const { channel, clientId, id: eventId } = event;
    return store.findForEvent({ channel, clientId, eventId, ...which });
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

/** Also who skips a question answers it. */
const changesAnswers = (before: Survey, after: Survey): boolean =>
  before.variables !== after.variables || before.parts !== after.parts || before.waitsAt !== after.waitsAt;

const others = (dialogues: readonly Dialogue[], { id }: Dialogue): Dialogue[] =>
  dialogues.filter((other) => other.id !== id);
