import { z } from 'zod';
import type { Attachment, Command } from '../../src/channel.ts';
import { readCommand } from '../command.ts';
import { parseExactJson } from './json.ts';
import { TAP_MARK } from './render.ts';

const optionalText = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);

/** What a client sent. Every field may be missing or of another type without costing the message. */
export const messageSchema = z.object({
  type: z.string().catch(''),
  text: optionalText,
  media: optionalText,
  file_name: optionalText,
  duration: z.number().nonnegative().optional().catch(undefined),
  tracking_data: z.string().optional().catch(undefined),
});

/** @see https://developers.viber.com/docs/api/rest-bot-api/#receive-message-from-user */
const attachmentKinds = new Map<string, Attachment['kind']>([
  ['picture', 'photo'],
  ['video', 'video'],
  ['file', 'file'],
  ['sticker', 'sticker'],
  ['contact', 'contact'],
  ['url', 'link'],
  ['location', 'location'],
]);

export type Content =
  | { kind: 'tap'; token: string }
  | { kind: 'text'; text: string; attachment?: Attachment; replyKey?: string; command?: Command };

/**
 * Undefined: there is nothing to take, in a text without a word or in the address of a link button.
 * @param silent the client sees no message: it was a button that sent this
 */
export function contentOf(message: z.infer<typeof messageSchema>, silent = false): Content | undefined {
  const { type, text = '', media } = message;
  if (text.startsWith(TAP_MARK)) return { kind: 'tap', token: text.slice(TAP_MARK.length) };
  const replyKey = replyKeyOf(message.tracking_data);
  const answer = replyKey === undefined ? {} : { replyKey };
  if (type === 'text' || (type === '' && text !== '')) {
    // Viber opens the address of a button and sends it to the bot besides.
    if (text === '' || (silent && /^https?:\/\//i.test(text))) return undefined;
    const command = readCommand(text, null);
    return { kind: 'text', text, ...answer, ...(command && { command }) };
  }
  // The address of a link is what the client wanted to say.
  const words = type === 'url' && media && media !== text ? `${text} ${media}`.trimStart() : text;
  return { kind: 'text', text: words, attachment: attachmentOf(message), ...answer };
}

const trackingSchema = z.object({ reply: z.string() });

/** What a message of ours that wanted a reply gave along; Viber brings it back with what the client sends next. */
function replyKeyOf(trackingData: string | undefined): string | undefined {
  return trackingData?.startsWith('{')
    ? trackingSchema.safeParse(parseExactJson(trackingData)).data?.reply
    : undefined;
}

function attachmentOf({ type, file_name: name, duration }: z.infer<typeof messageSchema>): Attachment {
  const kind = attachmentKinds.get(type) ?? 'other';
  return {
    kind,
    ...(kind === 'video' && duration !== undefined && { seconds: Math.round(duration) }),
    ...(kind === 'file' && name && { name }),
  };
}
