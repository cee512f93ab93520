import type { Clock } from '../clock.ts';
import { begin } from '../scenario/engine/engine.ts';
import { chooseLanguage, type Scenario } from '../scenario/scenario.ts';
import { scaleKey } from '../scale.ts';
import type { Dialogue, ReportedDimension } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { Outbox } from './outbox/outbox.ts';
import { afterStep, type Announce, notAsked, unannounced } from './progress.ts';
import { askTime } from './rules/ask-time.ts';
import { whyNotAsk } from './rules/index.ts';
import { cancelled } from './operations/changes.ts';
import { type ComparedFact, type ComparedFacts, differencesOf } from './operations/differences.ts';
import { clientKey, type KeyedMutex } from '../keyed-mutex.ts';

type Facts = 'channel' | 'clientId' | 'externalId' | 'tags' | 'language' | ReportedDimension;

/** A completed dialogue as a helpdesk reports it. */
export type ReportedDialogue = Pick<Dialogue, Facts | 'completedAt'> & {
  scenario: Scenario;
  /** Which of these the report left out, so that a default was filled in. */
  leftOut?: ReadonlyArray<'scenario' | 'completedAt'>;
  /** False: the client is not to be asked. */
  ask?: boolean;
  /** Why not. */
  reason?: string;
  /** Who reports it: the name of an API key or a connector. */
  by?: string;
};

export interface Reported {
  dialogue: Dialogue;
  /** False: it was reported before. */
  created: boolean;
  /** In which facts it differs from what was reported before. */
  differences: ComparedFact[];
}

export interface IntakeOptions {
  store: Store;
  outbox: Outbox;
  clock: Clock;
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
  announce?: Announce;
  /** Whether a channel's events come to this service; while another receives them, nobody is asked. Default: they do. */
  receives?: (channel: string) => boolean;
  /** The operators' names of the person whose chat a client's is; empty: of nobody's. Default: nobody is an operator. */
  operatorsOf?: (channel: string, clientId: string) => readonly string[];
}

export interface Intake {
  /**
   * Keeps a completed dialogue and asks its client, at once or after the scenario's delay. The same externalId again
   * changes nothing, unless the dialogue was reopened since: then it is asked about in a new round, and the earlier
   * one is in no figure any more.
   */
  report(reported: ReportedDialogue): Promise<Reported>;
  /**
   * Asks the client of a dialogue, unless a rule says not to, or later where they wrote a short while ago, and saves
   * that with `save`. Of one client one dialogue is taken at a time, so that two at once do not both pass the cooldown;
   * two instances still may.
   */
  ask<T>(dialogue: Dialogue, scenario: Scenario, save: (asked: Dialogue) => Promise<T>): Promise<T>;
}

