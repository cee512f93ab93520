/** What is said of targets; pure. */
import { dateOf } from '../period.ts';
import type { Translate } from '../../locales/index.ts';
import { parseScaleKey, scaleNames } from '../../scale.ts';
import type { TargetFigure } from './judge.ts';
import { type Standing, TARGET_DAYS } from './standings.ts';
import { isLowerBetter, type Target, type TargetFault, type TargetMetric, targetMetrics } from './target.ts';
import { average, npsValue, share } from '../../text/figures.ts';
import { excerpt } from '../../text/excerpt.ts';

/** `CSAT: at least 85%, scale 1-5, team Second line` */
export function targetText(t: Translate, target: Target): string {
  const { metric, scale, team } = target;
  return t('target.value', {
    metric,
    lower: isLowerBetter(metric) ? 'yes' : 'no',
    value: valueText(t, target),
    // The figure's name says so already.
    scale: scale === null || metric === 'nps' ? 'none' : scaleText(scale),
    team: team === null ? 'none' : 'named',
    teamName: team ?? '',
  });
}

/** The value of a target as somebody set it: `85%`, `4.5`, `+30`, `15 minutes`. */
export function valueText(t: Translate, { metric, value }: Pick<Target, 'metric' | 'value'>): string {
  switch (targetMetrics[metric].unit) {
    case 'share':
      return t('value.shareExact', { share: value });
    case 'rating':
      return t('value.number', { value });
    case 'nps':
      return t('value.npsExact', { nps: value });
    case 'duration': {
      const [unit, ms] = units.find(([, size]) => value >= size && value % size === 0) ?? ['s', 1_000];
      return t('target.duration', { unit, count: Math.round(value / ms) });
    }
  }
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A time that was measured: `2 hours 5 minutes`, the greatest unit and the one below it; of minutes none below. */
export function durationText(t: Translate, milliseconds: number): string {
  const all = [...units, ['s', 1_000]] as const;
  const found = all.findIndex(([, size]) => milliseconds >= size);
  const at = found === -1 ? all.length - 1 : found;
  const shown = all.slice(at, at < 2 ? at + 2 : at + 1);
  const [, least] = shown.at(-1) ?? ['s', 1_000];
  let rest = Math.round(milliseconds / least) * least;
  const parts = shown.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { unit, count };
  });
  return parts
    .filter(({ count }, index) => index === 0 || count > 0)
    .map((part) => t('target.duration', part))
    .join(' ');
}

/** `CSAT: at least 85% – missed (83%)` */
export function standingText(t: Translate, { target, verdict, figures }: Standing): string {
  return t('target.standing', {
    target: targetText(t, target),
    verdict: verdict ?? 'none',
    figures: figures.length > 0 ? 'some' : 'none',
    values: valuesText(t, figures, target),
  });
}

/** A figure that a target is for, as it is written elsewhere. */
export function figureText(t: Translate, { scale, value }: TargetFigure, metric: TargetMetric): string {
  switch (targetMetrics[metric].unit) {
    case 'share':
      return share(t, value);
    case 'rating':
      return average(t, value, scale ?? '');
    case 'nps':
      return npsValue(t, value);
    case 'duration':
      return durationText(t, value);
  }
}

/** Over which days verdicts are, to be said once beneath them. */
export function periodText(t: Translate, { period: { to } }: Pick<Standing, 'period'>): string {
  return t('target.period', { days: TARGET_DAYS, day: dateOf(to) });
}

/** What is wrong with what somebody wrote, where, and how it is written. */
export function faultText(t: Translate, fault: TargetFault): string {
  const { code, ...values } = fault;
  const nameOf = (metric: string): string => t('target.name', { metric });
  const about: Record<string, string> =
    'metric' in fault
      ? { name: nameOf(fault.metric), example: t('target.example', { metric: fault.metric }) }
      : {};
  return t(`target.fault.${code}`, {
    ...values,
    ...about,
    ...('given' in fault && { given: excerpt(fault.given, LONGEST_GIVEN) }),
    names: Object.keys(targetMetrics).map(nameOf).join(', '),
    scales: scaleNames.join(', '),
  });
}

/** What somebody wrote may be as long as a message. */
const LONGEST_GIVEN = 60;

function valuesText(t: Translate, figures: readonly TargetFigure[], { metric, scale }: Target): string {
  return figures
    .map((figure) => {
      const value = figureText(t, figure, metric);
      // Of several scales each figure says which it is.
      return figure.scale === null || scale !== null || figures.length === 1
        ? value
        : `${scaleText(figure.scale)}: ${value}`;
    })
    .join(', ');
}

/** A named scale by its name, one of its own by its values. */
const scaleText = (scale: string): string =>
  (scaleNames as string[]).includes(scale) ? scale : parseScaleKey(scale).values.join('/');
