import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { parseObject } from '../../viber/json.ts';
import { same } from '../../wire/same.ts';
import type { Entry } from '../inbox.ts';
import { callPlatform, type HelpdeskChannel, type Reading } from './channel.ts';
import { greetingIn } from './greeting.ts';

const person = z.object({ id: z.string(), name: z.string().optional(), language: z.string().optional() });
const callback = z.looseObject({
  event: z.string(),
  sender: person.optional(),
  user: person.optional(),
  user_id: z.string().optional(),
  message: z.looseObject({ type: z.string(), text: z.string().optional() }).optional(),
});

const sender = { name: 'Helpdesk' };

export function createViberChannel({
  authToken,
  apiUrl,
}: {
  authToken: string;
  apiUrl: () => string;
}): HelpdeskChannel {
  const call = async (method: string, body: object): Promise<string> => {
    const { text } = await callPlatform(`${apiUrl()}/${method}`, body, { 'x-viber-auth-token': authToken });
    const answer = parseObject(text);
    const { status, status_message: reason } = answer ?? {};
    if (status !== 0) throw new Error(typeof reason === 'string' ? reason : 'Viber refused it');
    return text;
  };

  return {
    isGenuine(headers, body) {
      const signature = createHmac('sha256', authToken).update(body).digest('hex');
      return same(String(headers['x-viber-content-signature'] ?? ''), signature);
    },
    read,
    answerTo({ kind, client }) {
      if (kind !== 'conversation_started') return { body: {}, says: null };
      const says = greetingIn(client?.locale ?? 'en', 'Viber');
      return { body: { sender, type: 'text', text: says }, says };
    },
    async send(clientId, text) {
      return tokenIn(await call('send_message', { receiver: clientId, sender, type: 'text', text }));
    },
    async register(url) {
      await call('set_webhook', {
        url,
        event_types: ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'],
      });
    },
  };
}

function read(body: string): Reading | null {
  const parsed = callback.safeParse(parseObject(body));
  if (!parsed.success) return null;
  const { event: kind, sender: from, user, user_id: id, message } = parsed.data;
  const someone = from ?? user ?? (id === undefined ? undefined : { id });
  const token = tokenIn(body);
  return {
    kind,
    id: token,
    client: someone
      ? { clientId: someone.id, name: someone.name ?? '', locale: someone.language ?? 'en' }
      : null,
    entry: entryOf(kind, message, token),
  };
}

function entryOf(kind: string, message: z.infer<typeof callback>['message'], token: string): Entry | null {
  if (kind === 'message' && message) {
    const { type, text = '' } = message;
    return {
      type: 'message',
      text: type === 'text' ? text : `[${type}] ${text}`.trimEnd(),
      sourceId: token,
    };
  }
  const events: Record<string, string> = {
    conversation_started: 'Opened the chat',
    subscribed: 'Subscribed',
    unsubscribed: 'Unsubscribed',
  };
  const text = events[kind];
  return text === undefined ? null : { type: 'event', text };
}

/** As it is written: it is beyond 2^53, where numbers are rounded. */
function tokenIn(body: string): string {
  return /"message_token"\s*:\s*(\d+)/.exec(body)?.[1] ?? '';
}
