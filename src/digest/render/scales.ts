import type { Translate } from '../../locales/index.ts';
import { isNps, parseScaleKey, scaleNames } from '../../scale.ts';
import type { Interval } from '../../stats/metrics/wilson.ts';
import type { ScaleSummary } from '../../stats/summary.ts';
import { renderBars } from './bars.ts';
import type { Digest, Space } from '../digest.ts';
import { arrow, average, none, npsValue, number, ofScale, share, wanted } from './value.ts';

/** The ratings of the day: one section for each scale on which somebody rated. */
export function renderScales(digest: Digest, t: Translate, space: Space): string[] {
  const rated = digest.summary.scales.filter(({ ratings }) => ratings > 0);
  if (rated.length === 0) return [renderNone(digest, t)];
  return rated.map((scale) => {
    const heading = rated.length > 1 ? [t('digest.scale', { values: nameOf(scale.scale, t) })] : [];
    const bars = space.bars > 0 ? ['', renderBars(t, scale.histogram, space.bars)] : [];
    return [
      ...heading,
      ...(isNpsKey(scale.scale) ? renderNps : renderFigures)(digest, scale, t),
      ...bars,
    ].join('\n');
  });
}

function renderFigures(digest: Digest, now: ScaleSummary, t: Translate): string[] {
  const before = digest.before.scales.find(({ scale }) => scale === now.scale);
  const against = (value: string, dayBefore: string) => t('value.dayBefore', { value, before: dayBefore });
  const averageNow =
    ofScale(t, average(t, now.averageCsat, now.scale), now.scale) +
    arrow(now.averageInterval, before?.averageInterval);
  const csatNow = share(t, now.csatPercent) + arrow(now.csatInterval, before?.csatInterval);
  const ratings = t('value.ratings', { count: now.ratings });
  return [
    t('digest.average', { value: against(averageNow, average(t, before?.averageCsat, now.scale)) }),
    t('digest.csat', { value: against(csatNow, share(t, before?.csatPercent)) }),
    ...(now.csatInterval
      ? [t('digest.csatInterval', { ...shown(now.csatInterval, (bound) => share(t, bound)), ratings })]
      : []),
    ...(digest.target === undefined ? [] : [t('digest.target', { target: wanted(t, digest.target) })]),
    t('digest.cdsat', { value: against(share(t, now.cdsat), share(t, before?.cdsat)) }),
  ];
}

function renderNps(digest: Digest, now: ScaleSummary, t: Translate): string[] {
  const before = digest.before.scales.find(({ scale }) => scale === now.scale);
  const value = npsValue(t, now.nps) + arrow(now.npsInterval, before?.npsInterval);
  const ratings = t('value.ratings', { count: now.ratings });
  return [
    t('digest.nps', { value: t('value.dayBefore', { value, before: npsValue(t, before?.nps) }) }),
    ...(now.npsInterval
      ? [t('digest.npsInterval', { ...shown(now.npsInterval, (bound) => npsValue(t, bound)), ratings })]
      : []),
  ];
}

function shown({ low, high }: Interval, write: (bound: number) => string): { low: string; high: string } {
  return { low: write(low), high: write(high) };
}

function renderNone({ summary }: Digest, t: Translate): string {
  const { scales } = summary;
  if (scales.length > 0 && scales.every(({ scale }) => isNpsKey(scale)))
    return t('digest.nps', { value: none });
  return [
    t('digest.average', { value: none }),
    t('digest.csat', { value: none }),
    t('digest.cdsat', { value: none }),
  ].join('\n');
}

const isNpsKey = (scale: string): boolean => isNps(parseScaleKey(scale));

/** `1–5`, `NPS`, `0–100`, `-5 – 5` */
function nameOf(scale: string, t: Translate): string {
  const named = scaleNames.find((name) => name === scale);
  if (named === 'nps' || named === 'ces') return named.toUpperCase();
  const { values } = parseScaleKey(scale);
  const lowest = Math.min(...values);
  return [lowest, Math.max(...values)].map((value) => number(t, value)).join(lowest < 0 ? ' – ' : '–');
}
