import { z } from 'zod';
import type { ChatButton } from '../chats.ts';
import { badRequest } from './refusal.ts';

const inlineKeyboard = z.object({
  inline_keyboard: z.array(
    z.array(z.object({ text: z.string(), callback_data: z.string().optional(), url: z.string().optional() })),
  ),
});

/** Buttons in one keyboard; more are refused. */
const buttonsAllowed = 100;

/** The rows of an inline keyboard; none when `replyMarkup` is absent. @throws {TelegramRefusal} */
export function readKeyboard(replyMarkup: unknown): ChatButton[][] {
  if (replyMarkup === undefined || replyMarkup === null) return [];
  const parsed = inlineKeyboard.safeParse(
    typeof replyMarkup === 'string' ? parseJson(replyMarkup) : replyMarkup,
  );
  if (!parsed.success) throw badRequest("can't parse reply keyboard markup JSON object");
  const rows = parsed.data.inline_keyboard.filter((row) => row.length > 0);
  if (rows.flat().length > buttonsAllowed) throw badRequest('REPLY_MARKUP_TOO_LONG');
  return rows.map((row) =>
    row.map(({ text, callback_data: data, url }) => {
      if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
      if (data === undefined && url === undefined) {
        throw badRequest('text buttons are unallowed in the inline keyboard');
      }
      const bytes = Buffer.byteLength(data ?? '');
      if (data !== undefined && (bytes < 1 || bytes > 64)) throw badRequest('BUTTON_DATA_INVALID');
      return { label: text, data: data ?? url ?? '' };
    }),
  );
}

export function writeKeyboard(rows: ChatButton[][]): { inline_keyboard: unknown[][] } | undefined {
  if (rows.length === 0) return undefined;
  return {
    inline_keyboard: rows.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data }))),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
