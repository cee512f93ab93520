import { z } from 'zod';
import type { ChatButton } from '../chats.ts';
import { object } from './request/parameters.ts';
import { badRequest } from './refusal.ts';

const inlineKeyboard = z.object({
  inline_keyboard: z.array(
    z.array(
      z.object({
        text: z.string(),
        callback_data: z.string().optional(),
        url: z.string().optional(),
        web_app: z.object({ url: z.string() }).optional(),
      }),
    ),
  ),
  force_reply: z.boolean().optional(),
});
/** @see https://core.telegram.org/bots/api#forcereply */
const forceReply = z.object({
  force_reply: z.literal(true),
  input_field_placeholder: z.string().min(1).max(64).optional(),
  selective: z.boolean().optional(),
});

/** Buttons in one keyboard; more are refused. */
const buttonsAllowed = 100;

/**
 * What a new message has below it: the rows of its keyboard, and whether the reply field opens, perhaps for some alone.
 * @throws {TelegramRefusal}
 */
export function readMarkup(replyMarkup: unknown): {
  keyboard: ChatButton[][];
  opensReply: boolean;
  isSelective?: boolean;
} {
  const { force_reply: opensReply, selective } = object(replyMarkup) ?? {};
  if (isForceReply(replyMarkup)) {
    return { keyboard: [], opensReply: true, isSelective: selective === true };
  }
  return { keyboard: readKeyboard(replyMarkup), opensReply: opensReply === true };
}

/** The rows of an inline keyboard; none when `replyMarkup` is absent. @throws {TelegramRefusal} */
export function readKeyboard(replyMarkup: unknown): ChatButton[][] {
  if (replyMarkup === undefined || replyMarkup === null) return [];
  if (isForceReply(replyMarkup)) throw badRequest('inline keyboard expected');
  const parsed = inlineKeyboard.safeParse(object(replyMarkup));
  if (!parsed.success) throw badRequest("can't parse reply keyboard markup JSON object");
  const rows = parsed.data.inline_keyboard.filter((row) => row.length > 0);
  if (rows.flat().length > buttonsAllowed) throw badRequest('REPLY_MARKUP_TOO_LONG');
  return rows.map((row) =>
    row.map(({ text, callback_data: data, web_app: app, url = app?.url }) => {
      if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
      if (data === undefined && url === undefined) {
        throw badRequest('text buttons are unallowed in the inline keyboard');
      }
      const bytes = Buffer.byteLength(data ?? '');
      if (data !== undefined && (bytes < 1 || bytes > 64)) throw badRequest('BUTTON_DATA_INVALID');
      if (url !== undefined && !/^(https?|tg):\/\/[^\s/]+\S*$/.test(url)) {
        throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
      }
      if (app && !isAppUrl(app.url)) {
        throw badRequest(
          `inline keyboard button Web App URL '${app.url}' is invalid: Only HTTPS links are allowed`,
        );
      }
      return {
        label: text,
        data: data ?? '',
        ...(url !== undefined && { url }),
        ...(app && { opens: 'app' }),
      };
    }),
  );
}

export function writeKeyboard(rows: ChatButton[][]): { inline_keyboard: unknown[][] } | undefined {
  if (rows.length === 0) return undefined;
  return {
    inline_keyboard: rows.map((row) =>
      row.map(({ label: text, data, url, opens }) => {
        if (url === undefined) return { text, callback_data: data };
        return opens === 'app' ? { text, web_app: { url } } : { text, url };
      }),
    ),
  };
}

/** Without https only on the machine of the simulation. */
const isAppUrl = (url: string): boolean =>
  /^(https:|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/.test(url);

function isForceReply(replyMarkup: unknown): boolean {
  const markup = object(replyMarkup);
  return markup !== null && !('inline_keyboard' in markup) && forceReply.safeParse(markup).success;
}
