import { createTranslator, languages } from '../locales/index.ts';
import type { Value } from './survey.ts';

/**
 * What the bot says to a client in every scenario, unless the file says it otherwise under `phrases`: the
 * placeholders of each phrase. Its words are `survey.<key>` in `src/locales/<language>/survey.json`.
 */
export const phrases = {
  welcome: [],
  closed: [],
  changed: ['answer'],
  change: [],
  choose: ['options'],
  not_a_number: ['min', 'max'],
  reminder: [],
  help: [],
  stopped: [],
  for_support: [],
  passed_on: [],
  kept_as_comment: [],
  withdrawn: [],
  goes_on: [],
} as const satisfies Record<string, readonly string[]>;

export type PhraseKey = keyof typeof phrases;
export const phraseKeys = Object.keys(phrases) as PhraseKey[];

/** The languages in which the bot has words of its own. */
export const phraseLanguages: readonly string[] = languages;

/** The bot's own words in this language, else in English. */
export function phrase(key: PhraseKey, language: string, values: Record<string, Value>): string {
  return createTranslator(language)(`survey.${key}`, worded(values));
}

/** A number is written in plain digits, as a client types it. */
function worded(values: Record<string, Value>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** The one of `known` that fits a wish such as `uk-UA` best; null when none does. */
export function matchLanguage(known: readonly string[], wish: string): string | null {
  const lower = wish.toLowerCase();
  const primary = lower.split('-')[0];
  return (
    known.find((language) => language.toLowerCase() === lower) ??
    known.find((language) => language.toLowerCase().split('-')[0] === primary) ??
    null
  );
}
