/** Who wrote a message of a conversation, and when; the same in webhooks, in lists and among the messages. */
import { z } from 'zod';

export const writtenFields = {
  /** 0 incoming (of the client), 1 outgoing, 2 activity, 3 template; some versions write the names. */
  message_type: z.union([z.number(), z.string()]).nullish(),
  /** Seconds. */
  created_at: z.union([z.number(), z.string()]).nullish(),
};
type Written = z.output<z.ZodObject<typeof writtenFields>>;

export const isByClient = ({ message_type: type }: Written): boolean => type === 0 || type === 'incoming';

/** Whether it only says what was done, such as that the conversation was resolved. */
export const isActivity = ({ message_type: type }: Written): boolean => type === 2 || type === 'activity';

export const writtenAt = ({ created_at }: Written): Date | null => momentOf(created_at);

/** A moment of Chatwoot: seconds with a fraction or not, or a text; null: there is none. */
export function momentOf(time: number | string | null | undefined): Date | null {
  const at = typeof time === 'number' ? time * 1_000 : Date.parse(time ?? '');
  return at > 0 && at < 8.64e15 ? new Date(Math.floor(at)) : null;
}
