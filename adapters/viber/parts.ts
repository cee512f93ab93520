import type { Message } from '../../src/channel.ts';
import type { ViberText } from './render.ts';

/** Characters under a picture. @see https://developers.viber.com/docs/api/rest-bot-api/#picture-message */
export const CAPTION_CHARS = 768;
/** @see https://developers.viber.com/docs/api/rest-bot-api/#file-message */
const FILE_NAME_CHARS = 256;
/** What no file name has: control characters, and the separators of lines and paragraphs. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** The fields of one request that are its type's own, and what every type may have. */
export type ViberPart = Omit<ViberText, 'text'> & {
  body:
    | { type: 'text'; text: string }
    | { type: 'picture'; text: string; media: string }
    | { type: 'file'; media: string; size: number; file_name: string };
};

/**
 * A message in the requests in which it is sent. Viber fetches what is to be shown by itself, so what has no address
 * is left out.
 * @param words its text, drawn
 */
export function partsOf({ image, file }: Message, words: ViberText): [ViberPart, ...ViberPart[]] {
  const { text, ...other } = words;
  const bodies: Array<ViberPart['body']> = [];
  if (image?.url !== undefined) bodies.push({ type: 'picture', text: '', media: image.url });
  if (file?.url !== undefined) {
    const name = file.name.replace(unprintable, ' ').slice(-FILE_NAME_CHARS);
    bodies.push({ type: 'file', media: file.url, size: file.bytes.length, file_name: name });
  }
  const last = bodies.at(-1);
  if (last?.type === 'picture' && text.length <= CAPTION_CHARS) last.text = text;
  else if (!last || text !== '') bodies.push({ type: 'text', text });
  const parts = bodies.map((body, i) => (i === bodies.length - 1 ? { body, ...other } : { body }));
  return parts as [ViberPart, ...ViberPart[]];
}
