/** What is said of targets; pure. Figures are written by whoever shows them, as they are written elsewhere. */
import type { Translate } from '../../locales/index.ts';
import { parseScaleKey, scaleNames } from '../../scale.ts';
import type { TargetFigure } from './judge.ts';
import { metricNames } from './parse.ts';
import { type Standing, TARGET_DAYS } from './standings.ts';
import { isLowerBetter, type Target, type TargetFault, type TargetMetric, targetMetrics } from './target.ts';

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

/** How a figure that a target is for is written. */
export type FigureText = (figure: TargetFigure, metric: TargetMetric) => string;

/** `CSAT: at least 85%: missed (83%)` */
export function standingText(
  t: Translate,
  { target, verdict, figures }: Standing,
  write: FigureText,
): string {
  return t('target.standing', {
    target: targetText(t, target),
    verdict: verdict ?? 'none',
    figures: figures.length > 0 ? 'some' : 'none',
    values: valuesText(figures, target, write),
  });
}

/** Of a target that was crossed, to be said once: with the period over which it is judged. */
export function crossedText(t: Translate, { target, verdict, figures }: Standing, write: FigureText): string {
  return t('target.crossed', {
    target: targetText(t, target),
    verdict: verdict ?? 'none',
    days: TARGET_DAYS,
    values: valuesText(figures, target, write),
  });
}

/** Over which days verdicts are, to be said once beneath them. */
export function periodText(t: Translate, { period: { to } }: Pick<Standing, 'period'>): string {
  return t('target.period', { days: TARGET_DAYS, day: new Date(`${to}T00:00:00Z`) });
}

/** What is wrong with what somebody wrote, where, and how it is written. */
export function faultText(t: Translate, fault: TargetFault): string {
  const { code, ...values } = fault;
  const about: Record<string, string> =
    'metric' in fault ? { name: nameOf(fault.metric), example: examples[fault.metric] } : {};
  const known = { names: Object.keys(targetMetrics).map((metric) => nameOf(metric as TargetMetric)) };
  return t(`target.fault.${code}`, {
    ...values,
    ...about,
    ...('given' in fault && { given: cut(fault.given) }),
    names: known.names.join(', '),
    scales: scaleNames.join(', '),
  });
}

const LONGEST_GIVEN = 60;

/** What somebody wrote may be as long as a message. */
const cut = (given: string): string =>
  given.length <= LONGEST_GIVEN ? given : `${given.slice(0, LONGEST_GIVEN - 1)}…`;

const examples: Record<TargetMetric, string> = {
  averageCsat: 'average 4.5 scale 1-5',
  csatPercent: 'csat 85',
  cdsat: 'cdsat 5',
  nps: 'nps 30',
  surveyPercentage: 'surveys 35',
  responseRate: 'response 40',
  timeToTake: 'take 15m',
  takenInTime: 'taken 90',
};

const nameOf = (metric: TargetMetric): string => metricNames[metric][0] ?? metric;

function valuesText(figures: readonly TargetFigure[], { metric, scale }: Target, write: FigureText): string {
  return figures
    .map((figure) => {
      const value = write(figure, metric);
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
