/** What the bot says to a client in every scenario, unless the file says it otherwise under `phrases`. */
export const phraseKeys = [
  'welcome',
  'closed',
  'changed',
  'change',
  'choose',
  'not_a_number',
  'reminder',
] as const;

export type PhraseKey = (typeof phraseKeys)[number];
type Phrases = Record<PhraseKey, string>;

const en: Phrases = {
  welcome: 'Hello! When a conversation with our support team ends, I will ask you here how it went.',
  closed: 'This survey is already closed. Thank you!',
  changed: 'Your answer is now: {answer}',
  change: 'Change',
  choose: 'Please press one of the buttons, or type one of: {options}.',
  not_a_number: 'Please type a number from {min} to {max}.',
  reminder: 'A short reminder:',
};

const uk: Phrases = {
  welcome: 'Вітаємо! Коли ваша розмова з підтримкою завершиться, ми запитаємо тут, як вона минула.',
  closed: 'Це опитування вже завершено. Дякуємо!',
  changed: 'Вашу відповідь змінено: {answer}',
  change: 'Змінити',
  choose: 'Будь ласка, натисніть одну з кнопок або напишіть одну з відповідей: {options}.',
  not_a_number: 'Будь ласка, напишіть число від {min} до {max}.',
  reminder: 'Нагадуємо:',
};

const builtIn: Record<string, Phrases> = { en, uk };
export const phraseLanguages: readonly string[] = Object.keys(builtIn);

/** The built-in phrase in this language, else in English, with `{name}` replaced from `values`. */
export function phrase(
  key: PhraseKey,
  language: string,
  values: Record<string, string | number> = {},
): string {
  const primary = language.split('-')[0] ?? language;
  return fill((builtIn[primary] ?? en)[key], values);
}

export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The one of `languages` that fits a wish such as `uk-UA` best; null when none does. */
export function matchLanguage(languages: readonly string[], wish: string): string | null {
  const lower = wish.toLowerCase();
  const primary = lower.split('-')[0];
  return (
    languages.find((language) => language.toLowerCase() === lower) ??
    languages.find((language) => language.toLowerCase().split('-')[0] === primary) ??
    null
  );
}
