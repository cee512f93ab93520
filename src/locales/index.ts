/** Every word that a person reads, supervisors and clients: a folder a language, a file a part of the service. */
import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type account from './en/account.json';
import type alerts from './en/alerts.json';
import type audit from './en/audit.json';
import type charts from './en/charts.json';
import type commands from './en/commands.json';
import type csat from './en/csat.json';
import type dialogues from './en/dialogues.json';
import type digest from './en/digest.json';
import type disputes from './en/disputes.json';
import type faults from './en/faults.json';
import type metrics from './en/metrics.json';
import type pages from './en/pages.json';
import type people from './en/people.json';
import type reasons from './en/reasons.json';
import type settings from './en/settings.json';
import type status from './en/status.json';
import type survey from './en/survey.json';
import type values from './en/values.json';

/** The files of each language's folder, which are one list of texts. */
interface Parts {
  account: typeof account;
  alerts: typeof alerts;
  audit: typeof audit;
  charts: typeof charts;
  commands: typeof commands;
  csat: typeof csat;
  dialogues: typeof dialogues;
  digest: typeof digest;
  disputes: typeof disputes;
  faults: typeof faults;
  metrics: typeof metrics;
  pages: typeof pages;
  people: typeof people;
  reasons: typeof reasons;
  settings: typeof settings;
  status: typeof status;
  survey: typeof survey;
  values: typeof values;
}

type KeysOf<Part> = Part extends unknown ? keyof Part : never;
export type MessageKey = KeysOf<Parts[keyof Parts]>;

const parts = Object.keys({
  account: true,
  alerts: true,
  audit: true,
  charts: true,
  commands: true,
  csat: true,
  dialogues: true,
  digest: true,
  disputes: true,
  faults: true,
  metrics: true,
  pages: true,
  people: true,
  reasons: true,
  settings: true,
  status: true,
  survey: true,
  values: true,
} satisfies Record<keyof Parts, true>);

/** A Date given to `{day, date, day}`, `{day, date, brief}` or `{day, date, month}` is read in UTC: pass a calendar day as its midnight there. */
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
    month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
    monthDay: { day: 'numeric', month: 'short', timeZone: 'UTC' },
    dated: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  },
  time: {},
} as const;

/** Read once, when the process starts: whoever asks for a text later reads no file. */
const texts = Object.fromEntries(
  languages.map((language) => [
    language,
    Object.assign({}, ...parts.map((part) => readPart(language, part))),
  ]),
) as Record<Language, Record<MessageKey, string>>;
function readPart(language: string, part: string): unknown {
  return JSON.parse(readFileSync(new URL(`./${language}/${part}.json`, import.meta.url), 'utf8'));
}

/** Whether there is a text of that key, for names that are put together from what the domain may gain. */
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(texts.en, key);

/** By language and key; each is compiled when it is first used. */
const compiled = new Map<string, IntlMessageFormat>();

/**
 * @param language a BCP 47 tag; `uk-UA` is read as `uk`, one that we do not speak as `en`
 * @see https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
export function createTranslator(language: string): Translate {
  const spoken = spokenOf(language);
  return (key, values) => String(formatOf(spoken, key).format(values));
}

/**
 * A text in parts: the words as strings, and between them what was given in the place of values, such as elements of a
 * page, as it is.
 */
export function textParts<Part extends object>(
  language: string,
  key: MessageKey,
  values: Record<string, number | Part>,
): Array<string | Part> {
  const written = formatOf(spokenOf(language), key).format<Part>(values);
  return Array.isArray(written) ? written : [written];
}

function spokenOf(language: string): Language {
  const [primary] = language.toLowerCase().split('-');
  return languages.find((known) => known === primary) ?? 'en';
}

function formatOf(language: Language, key: MessageKey): IntlMessageFormat {
  const id = `${language} ${key}`;
  const known = compiled.get(id);
  if (known) return known;
  const format = new IntlMessageFormat(texts[language][key], language, formats, { ignoreTag: true });
  compiled.set(id, format);
  return format;
}
