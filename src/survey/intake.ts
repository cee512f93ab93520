import type { Clock } from '../clock.ts';
import { begin } from '../scenario/engine/engine.ts';
import { chooseLanguage, type Scenario } from '../scenario/scenario.ts';
import { scaleKey } from '../scale.ts';
import type { Dialogue, ReportedDimension } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { Outbox } from './outbox/outbox.ts';
import { afterStep, notAsked } from './progress.ts';
import { whyNotAsk } from './rules/index.ts';
import { clientKey, type KeyedMutex } from '../keyed-mutex.ts';

type Facts = 'channel' | 'clientId' | 'externalId' | 'tags' | 'language' | ReportedDimension;

/** A completed dialogue as a helpdesk reports it. */
export type ReportedDialogue = Pick<Dialogue, Facts | 'completedAt'> & { scenario: Scenario };

export interface IntakeOptions {
  store: Store;
  outbox: Outbox;
  clock: Clock;
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
}

export interface Intake {
  /**
   * Keeps a completed dialogue and asks its client, at once or after the scenario's delay. The same externalId again
   * changes nothing, unless the dialogue was reopened since: then it is asked about in a new round, and the earlier
   * one is in no figure any more.
   */
  report(reported: ReportedDialogue): Promise<{ dialogue: Dialogue; created: boolean }>;
  /**
   * Asks the client of a dialogue, unless a rule says not to, and saves that with `save`. Clients are taken
   * one dialogue at a time, so that two at once do not both pass the cooldown; two instances still may.
   */
  ask<T>(dialogue: Dialogue, scenario: Scenario, save: (asked: Dialogue) => Promise<T>): Promise<T>;
}

export function createIntake({ store, outbox, clock, mutex }: IntakeOptions): Intake {
  return { report, ask };

  async function report(reported: ReportedDialogue): Promise<{ dialogue: Dialogue; created: boolean }> {
    const { scenario, ...facts } = reported;
    const now = clock.now();
    const askAt = new Date(facts.completedAt.getTime() + scenario.rules.delay);
    const blank: Dialogue = {
      ...facts,
      id: clock.newId(),
      purpose: 'csat',
      round: 1,
      reopenedAt: null,
      superseded: false,
      voided: null,
      course: [],
      scenario: scenario.id,
      scale: scenario.scale && scaleKey(scenario.scale),
      reportedAt: now,
      outcome: 'scheduled',
      notAskedReason: null,
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
    };
    const insert = async (asked: Dialogue): Promise<{ dialogue: Dialogue; created: boolean }> => {
      const { dialogue: claimed, mine } = outbox.claim(asked);
      const { dialogue, created } = await store.insertDialogue(claimed);
      if (created && mine) void outbox.drain(dialogue);
      return { dialogue, created };
    };
    const keep = (dialogue: Dialogue) => (askAt > now ? insert(dialogue) : ask(dialogue, scenario, insert));
    const kept = await keep(blank);
    if (kept.created || kept.dialogue.reopenedAt === null) return kept;
    await supersede(kept.dialogue);
    return keep({ ...blank, round: kept.dialogue.round + 1 });
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
    const [client, recent] = await Promise.all([
      store.findClient(channel, clientId),
      store.recentDialogues(channel, clientId, 1),
    ]);
    const lastAskedAt = recent[0]?.askedAt ?? null;
    const reason = whyNotAsk({ client, dialogue, lastAskedAt, rules: scenario.rules, now });
    if (reason) return notAsked(dialogue, reason);
    const language = chooseLanguage(scenario, [dialogue.language, client?.locale]);
    // Of the file as it is now, which may have changed since the dialogue was reported.
    const scale = scenario.scale && scaleKey(scenario.scale);
    return afterStep({ ...dialogue, scale }, begin(scenario, dialogue.id, language, now.getTime()), now);
  }
}
