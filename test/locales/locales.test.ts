import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { alertStates, causes } from '../../src/alerts/alert.ts';
import type { Attachment } from '../../src/channel.ts';
import type { Refusal } from '../../src/disputes/rules.ts';
import { notAskedReasons } from '../../src/dialogue.ts';
import { createTranslator, languages } from '../../src/locales/index.ts';
import type { TargetFault } from '../../src/stats/targets/target.ts';
import { phrases } from '../../src/scenario/phrases.ts';

const read = (path: string): string => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
const folder = (language: string): URL => new URL(`../../src/locales/${language}/`, import.meta.url);
const texts = Object.fromEntries(
  languages.map((language) => [
    language,
    Object.assign(
      {},
      ...readdirSync(folder(language))
        .toSorted()
        .map((file) => JSON.parse(readFileSync(new URL(file, folder(language)), 'utf8'))),
    ) as Record<string, string>,
  ]),
);
const keys = Object.keys(texts.en ?? {});

/** What a message takes, which plural forms it has, and its own words: what tests compare of its syntax tree. */
function shapeOf(text: string, language: string): { values: string[]; plurals: string[][]; words: string } {
  const values = new Set<string>();
  const plurals: string[][] = [];
  const words: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    const { type, value, options } = node as { type?: number; value?: unknown; options?: object };
    if (type === 0) words.push(String(value));
    // 0 is literal text and 7 the # of a plural; everything else names a value.
    if (type !== undefined && type !== 0 && type !== 7 && typeof value === 'string') values.add(value);
    if (type === 6 && options) plurals.push(Object.keys(options).filter((form) => !form.startsWith('=')));
    for (const option of Object.values(options ?? {})) walk((option as { value: unknown }).value);
  };
  walk(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst());
  return { values: [...values].toSorted(), plurals, words: words.join(' ') };
}

/** Of the type's members, none missing and none besides. */
const attachments: Record<Attachment['kind'], true> = {
  animation: true,
  audio: true,
  contact: true,
  file: true,
  link: true,
  location: true,
  photo: true,
  poll: true,
  sticker: true,
  video: true,
  voice: true,
  other: true,
};

const disputeRefusals: Record<Refusal['code'], true> = {
  unknown_dialogue: true,
  unknown_dispute: true,
  not_allowed: true,
  not_yours: true,
  another_team: true,
  unrated: true,
  voided: true,
  superseded: true,
  too_old: true,
  open: true,
  decided: true,
  own: true,
  concerned: true,
  not_raiser: true,
  no_reason: true,
  no_operator: true,
  same_operator: true,
  long_reason: true,
  long_operator: true,
};
const targetFaults: Record<TargetFault['code'], true> = {
  no_metric: true,
  unknown_metric: true,
  no_value: true,
  no_number: true,
  out_of_range: true,
  no_scale: true,
  no_team: true,
  unknown_scale: true,
  scale_needed: true,
  no_scale_wanted: true,
  scale_unfit: true,
  unread: true,
};

