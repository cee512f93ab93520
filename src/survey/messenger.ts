import type { ChannelAdapter, Message, SendOptions } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError, faultFields, isKnown } from '../errors.ts';
import type { Log } from '../log/log.ts';
import type { DialogueStore } from '../store/store.ts';
import type { ScenarioVersions } from './scenario-versions.ts';
import { waitingQuestion } from './waiting-question.ts';

export interface MessengerOptions {
  channels: ReadonlyMap<string, ChannelAdapter>;
  store: Pick<DialogueStore, 'recentDialogues'>;
  scenarioVersions: ScenarioVersions;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** Sends what belongs to no survey; clients' questions go first. @throws {ChannelError} */
export type Messenger = (
  chat: { channel: string; clientId: string },
  message: Message,
  options?: SendOptions,
) => Promise<void>;

/** How many of a client's latest surveys may wait for an answer. */
const RECENT_SURVEYS = 5;

export function createMessenger(options: MessengerOptions): Messenger {
  const { channels, store, scenarioVersions, clock, log } = options;

  return async ({ channel, clientId }, message, sending) => {
    const adapter = channels.get(channel);
    if (!adapter) {
      const remedy = 'set its token or remove it from SUPERVISORS';
      throw new ChannelError('rejected', `there is no channel "${channel}"; ${remedy}`);
    }
    await adapter.send(clientId, message, { ...sending, background: true });
    if (!adapter.sharedKeyboard) return;
    // Who reads this and is a client as well still needs the buttons of the question that waits.
    const dialogues = await store.recentDialogues(channel, clientId, RECENT_SURVEYS);
    const question = await waitingQuestion(dialogues, scenarioVersions, clock.now(), log);
    if (!question) return;
    // The message has arrived: what follows it must not have it sent again.
    await adapter.send(clientId, question).catch((error: unknown) => {
      const level = isKnown(error) ? 'warn' : 'error';
      log(level, 'A question could not be asked again after a message', { channel, ...faultFields(error) });
    });
  };
}
