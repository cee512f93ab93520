import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../src/digest/digest.ts';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { busyDay, quietDay, usualDay } from './days.ts';
import { screenOf } from './screen.ts';

const days: Array<[string, Digest]> = [
  ['quiet', quietDay],
  ['usual', usualDay],
  ['busy', busyDay()],
];
const languages = ['en', 'uk'];
const each = days.flatMap(([name, day]) => languages.map((language) => [name, language, day] as const));

describe('the screen of a phone', () => {
  it.each(each)('holds a %s day in %s, the answer in its first five lines', (_, language, day) => {
    const lines = screenOf({ ...day, language });
    expect(lines.length).toBeLessThanOrEqual(30);
    const first = lines.slice(0, 5).join('\n');
    const [csat] = day.summary.scales;
    const percent = `${Math.round(100 * (csat?.csatPercent ?? 0))}%`;
    expect(first).toContain(`CSAT: ${percent}`);
    expect(first).toMatch(/\(\d+%–\d+%\)/);
    expect(first).toContain(language === 'uk' ? 'Середній CSAT:' : 'Average CSAT:');
    expect(first).toContain('CDSAT:');
    expect(first).toContain('Europe/Kyiv');
  });

  it.each(languages)('has room for two comments or three on the busiest day, in %s', (language) => {
    const { text, more, shown } = renderDigest({ ...busyDay(), language });
    expect(shown.length).toBeGreaterThanOrEqual(2);
    for (const { externalId } of busyDay().worst) {
      expect([text, more].filter((part) => part.includes(externalId))).toHaveLength(1);
    }
  });

  it('shows each item of each list once, on the screen or folded', () => {
    const day = busyDay();
    const { text, more } = renderDigest(day);
    const lines = `${text}\n${more}`.split('\n');
    expect(lines.filter((line) => /^[▲▼]+ \S+.*: /u.test(line))).toHaveLength(day.flags.length);
    for (const { term } of day.themes) {
      expect(lines.filter((line) => line.startsWith(`“${term}”`))).toHaveLength(1);
    }
    expect(lines.filter((line) => line.includes('; surveys '))).toHaveLength(day.missed?.length ?? 0);
  });
});