describe('the texts', () => {
  it('have the same keys in every language, in the same order', () => {
    for (const language of languages) expect(Object.keys(texts[language] ?? {})).toEqual(keys);
  });

  it.each(keys)('take the same values in every language: %s', (key) => {
    const english = shapeOf(texts.en?.[key] ?? '', 'en').values;
    for (const language of languages) {
      expect(shapeOf(texts[language]?.[key] ?? '', language).values).toEqual(english);
    }
  });

  it.each(languages)('have every plural form that the language has: %s', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, text] of Object.entries(texts[language] ?? {})) {
      for (const plural of shapeOf(text, language).plurals) {
        // A plural that only tells exact numbers apart has no forms.
        if (plural.length > 1) expect({ key, forms: plural.toSorted() }).toEqual({ key, forms });
      }
    }
  });

  it('are words of their own language', () => {
    const english = Object.entries(texts.uk ?? {}).filter(
      ([, text]) => /(?<!\p{L})[a-z]/u.test(shapeOf(text, 'uk').words) && !/\p{Script=Cyrillic}/u.test(text),
    );
    expect(english).toEqual([]);
  });

  it('are all used, and all that is used exists', () => {
    const sources = readdirSync(new URL('../../src', import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map(read)
      .join('\n');
    const areas = new Set(keys.map((key) => key.slice(0, key.indexOf('.'))));
    for (const area of ['survey', 'attachment', 'reason']) areas.delete(area);
    const literals = [...sources.matchAll(/'(([a-z]+)(?:\.[A-Za-z_]+)+)'/g)].flatMap(([, key, area]) =>
      areas.has(area ?? '') && !key?.endsWith('.css') ? [key] : [],
    );
    // Of a key that is put together, such as `pages.filter.${name}`, the types say that all of them exist.
    const prefixes = [...sources.matchAll(/`((?:[a-z]+\.)(?:[A-Za-z_]+\.)*)\$\{/g)].map(
      ([, prefix]) => prefix ?? '',
    );
    const composed = [
      ...keys.filter((key) => prefixes.some((prefix) => key.startsWith(prefix))),
      ...Object.keys(phrases).map((key) => `survey.${key}`),
      ...Object.keys(attachments).map((kind) => `attachment.${kind}`),
      ...notAskedReasons.map((reason) => `reason.${reason}`),
      ...Object.keys(disputeRefusals).map((code) => `dispute.refused.${code}`),
      ...Object.keys(targetFaults).map((code) => `target.fault.${code}`),
      ...causes.filter((cause) => cause !== 'operator').map((cause) => `alert.cause.${cause}`),
      ...alertStates.map((state) => `alert.count.${state}`),
      // `definitionOf` shows them; metrics.test.ts says which there are.
      ...keys.filter((key) => key.startsWith('metric.')),
    ];
    expect(new Set([...literals, ...composed])).toEqual(new Set(keys));
  });

  it.each(Object.entries(phrases))(
    'of a phrase take the placeholders that scenarios may use: %s',
    (key, names) => {
      expect(shapeOf(texts.en?.[`survey.${key}`] ?? '', 'en').values).toEqual([...names].toSorted());
    },
  );
});

describe('a translator', () => {
  it('speaks the language of a longer tag, and English for one that it does not know', () => {
    const count = { count: 2 };
    expect(createTranslator('uk-UA')('value.ratings', count)).toBe('2 оцінки');
    expect(createTranslator('UK')('value.ratings', count)).toBe('2 оцінки');
    expect(createTranslator('fr')('value.ratings', count)).toBe('2 ratings');
    expect(createTranslator('')('value.ratings', count)).toBe('2 ratings');
  });

  it('chooses the Ukrainian plural form', () => {
    const t = createTranslator('uk');
    const written = [0, 1, 2, 5, 11, 12, 21, 22, 25, 111].map((count) => t('value.ratings', { count }));
    expect(written).toEqual([
      '0 оцінок',
      '1 оцінка',
      '2 оцінки',
      '5 оцінок',
      '11 оцінок',
      '12 оцінок',
      '21 оцінка',
      '22 оцінки',
      '25 оцінок',
      '111 оцінок',
    ]);
  });

  it('writes numbers and days as the language does', () => {
    const day = new Date('2026-11-22T00:00:00Z');
    expect(createTranslator('en')('value.average', { average: 4.3333 })).toBe('4.3');
    expect(createTranslator('uk')('value.average', { average: 4 })).toBe('4,0');
    expect(createTranslator('en')('digest.completed', { count: 12345 })).toBe('Completed dialogues: 12,345');
    const zone = 'UTC';
    expect(createTranslator('en')('digest.title', { day, zone })).toBe('CSAT digest: Sun, Nov 22 (UTC)');
    expect(createTranslator('uk')('digest.title', { day, zone })).toBe('Дайджест CSAT: нд, 22 лист. (UTC)');
    expect(createTranslator('en')('digest.titleMonth', { day, zone })).toContain('November 2026');
  });

  it('takes markup and braces in a value for what they are', () => {
    const comment = "<b>{count}</b> it's '{x}'";
    expect(createTranslator('en')('digest.quote', { comment })).toBe(`“${comment}”`);
  });
});
