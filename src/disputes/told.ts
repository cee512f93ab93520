import { z } from 'zod';
import { type Chat, chatSchema, topicKey } from '../access/chat.ts';
import type { RecordStore } from '../store/store.ts';

const body = z.object({
  chat: chatSchema,
  /** Whose chat it is. */
  person: z.string(),
  messageId: z.string(),
  /** How many entries the dispute had as the message shows it. */
  entries: z.number(),
});

/** A message that shows a dispute to those who may decide it. */
export type ToldMessage = z.output<typeof body>;

const kind = 'dispute_message';
/** Far more chats than there are people who decide. */
const MOST_CHATS = 1_000;

/** Which messages show a dispute; apart from the ledger, so that what is sent never holds up who decides. */
export interface ToldMessages {
  find(disputeId: string, chat: Chat): Promise<ToldMessage | null>;
  list(disputeId: string): Promise<ToldMessage[]>;
  keep(disputeId: string, message: ToldMessage, at: Date): Promise<void>;
}

export function createToldMessages(
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>,
): ToldMessages {
  const idOf = (disputeId: string, chat: Chat): string => `${disputeId}:${topicKey(chat)}`;
  return {
    async find(disputeId, chat) {
      const found = await store.findRecord(kind, idOf(disputeId, chat));
      return found && body.parse(found.body);
    },
    async list(disputeId) {
      const found = await store.listRecords({ kind, tag: disputeId, limit: MOST_CHATS });
      return found.map((one) => body.parse(one.body));
    },
    async keep(disputeId, message, at) {
      const record = { kind, id: idOf(disputeId, message.chat), at, tag: disputeId, body: message };
      if (await store.insertRecord(record)) return;
      // Jobs about one dispute and chat run one after another, so nobody else writes it.
      const before = await store.findRecord(kind, record.id);
      if (before) await store.saveRecord({ ...record, revision: before.revision });
    },
  };
}
