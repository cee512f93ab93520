import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cohortMetrics, ratingMetrics } from '../../src/stats/metrics/index.ts';
import { type DefinedMetric, definitionOf } from '../../src/stats/metrics/definition.ts';

const read = (path: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const english = read('../../src/locales/en/metrics.json');
const ukrainian = read('../../src/locales/uk/metrics.json');
/** The English texts from which the Ukrainian ones were translated. */
const translated = read('translated-metrics.json');

/** What another language takes over as it is. */
const notWords = new Set(['CSAT %', 'CDSAT', 'NPS', 'CES']);

describe('the definitions of the figures', () => {
  it('are in docs/metrics.md and in English what the docstrings say', () => {
    const check = () =>
      execFileSync(process.execPath, ['tools/metrics-docs.mjs', '--check'], { stdio: 'pipe' });
    expect(check).not.toThrow();
  });

  it('are there for every figure that is computed', () => {
    const computed = [...Object.keys(cohortMetrics), ...Object.keys(ratingMetrics)];
    expect(computed.filter((name) => !(`metric.${name}.text` in english))).toEqual([]);
  });

  it('are translated anew when the English text has changed', () => {
    // To mend this: translate those in src/locales/uk/metrics.json, then copy src/locales/en/metrics.json over
    // test/locales/translated-metrics.json.
    const keys = new Set([...Object.keys(english), ...Object.keys(translated)]);
    expect([...keys].filter((key) => english[key] !== translated[key])).toEqual([]);
    const same = Object.keys(english).filter((key) => english[key] === ukrainian[key]);
    expect(same.filter((key) => !notWords.has(english[key] ?? ''))).toEqual([]);
  });

  it('can be shown in both languages, with nothing left to be filled in', () => {
    const ids = Object.keys(english).flatMap((key) => /^metric\.(\w+)\.name$/.exec(key)?.[1] ?? []);
    for (const id of ids as DefinedMetric[]) {
      for (const language of ['en', 'uk']) {
        const shown = Object.values(definitionOf(id, language));
        expect({ id, shown: shown.filter((text) => text === '' || /[{}]/.test(text)) }).toEqual({
          id,
          shown: [],
        });
      }
    }
    expect(definitionOf('csatPercent', 'en').formula).toBe('satisfied ratings / all ratings');
    expect(definitionOf('csatPercent', 'uk-UA').text).toContain('На шкалі 1–5 це 4 і 5');
  });
});
