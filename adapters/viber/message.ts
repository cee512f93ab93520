import { z } from 'zod';
import type { Attachment } from '../../src/channel.ts';
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
  | { kind: 'text'; text: string; attachment?: Attachment };

/** Undefined: a text without a word, in which there is nothing to take. */
export function contentOf(message: z.infer<typeof messageSchema>): Content | undefined {
  const { type, text = '', media } = message;
  if (text.startsWith(TAP_MARK)) return { kind: 'tap', token: text.slice(TAP_MARK.length) };
  if (type === 'text' || (type === '' && text !== ''))
    return text === '' ? undefined : { kind: 'text', text };
  // The address of a link is what the client wanted to say.
  const words = type === 'url' && media && media !== text ? `${text} ${media}`.trimStart() : text;
  return { kind: 'text', text: words, attachment: attachmentOf(message) };
}

function attachmentOf({ type, file_name: name, duration }: z.infer<typeof messageSchema>): Attachment {
  const kind = attachmentKinds.get(type) ?? 'other';
  return {
    kind,
    ...(kind === 'video' && duration !== undefined && { seconds: Math.round(duration) }),
    ...(kind === 'file' && name && { name }),
  };
}
