import type { Clock } from '../clock.ts';
import { begin } from '../scenario/engine.ts';
import { chooseLanguage, type Scenario } from '../scenario/scenario.ts';
import { scaleKey } from '../scale.ts';
import type { Dialogue, Store } from '../store/store.ts';
import type { Outbox } from './outbox.ts';
import { afterStep, notAsked } from './progress.ts';
import { whyNotAsk } from './rules.ts';

/** A completed dialogue as a helpdesk reports it. */
export interface ReportedDialogue {
  channel: string;
  clientId: string;
  externalId: string;
  operator: string | null;
  team: string | null;
  topic: string | null;
  tags: string[];
  /** The language to ask in; null: the client's own. */
  language: string | null;
  scenario: Scenario;
  completedAt: Date;
}

export interface ReporterOptions {
  store: Store;
  outbox: Outbox;
  clock: Clock;
}

export interface Reporter {
  /** Keeps a completed dialogue and asks its client, at once or after the scenario's delay. The same externalId again changes nothing. */
  report(reported: ReportedDialogue): Promise<{ dialogue: Dialogue; created: boolean }>;
  /** The dialogue once its client was asked, or was not for a reason; not yet saved. */
  ask(dialogue: Dialogue, scenario: Scenario): Promise<Dialogue>;
}

export function createReporter({ store, outbox, clock }: ReporterOptions): Reporter {
  return { report, ask };

  async function report(reported: ReportedDialogue): Promise<{ dialogue: Dialogue; created: boolean }> {
    const { scenario, ...facts } = reported;
    const now = clock.now();
    const askAt = new Date(facts.completedAt.getTime() + scenario.rules.delay);
    const blank: Dialogue = {
      ...facts,
      id: clock.newId(),
      scenario: scenario.id,
      scale: scenario.scale && scaleKey(scenario.scale),
      reportedAt: now,
      outcome: 'scheduled',
      notAskedReason: null,
      rating: null,
      comment: null,
      askedAt: null,
      answeredAt: null,
      survey: null,
      eventIds: [],
      outbox: [],
      sendingUntil: null,
      wakeAt: askAt,
      revision: 0,
    };
    const asked = askAt > now ? blank : await ask(blank, scenario);
    const { dialogue: claimed, mine } = outbox.claim(asked);
    const { dialogue, created } = await store.insertDialogue(claimed);
    if (created && mine) void outbox.drain(dialogue);
    return { dialogue, created };
  }

  async function ask(dialogue: Dialogue, scenario: Scenario): Promise<Dialogue> {
    const { channel, clientId } = dialogue;
    const now = clock.now();
    const [client, recent] = await Promise.all([
      store.findClient(channel, clientId),
      store.recentDialogues(channel, clientId, 1),
    ]);
    const lastAskedAt = recent[0]?.askedAt ?? null;
    const reason = whyNotAsk({ client, lastAskedAt, cooldown: scenario.rules.cooldown, now });
    if (reason) return notAsked(dialogue, reason);
    const language = chooseLanguage(scenario, [dialogue.language, client?.locale]);
    return afterStep(dialogue, begin(scenario, dialogue.id, language, now.getTime()), now);
  }
}
