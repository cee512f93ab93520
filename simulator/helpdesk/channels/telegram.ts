import { z } from 'zod';
import { same } from '../../wire/same.ts';
import type { Entry } from '../inbox.ts';
import { callPlatform, type HelpdeskChannel, type Reading } from './channel.ts';
import { greetingIn } from './greeting.ts';

const person = z.object({
  id: z.number(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
});
const message = z.looseObject({
  message_id: z.number(),
  from: person.optional(),
  chat: z.object({ id: z.number(), type: z.string().optional() }),
  text: z.string().optional(),
  caption: z.string().optional(),
});
const update = z.looseObject({
  update_id: z.number(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z.object({ id: z.string(), from: person, data: z.string().optional() }).loose().optional(),
  my_chat_member: z
    .object({ from: person, chat: message.shape.chat, new_chat_member: z.object({ status: z.string() }) })
    .optional(),
});

const attachments = ['contact', 'document', 'location', 'photo', 'sticker', 'video', 'voice'];

export function createTelegramChannel({
  token,
  secret,
  apiUrl,
}: {
  token: string;
  secret: string;
  apiUrl: () => string;
}): HelpdeskChannel {
  const call = async (method: string, parameters: object): Promise<{ message_id?: number }> => {
    const { text } = await callPlatform(`${apiUrl()}/bot${token}/${method}`, parameters);
    const answer = JSON.parse(text) as { ok: boolean; description?: string; result?: object };
    if (!answer.ok) throw new Error(answer.description ?? 'Telegram refused it');
    return answer.result ?? {};
  };

  return {
    isGenuine: (headers) => same(String(headers['x-telegram-bot-api-secret-token'] ?? ''), secret),
    read,
    answerTo({ kind, client }, isNew) {
      if (kind !== 'message' || !isNew || !client) return { body: {}, says: null };
      const says = greetingIn(client.locale);
      return { body: { method: 'sendMessage', chat_id: Number(client.clientId), text: says }, says };
    },
    async send(clientId, text) {
      const sent = await call('sendMessage', { chat_id: Number(clientId), text });
      return String(sent.message_id);
    },
    async register(url) {
      await call('deleteWebhook', {});
      await call('setWebhook', { url, secret_token: secret });
    },
  };
}

function read(body: string): Reading | null {
  const parsed = update.safeParse(parsedJson(body));
  if (!parsed.success) return null;
  const { update_id, ...rest } = parsed.data;
  const kind = Object.keys(rest)[0];
  if (kind === undefined) return null;
  const id = String(update_id);
  const written = rest.message ?? rest.edited_message;
  // Groups are not supported, as in Chatwoot.
  const isPrivate = (written ?? rest.my_chat_member)?.chat.type !== 'supergroup';
  const from = written?.from ?? rest.callback_query?.from ?? rest.my_chat_member?.from;
  if (!from || !isPrivate) return { kind, id, client: null, entry: null };
  const name = [from.first_name, from.last_name].filter(Boolean).join(' ');
  return {
    kind,
    id,
    client: { clientId: String(from.id), name, locale: from.language_code ?? 'en' },
    entry: entryOf(rest),
  };
}

function entryOf({
  message: written,
  edited_message: edited,
  callback_query: tap,
  my_chat_member: member,
}: Pick<
  z.infer<typeof update>,
  'message' | 'edited_message' | 'callback_query' | 'my_chat_member'
>): Entry | null {
  if (written) return { type: 'message', text: textOf(written), sourceId: String(written.message_id) };
  if (edited) return { type: 'edit', text: textOf(edited), sourceId: String(edited.message_id) };
  if (tap) return { type: 'message', text: `[button] ${tap.data ?? ''}`, sourceId: `tap-${tap.id}` };
  if (!member) return null;
  const isBlocked = member.new_chat_member.status === 'kicked';
  return { type: 'event', text: isBlocked ? 'Blocked the bot' : 'Unblocked the bot' };
}

function textOf(written: z.infer<typeof message>): string {
  if (written.text !== undefined) return written.text;
  const kind = attachments.find((name) => name in written) ?? 'message';
  return `[${kind}] ${written.caption ?? ''}`.trimEnd();
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
