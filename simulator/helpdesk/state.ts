import { z } from 'zod';

const message = z.object({
  id: z.number(),
  /** `note`: for operators alone. `event`: what happened, such as a client who blocked the bot. */
  from: z.enum(['client', 'operator', 'note', 'event']),
  text: z.string(),
  at: z.coerce.date(),
  /** The platform's own id, by which a repeat is known. */
  sourceId: z.string().optional(),
  author: z.string().optional(),
  edited: z.literal(true).optional(),
  /** Why the platform did not take it. */
  failed: z.string().optional(),
});

const conversation = z.object({
  id: z.number(),
  channel: z.enum(['telegram', 'viber']),
  clientId: z.string(),
  name: z.string(),
  locale: z.string(),
  status: z.enum(['open', 'resolved']),
  assignee: z.string(),
  team: z.string(),
  labels: z.array(z.string()),
  customAttributes: z.record(z.string(), z.unknown()),
  createdAt: z.coerce.date(),
  /** When the last message of anybody was written. */
  activityAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  messages: z.array(message),
});

/** What the helpdesk keeps beside the chats. */
export const helpdeskState = z.object({
  webhookUrl: z.string(),
  signingSecret: z.string(),
  conversations: z.array(conversation),
});

export type HelpdeskState = z.infer<typeof helpdeskState>;
export type Conversation = z.infer<typeof conversation>;
export type HelpdeskMessage = z.infer<typeof message>;
export type HelpdeskChannelName = Conversation['channel'];

export const newHelpdeskState = (): HelpdeskState => ({
  webhookUrl: '',
  signingSecret: '',
  conversations: [],
});
