/** From a client's event to a committed answer; see docs/architecture.md, "How a tap flows". */
import type { ClientEvent, OnEvent, Reply } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { messageOf, ScenarioError, StoreError } from '../errors.ts';
import type { Log } from '../log.ts';
import { advance, type Input, isOpen, question } from '../scenario/engine.ts';
import type { PhraseKey } from '../scenario/phrases.ts';
import { chooseLanguage, phraseOf, readToken, type Scenario } from '../scenario/scenario.ts';
import type { Dialogue, Store } from '../store/store.ts';
import type { Outbox } from './outbox.ts';
import { afterStep } from './progress.ts';
import type { ScenarioShelf } from './shelf.ts';

export interface RunnerOptions {
  store: Store;
  shelf: ScenarioShelf;
  outbox: Outbox;
  clock: Clock;
  log: Log;
  /** Words what the bot says outside any survey. */
  defaultScenario: Scenario;
}

/** How many of a client's latest surveys a typed text may belong to. */
const RECENT = 5;
/** Writers that may be first before an event is given back to the platform to be sent again. */
const TRIES = 20;

/** @returns what a channel's adapter calls with each event */
export function createRunner({ store, shelf, outbox, clock, log, defaultScenario }: RunnerOptions): OnEvent {
  return (event) => {
    switch (event.kind) {
      case 'start':
        return welcome(event);
      case 'joined':
        return remember(event, true);
      case 'left':
        return remember(event, false);
      case 'tap':
        return takeTap(event);
      case 'text':
        return takeText(event);
      case 'failed':
        return Promise.resolve(undefined);
    }
  };

  async function welcome(event: ClientEvent): Promise<Reply> {
    await remember(event, true);
    const open = await findOpen(event);
    const scenario = open?.survey ? await scenarioOf(open) : null;
    const waiting = open?.survey && scenario ? question(scenario, open.id, open.survey) : null;
    return waiting ?? say('welcome', event);
  }

  async function remember(
    { channel, clientId, at, profile }: ClientEvent,
    reachable: boolean,
  ): Promise<undefined> {
    const known = await store.findClient(channel, clientId);
    if (known && known.seenAt > at) return; // it comes late: what is known is newer
    const name = profile?.name ?? known?.name ?? null;
    const locale = profile?.locale ?? known?.locale ?? null;
    await store.saveClient({ channel, clientId, name, locale, reachable, seenAt: at });
  }

  async function takeTap(event: ClientEvent & { kind: 'tap' }): Promise<Reply | undefined> {
    const token = readToken(event.token);
    const closed = say('closed', event);
    if (!token) return closed;
    const { messageId } = event;
    const input: Input = {
      kind: 'tap',
      block: token.block,
      value: token.value,
      ...(messageId ? { messageId } : {}),
    };
    // Looked up by client, so that nobody answers for another.
    const find = (): Promise<Dialogue | null> =>
      store.findDialogue(event.channel, event.clientId, token.dialogueId);
    return commit(event, input, find, closed);
  }

  async function takeText(event: ClientEvent & { kind: 'text' }): Promise<Reply | undefined> {
    return commit(event, { kind: 'text', text: event.text }, () => findOpen(event), undefined);
  }

  /** The survey to which an event without a token belongs: the one that took it before, else the one that asked last. */
  async function findOpen({ channel, clientId, id }: ClientEvent): Promise<Dialogue | null> {
    const recent = await store.recentDialogues(channel, clientId, RECENT);
    const taken = recent.find(({ eventIds }) => eventIds.includes(id));
    const now = clock.now().getTime();
    const open = recent.filter(({ survey }) => survey !== null && isOpen(survey, now));
    const asked = open.toSorted((a, b) => (b.survey?.waitsSince ?? 0) - (a.survey?.waitsSince ?? 0));
    return taken ?? asked[0] ?? null;
  }

  /** Reads, advances and writes with a compare-and-set until nobody else was first. */
  async function commit(
    event: ClientEvent,
    input: Input,
    find: () => Promise<Dialogue | null>,
    otherwise: Reply | undefined,
  ): Promise<Reply | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      const dialogue = await find();
      if (!dialogue?.survey) {
        // Who writes can be written to, also where the platform sent no event of its own about that.
        await remember(event, true);
        return otherwise;
      }
      if (dialogue.eventIds.includes(event.id)) return undefined;
      const scenario = await scenarioOf(dialogue);
      if (!scenario) return say('closed', event);
      const now = clock.now();
      const step = advance(scenario, dialogue.id, dialogue.survey, input, now.getTime());
      if (step.survey === dialogue.survey && step.effects.length === 0) return step.reply;
      const { dialogue: next, mine } = outbox.claim(afterStep(dialogue, step, now, event.id));
      if (await store.saveDialogue(next)) {
        if (mine) void outbox.drain({ ...next, revision: next.revision + 1 });
        return step.reply;
      }
    }
    throw new StoreError(`an event of ${event.channel} lost ${TRIES} races for its dialogue; send it again`);
  }

  /** null: its version is gone or unreadable, which no repeat would mend. */
  async function scenarioOf({ id, survey }: Dialogue): Promise<Scenario | null> {
    try {
      return survey && (await shelf.version(survey.version));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      log('error', `dialogue ${id} cannot go on: ${messageOf(error)}`);
      return null;
    }
  }

  function say(key: PhraseKey, { profile }: ClientEvent): Reply {
    return { text: phraseOf(defaultScenario, key, chooseLanguage(defaultScenario, [profile?.locale])) };
  }
}
