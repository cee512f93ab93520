/** How a client's events look on each platform, and what comes back; the same for Afterword and for its peers. */
import { createHmac } from 'node:crypto';
import type { Call } from './platform.ts';

/** A button under a message that the bot sent. */
export interface Button {
  messageId: number;
  /** What it carries back. */
  data: string;
}

export interface BenchChannel {
  name: 'telegram' | 'viber';
  token: string;
  /** What stands for client number `index`. */
  clientId(index: number): string;
  /** The secret with which Afterword asks the platform to sign; a peer asks for none. */
  headers(body: string): Record<string, string>;
  /** Under which the bot finds the platform. */
  apiUrl(platformUrl: string): string;
  /** The client wrote, so long ago that they may be asked now. @param event its number, unique in a run */
  text(event: number, clientId: string, text: string): string;
  tap(event: number, clientId: string, button: Button): string;
  /** A message that the bot sent: to whom, and its second button, if it has two. null: the call is no message. */
  message(call: Call): { clientId: string; button: Button | undefined } | null;
  /** The calls that Afterword makes for one tap, answers within the webhook's response included. */
  callsPerTap: number;
}

const TELEGRAM_TOKEN = '7012345678:AAF-bench_0123456789abcdefghijklmno';
const telegramSecret = createHmac('sha256', TELEGRAM_TOKEN)
  .update('afterword telegram webhook')
  .digest('hex');
const now = (): number => Math.floor(Date.now() / 1000);
/** Nobody is asked within a minute of what they wrote. */
const WROTE_AGO_MS = 120_000;

const telegram: BenchChannel = {
  name: 'telegram',
  token: TELEGRAM_TOKEN,
  clientId: (index) => String(100_000 + index),
  headers: () => ({ 'x-telegram-bot-api-secret-token': telegramSecret }),
  apiUrl: (url) => url,
  text: (event, clientId, text) =>
    JSON.stringify({
      update_id: event,
      message: {
        message_id: event,
        date: now() - WROTE_AGO_MS / 1000,
        chat: { id: Number(clientId), type: 'private' },
        from: { id: Number(clientId), is_bot: false, first_name: 'Olena', language_code: 'en' },
        text,
        ...(text.startsWith('/') && { entities: [{ type: 'bot_command', offset: 0, length: text.length }] }),
      },
    }),
  tap: (event, clientId, { messageId, data }) =>
    JSON.stringify({
      update_id: event,
      callback_query: {
        id: String(event),
        from: { id: Number(clientId), is_bot: false, first_name: 'Olena', language_code: 'en' },
        message: {
          message_id: messageId,
          date: now(),
          chat: { id: Number(clientId), type: 'private' },
          text: 'Please rate',
        },
        chat_instance: '1',
        data,
      },
    }),
  message({ method, body, messageId }) {
    if (method !== 'sendMessage') return null;
    const markup = body.reply_markup as
      | { inline_keyboard?: Array<Array<{ callback_data: string }>> }
      | undefined;
    const data = markup?.inline_keyboard?.flat()[1]?.callback_data;
    return { clientId: String(body.chat_id), button: buttonOf(messageId, data) };
  },
  callsPerTap: 3,
};

const VIBER_TOKEN = '4453b6ac1s345678-e02c5f12174805f9-bench';

const viberMessage = (event: number, clientId: string, text: string, agoMs = 0): string =>
  JSON.stringify({
    event: 'message',
    timestamp: Date.now() - agoMs,
    message_token: 5_000_000_000 + event,
    sender: { id: clientId, name: 'Olena', language: 'en', country: 'UA', api_version: 10 },
    message: { type: 'text', text },
  });

const viber: BenchChannel = {
  name: 'viber',
  token: VIBER_TOKEN,
  clientId: (index) => `client${100_000 + index}==`,
  headers: (body) => ({
    'x-viber-content-signature': createHmac('sha256', VIBER_TOKEN).update(body).digest('hex'),
  }),
  apiUrl: (url) => `${url}/pa`,
  text: (event, clientId, text) => viberMessage(event, clientId, text, WROTE_AGO_MS),
  tap: (event, clientId, { data }) => viberMessage(event, clientId, data),
  message({ method, body, messageId }) {
    if (method !== 'send_message') return null;
    const keyboard = body.keyboard as { Buttons?: Array<{ ActionBody: string }> } | undefined;
    return {
      clientId: String(body.receiver),
      button: buttonOf(messageId, keyboard?.Buttons?.[1]?.ActionBody),
    };
  },
  callsPerTap: 1,
};

function buttonOf(messageId: number, data: string | undefined): Button | undefined {
  return data === undefined ? undefined : { messageId, data };
}

export const channels = { telegram, viber };
