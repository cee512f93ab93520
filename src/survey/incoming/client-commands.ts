import type { ClientEvent, Reply } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log/log.ts';
import { advance } from '../../scenario/engine/engine.ts';
import type { PhraseKey } from '../../scenario/phrases.ts';
import { isRunning } from '../../scenario/survey.ts';
import type { Client, Dialogue } from '../../dialogue.ts';
import type { Store } from '../../store/store.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { afterStep, type Announce, unannounced } from '../progress.ts';
import type { ScenarioVersions } from '../scenario-versions.ts';

export interface ClientCommandsOptions {
  store: Pick<Store, 'findDialogue' | 'saveDialogue' | 'setOptOut'>;
  scenarioVersions: ScenarioVersions;
  outbox: Outbox;
  clock: Clock;
  log: Log;
  announce?: Announce | undefined;
  say: (key: PhraseKey, event: ClientEvent, client: Client | null) => Reply;
  /** A reply that leaves the client the buttons of the question that waits. */
  withWaitingButtons: (reply: Reply, event: ClientEvent, dialogues: readonly Dialogue[]) => Promise<Reply>;
}

/** The commands of clients, `/start` aside. */
export interface ClientCommands {
  /** Whether an event is one of them. */
  knows(event: ClientEvent): boolean;
  /**
   * Carries one out; a repeat does no harm.
   * @param dialogues the client's latest
   */
  take(event: ClientEvent, client: Client | null, dialogues: readonly Dialogue[]): Promise<Reply | undefined>;
}

/** Whether an event is this command. On a platform without commands (`kind: 'text'`), a text with more words is none. */
export const isCommand = ({ kind, command }: ClientEvent, name: string): boolean =>
  command?.name === name && (kind !== 'text' || command.argument === '');

/** Lost races before an open survey is left to its expiry. */
const TRIES = 50;

export function createClientCommands(options: ClientCommandsOptions): ClientCommands {
  const {
    store,
    scenarioVersions,
    outbox,
    clock,
    log,
    say,
    withWaitingButtons,
    announce = unannounced,
  } = options;

  const commands: Record<string, ClientCommands['take']> = {
    help: async (event, client, dialogues) =>
      withWaitingButtons(say('help', event, client), event, dialogues),
    async stop(event, client, dialogues) {
      await store.setOptOut(event.channel, event.clientId, clock.now());
      for (const dialogue of dialogues) await end(dialogue);
      return say('stopped', event, client);
    },
  };

  return {
    knows: (event) => Object.keys(commands).some((name) => isCommand(event, name)),
    async take(event, client, dialogues) {
      const command = commands[event.command?.name ?? ''];
      if (!command) throw new RangeError(`there is no command "${event.command?.name}"`);
      return command(event, client, dialogues);
    },
  };

  /** Takes the buttons of an open survey away; what was answered stays. */
  async function end(dialogue: Dialogue): Promise<void> {
    let current: Dialogue | null = dialogue;
    for (let tries = 0; tries < TRIES && current?.survey && isRunning(current.survey); tries++) {
      const { survey, id }: Dialogue = current;
      const scenario = survey && (await scenarioVersions.find(survey.version, id, log));
      if (!scenario) return;
      const now = clock.now();
      const step = advance(scenario, id, survey, { kind: 'expire' }, now.getTime());
      const { dialogue: next, mine } = outbox.claim(announce(current, afterStep(current, step, now)));
      if (await store.saveDialogue(next, { before: current })) {
        if (mine) void outbox.drain({ ...next, revision: next.revision + 1 });
        return;
      }
      current = await store.findDialogue(dialogue.channel, dialogue.clientId, dialogue.id);
    }
  }
}
