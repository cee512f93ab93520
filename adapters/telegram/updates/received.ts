import { z } from 'zod';
import type { Received } from '../../../src/channel.ts';
import { queueOf, type TelegramUpdate } from './updates.ts';

/**
 * An update where a helpdesk uses the same bot: with the request as it came (`received`), also where there is nothing in
 * it for surveys or it cannot be read (`kind: 'other'`). null: it is no update at all.
 */
export function withReceived(
  update: TelegramUpdate | null,
  value: unknown,
  kept: Pick<Received, 'body' | 'base64'>,
  now: Date,
): TelegramUpdate | null {
  const id = update?.id ?? idSchema.safeParse(value).data?.update_id;
  if (id === undefined) return null;
  const queue = update?.event ? update.queue : (chatOf(value) ?? queueOf(id));
  // Padded, so that ids sort as texts in the order of the updates.
  const received = { id: String(id).padStart(12, '0'), queue, ...kept, headers: {} };
  const other = { id: String(id), channel: 'telegram', clientId: '', chat: 'other', at: now } as const;
  const event = update?.event
    ? { ...update.event, received }
    : { ...other, kind: 'other' as const, received };
  return { ...update, id, queue, event };
}

const idSchema = z.object({ update_id: z.int() });

const identified = z.object({ id: z.int() }).optional().catch(undefined);
/** Where something happened, or who did it, as the kinds of update say it. */
const contentSchema = z.object({
  chat: identified,
  message: z.object({ chat: identified }).optional().catch(undefined),
  from: identified,
  user: identified,
});

/** The chat within which updates stay in order; a private chat has the person's id. */
function chatOf(value: unknown): string | undefined {
  for (const content of Object.values(value as object)) {
    const { chat, message, from, user } = contentSchema.safeParse(content).data ?? {};
    const concerned = chat ?? message?.chat ?? from ?? user;
    if (concerned) return String(concerned.id);
  }
  return undefined;
}
