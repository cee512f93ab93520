import type { Attachment } from '../../channel.ts';
import { createTranslator } from '../../locales/index.ts';

/** A message as it is kept as text, in the survey's language: `[voice, 0:12]` and its caption, or the text alone. */
export function inWords(text: string, attachment: Attachment | undefined, language: string): string {
  // Signs that nobody sees are no words.
  const caption = /[^\s\p{Cf}]/u.test(text) ? text.trim() : '';
  return attachment ? `[${nameOf(attachment, language)}]${caption && ` ${caption}`}` : caption;
}

function nameOf({ kind, seconds, name }: Attachment, language: string): string {
  const label = createTranslator(language)(`attachment.${kind}`);
  const length =
    seconds === undefined
      ? null
      : `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  return [label, length, name?.replace(/\s+/g, ' ').slice(0, 100)].filter(Boolean).join(', ');
}
