import type { ChannelAdapter, Message } from '../../src/channel.ts';
import { adapters } from '../../adapters/index.ts';

export interface RecordingChannel extends ChannelAdapter {
  sent: Array<{ clientId: string; message: Message }>;
  edits: Array<{ messageId: string; message: Message }>;
  /** Thrown by the next sends, one each. */
  faults: Error[];
  /** Called before each send is taken; may wait. */
  beforeSend: () => Promise<void>;
}

/** A channel without a platform: for faults and races that no HTTP timing would give twice the same. */
export function createRecordingChannel(name = 'telegram'): RecordingChannel {
  const channel: RecordingChannel = {
    name,
    limits: adapters.telegram.limits,
    clientIdFault: () => null,
    sent: [],
    edits: [],
    faults: [],
    beforeSend: async () => {},
    start: async () => {},
    async send(clientId, message, options) {
      await channel.beforeSend();
      await options?.beforeRequest?.();
      const fault = channel.faults.shift();
      if (fault) throw fault;
      channel.sent.push({ clientId, message });
      return { messageId: `m${channel.sent.length}` };
    },
    async edit(_clientId, messageId, message) {
      channel.edits.push({ messageId, message });
    },
    link: (payload) => payload,
    stop: async () => {},
  };
  return channel;
}
