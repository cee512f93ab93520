import { z } from 'zod';

/** A chat of a person with the bot, or a group that the bot is in. */
export interface Chat {
  channel: string;
  clientId: string;
  /** The topic of a group in which the bot writes. */
  thread?: string;
  /** Of a group that has become a supergroup: its id before, by which what was told there is known. */
  first?: string;
}

/** The chat alone, without what else is known of it. */
export function chatOf({
  channel,
  clientId,
  thread,
}: Pick<Chat, 'channel' | 'clientId'> & { thread?: string | undefined }): Chat {
  return { channel, clientId, ...(thread !== undefined && { thread }) };
}

const fields = { channel: z.string(), clientId: z.string(), thread: z.string().optional() };

/** A chat in a record or in the payload of a job. */
export const chatSchema = z.object(fields).transform(chatOf);

/** The same with the id that a group had before. */
export const enrolledChat = z
  .object({ ...fields, first: z.string().optional() })
  .transform(({ first, ...chat }): Chat => ({ ...chatOf(chat), ...(first !== undefined && { first }) }));

/** By which a chat is known among all platforms', whichever topic of it: `telegram:123`. */
export const chatKey = ({ channel, clientId }: Pick<Chat, 'channel' | 'clientId'>): string =>
  `${channel}:${clientId}`;

/** The same, with the topic of a group: `telegram:-100123:7`. */
export const topicKey = (chat: Chat): string =>
  chat.thread === undefined ? chatKey(chat) : `${chatKey(chat)}:${chat.thread}`;
