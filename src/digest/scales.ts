import type { Translate } from '../locales/index.ts';
import { parseScaleKey, scaleNames } from '../scale.ts';
import type { ScaleSummary } from '../stats/summary.ts';
import { renderBars } from './bars.ts';
import type { Digest, Room } from './digest.ts';
import { arrow, average, none, ofScale, share } from './value.ts';

/** The ratings of the day: one section for each scale on which somebody rated. */
export function renderScales(digest: Digest, t: Translate, room: Room): string[] {
  const rated = digest.summary.scales.filter(({ ratings }) => ratings > 0);
  if (rated.length === 0) return [renderNone(t)];
  return rated.map((scale) => {
    const heading = rated.length > 1 ? [t('digest.scale', { values: nameOf(scale.scale) })] : [];
    const bars = room.bars > 0 ? ['', renderBars(scale.histogram, room.bars)] : [];
    return [...heading, ...renderFigures(digest, scale, t), ...bars].join('\n');
  });
}

function renderFigures(digest: Digest, now: ScaleSummary, t: Translate): string[] {
  const before = digest.before.scales.find(({ scale }) => scale === now.scale);
  const against = (value: string, dayBefore: string) => t('value.dayBefore', { value, before: dayBefore });
  const averageNow =
    ofScale(t, average(t, now.averageCsat), now.scale) + arrow(now.averageInterval, before?.averageInterval);
  const csatNow = share(t, now.csatPercent) + arrow(now.csatInterval, before?.csatInterval);
  const ratings = t('value.ratings', { count: now.ratings });
  return [
    t('digest.average', { value: against(averageNow, average(t, before?.averageCsat)) }),
    t('digest.csat', { value: against(csatNow, share(t, before?.csatPercent)) }),
    ...(now.csatInterval ? [t('digest.csatInterval', { ...now.csatInterval, ratings })] : []),
    ...(digest.target === undefined ? [] : [t('digest.target', { target: digest.target })]),
    t('digest.cdsat', { value: against(share(t, now.cdsat), share(t, before?.cdsat)) }),
  ];
}

function renderNone(t: Translate): string {
  return [
    t('digest.average', { value: none }),
    t('digest.csat', { value: none }),
    t('digest.cdsat', { value: none }),
  ].join('\n');
}

/** `1–5`, `NPS`, `0–100` */
function nameOf(scale: string): string {
  const named = scaleNames.find((name) => name === scale);
  if (named === 'nps' || named === 'ces') return named.toUpperCase();
  const { values } = parseScaleKey(scale);
  return `${Math.min(...values)}–${Math.max(...values)}`;
}
