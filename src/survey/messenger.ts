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
  /** Called when a group has another id from now on; what was to be sent goes there. */
  onMoved?: (channel: string, from: string, to: string) => Promise<unknown>;
}

/** Sends what belongs to no survey; clients' questions go first unless `background` is set otherwise. @throws {ChannelError} */
export type Messenger = (
  chat: { channel: string; clientId: string; thread?: string },
  message: Message,
  options?: SendOptions,
) => Promise<{ messageId: string }>;

/** How many of a client's latest surveys may wait for an answer. */
const RECENT_SURVEYS = 5;

export function createMessenger(options: MessengerOptions): Messenger {
  const { channels, store, scenarioVersions, clock, log, onMoved } = options;

  return async ({ channel, clientId, thread }, message, sending) => {
    const adapter = channels.get(channel);
    if (!adapter) {
      const remedy = 'set its token or remove it from SUPERVISORS';
      throw new ChannelError('rejected', `there is no channel "${channel}"; ${remedy}`);
    }
    const toSend = { ...message, ...(thread !== undefined && { thread }) };
    const options = { background: true, ...sending };
    const sent = await adapter.send(clientId, toSend, options).catch(async (error: unknown) => {
      if (!(error instanceof ChannelError) || error.movedTo === undefined || !onMoved) throw error;
      await onMoved(channel, clientId, error.movedTo);
      return adapter.send(error.movedTo, toSend, options);
    });
    if (!adapter.sharedKeyboard) return sent;
    // Who reads this and is a client as well still needs the buttons of the question that waits.
    const dialogues = await store.recentDialogues(channel, clientId, RECENT_SURVEYS);
    const question = await waitingQuestion(dialogues, scenarioVersions, clock.now(), log);
    if (!question) return sent;
    // The message has arrived: what follows it must not have it sent again.
    await adapter.send(clientId, question).catch((error: unknown) => {
      const level = isKnown(error) ? 'warn' : 'error';
      log(level, 'A question could not be asked again after a message', { channel, ...faultFields(error) });
    });
    return sent;
  };
}
