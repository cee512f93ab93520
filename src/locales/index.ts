/** Every word that a person reads, supervisors and clients, one file a language. */
import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type english from './en.json';

export type MessageKey = keyof typeof english;

/** A Date given to `{day, date, day}` or `{day, date, brief}` is read in UTC: pass a calendar day as its midnight there. */
type MessageValues = Record<string, string | number | Date>;

/** The text of a key in one language, with its values put in by that language's rules. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export const languages = ['en', 'uk'] as const;
export type Language = (typeof languages)[number];

const formats = {
  number: {},
  date: {
    day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
    brief: { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' },
  },
  time: {},
} as const;

/** Read once, when the process starts: whoever asks for a text later reads no file. */
const texts = Object.fromEntries(
  languages.map((language) => [
    language,
    JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')),
  ]),
) as Record<Language, Record<MessageKey, string>>;
/** By language and key; each is compiled when it is first used. */
const compiled = new Map<string, IntlMessageFormat>();

/**
 * @param language a BCP 47 tag; `uk-UA` is read as `uk`, one that we do not speak as `en`
 * @see https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
export function createTranslator(language: string): Translate {
  const [primary] = language.toLowerCase().split('-');
  const spoken = languages.find((known) => known === primary) ?? 'en';
  return (key, values) => String(formatOf(spoken, key).format(values));
}

function formatOf(language: Language, key: MessageKey): IntlMessageFormat {
  const id = `${language} ${key}`;
  const known = compiled.get(id);
  if (known) return known;
  const format = new IntlMessageFormat(texts[language][key], language, formats, { ignoreTag: true });
  compiled.set(id, format);
  return format;
}
