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

const texts = new Map<Language, Record<MessageKey, string>>();
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
  const format =
    compiled.get(id) ?? new IntlMessageFormat(textsOf(language)[key], language, formats, { ignoreTag: true });
  compiled.set(id, format);
  return format;
}

function textsOf(language: Language): Record<MessageKey, string> {
  const known = texts.get(language);
  if (known) return known;
  const file = readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8');
  const read = JSON.parse(file) as Record<MessageKey, string>;
  texts.set(language, read);
  return read;
}