export function createIntake(options: IntakeOptions): Intake {
  const {
    store,
    outbox,
    clock,
    mutex,
    announce = unannounced,
    receives = () => true,
    operatorsOf = () => [],
  } = options;
  return { report, ask };

  function report(reported: ReportedDialogue): Promise<Reported> {
    return mutex.run(clientKey(reported), () => take(reported));
  }

  async function take(reported: ReportedDialogue): Promise<Reported> {
    const { scenario, leftOut = [], ask: isWanted, reason, by = 'api', ...facts } = reported;
    const now = clock.now();
    const askAt = new Date(facts.completedAt.getTime() + scenario.rules.delay);
    const blank: Dialogue = {
      id: clock.newId(),
      purpose: 'csat',
      round: 1,
      reopenedAt: null,
      superseded: false,
      disputed: false,
      voided: null,
      course: [],
      scenario: scenario.id,
      scale: scenario.scale && scaleKey(scenario.scale),
      reportedAt: now,
      outcome: 'scheduled',
      notAskedReason: null,
      notAskedAt: null,
      rating: null,
      comment: null,
      askedAt: null,
      scenarioVersion: null,
      deliveredAt: null,
      answeredAt: null,
      survey: null,
      events: [],
      outbox: [],
      sendingBy: null,
      sendingUntil: null,
      wakeAt: askAt,
      revision: 0,
      ...facts,
    };
    const keep = async (dialogue: Dialogue): Promise<{ dialogue: Dialogue; created: boolean }> => {
      if (isWanted === false) {
        const next = cancelled(dialogue, { by, ...(reason !== undefined && { reason }) }, now);
        return insert(notAsked(next ?? dialogue, 'not_wanted', now));
      }
      return insert(askAt > now ? dialogue : await asked(dialogue, scenario));
    };
    const said: ComparedFacts = {
      scenario: leftOut.includes('scenario') ? null : scenario.id,
      ask: isWanted ?? null,
      ...facts,
      completedAt: leftOut.includes('completedAt') ? null : facts.completedAt,
    };
    let kept = await keep(blank);
    if (!kept.created && isOver(kept.dialogue, said)) {
      await supersede(kept.dialogue);
      kept = await keep({ ...blank, round: kept.dialogue.round + 1 });
    }
    return { ...kept, differences: kept.created ? [] : differencesOf(said, kept.dialogue) };
  }

  async function insert(asked: Dialogue): Promise<{ dialogue: Dialogue; created: boolean }> {
    const { dialogue: claimed, mine } = outbox.claim(asked);
    const { dialogue, created } = await store.insertDialogue(claimed);
    if (created && mine) void outbox.drain(dialogue);
    return { dialogue, created };
  }

  /** Before the next round is kept: should the process die between the two, the helpdesk reports again. */
  async function supersede(earlier: Dialogue): Promise<void> {
    for (let one: Dialogue | null = earlier; one && !one.superseded; ) {
      if (await store.saveDialogue({ ...one, superseded: true }, { before: one })) return;
      one = await store.findDialogue(earlier.channel, earlier.clientId, earlier.id);
    }
  }

  function ask<T>(dialogue: Dialogue, scenario: Scenario, save: (asked: Dialogue) => Promise<T>): Promise<T> {
    return mutex.run(clientKey(dialogue), async () => save(await asked(dialogue, scenario)));
  }

  async function asked(dialogue: Dialogue, scenario: Scenario): Promise<Dialogue> {
    const { channel, clientId } = dialogue;
    const now = clock.now();
    const { rules } = scenario;
    const [client, recent] = await Promise.all([
      store.findClient(channel, clientId),
      store.recentDialogues(channel, clientId, dialogue.round),
    ]);
    const operators = operatorsOf(channel, clientId);
    const lastAskedAt = recent.find((other) => !cameToNothing(other, dialogue))?.askedAt ?? null;
    const reason = whyNotAsk({ client, dialogue, lastAskedAt, rules, operators, now });
    const rested = askTime(dialogue.completedAt, client?.wroteAt ?? null, rules.delay);
    const askAt = receives(channel)
      ? rested
      : new Date(Math.max(rested.getTime(), now.getTime() + LOOK_AGAIN_MS));
    if (askAt > now && reason !== 'too_late') {
      return { ...dialogue, outcome: 'scheduled', notAskedReason: null, notAskedAt: null, wakeAt: askAt };
    }
    if (reason) return notAsked(dialogue, reason, now);
    const language = chooseLanguage(scenario, [dialogue.language, client?.locale]);
    // Of the file as it is now, which may have changed since the dialogue was reported.
    const scale = scenario.scale && scaleKey(scenario.scale);
    const step = begin(scenario, dialogue.id, language, now.getTime());
    return announce(dialogue, afterStep({ ...dialogue, scale }, step, now));
  }
}

/** While another service receives a bot's events, how long until a dialogue is tried again. */
const LOOK_AGAIN_MS = 60_000;

/** Whether a report opens a new round: the conversation was reopened, and the report is not the earlier one repeated. */
const isOver = ({ reopenedAt, completedAt }: Dialogue, said: ComparedFacts): boolean =>
  reopenedAt !== null && said.completedAt?.getTime() !== completedAt.getTime();

/** An earlier round of the same conversation that nobody answered before it went on; the cooldown does not begin with it. */
const cameToNothing = (earlier: Dialogue, { externalId, purpose }: Dialogue): boolean =>
  earlier.externalId === externalId &&
  earlier.purpose === purpose &&
  earlier.reopenedAt !== null &&
  earlier.outcome !== 'answered';
