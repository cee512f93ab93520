import { z } from 'zod';

// What the platform calls optional, or is only good to know, must not cost the event when it is missing or odd.
const optionalText = z.string().optional().catch(undefined);
const optionalId = z.int().optional().catch(undefined);

const userSchema = z.object({
  id: z.int().transform(String),
  is_bot: z.boolean().optional().catch(undefined),
  first_name: optionalText,
  last_name: optionalText,
  language_code: optionalText,
});
export type User = z.infer<typeof userSchema>;

const chatSchema = z.object({ id: z.int().transform(String), type: z.string() });

const messageSchema = z.looseObject({
  message_id: optionalId,
  date: z.number().catch(0),
  chat: chatSchema,
  from: userSchema.optional().catch(undefined),
  text: optionalText,
  caption: optionalText,
  message_thread_id: optionalId,
  is_topic_message: z.boolean().optional().catch(undefined),
  business_connection_id: optionalText,
  media_group_id: optionalText,
  migrate_to_chat_id: optionalId,
  reply_to_message: z.object({ message_id: z.int() }).optional().catch(undefined),
});
export type Message = z.infer<typeof messageSchema>;

const querySchema = z.object({
  id: z.string(),
  from: userSchema,
  message: z
    .object({
      message_id: z.int(),
      chat: chatSchema,
      message_thread_id: optionalId,
      is_topic_message: z.boolean().optional().catch(undefined),
      business_connection_id: optionalText,
    })
    .optional()
    .catch(undefined),
  data: optionalText,
});
export type Query = z.infer<typeof querySchema>;

const memberSchema = z.object({
  chat: chatSchema,
  from: userSchema.optional().catch(undefined),
  date: z.number().optional().catch(undefined),
  new_chat_member: z.object({ status: z.string() }),
});
export type Member = z.infer<typeof memberSchema>;

/** @see https://core.telegram.org/bots/api#update */
export const updateSchema = z.object({
  update_id: z.int(),
  message: messageSchema.optional(),
  edited_message: messageSchema.optional(),
  business_message: messageSchema.optional(),
  edited_business_message: messageSchema.optional(),
  callback_query: querySchema.optional(),
  my_chat_member: memberSchema.optional(),
});
