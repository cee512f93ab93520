import { type ScaleName, namedScales } from '../../scale.ts';
import {
  isScaleKey,
  type Target,
  targetFault,
  type TargetFault,
  type TargetMetric,
  targetMetrics,
} from './target.ts';

/** Under which names a metric is written, in lower case; those that are shown are `target.name` of the texts. */
const metricNames: Record<TargetMetric, readonly string[]> = {
  averageCsat: ['average', 'averagecsat', 'avg', 'середній', 'середня'],
  csatPercent: ['csat', 'csatpercent', 'csat%'],
  cdsat: ['cdsat', 'cdsat%'],
  nps: ['nps'],
  surveyPercentage: ['surveys', 'surveypercentage', 'опитування'],
  responseRate: ['response', 'responserate', 'відповіді'],
  timeToTake: ['take', 'timetotake', 'реакція'],
  takenInTime: ['taken', 'takenintime', 'вчасно'],
};

const scaleWords = ['scale', 'шкала'];
const teamWords = ['team', 'команда'];
const unitsMs: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  с: 1_000,
  хв: 60_000,
  год: 3_600_000,
  д: 86_400_000,
};

/**
 * Reads what somebody wrote behind a command: `csat 85`, `average 4.5 scale 1-5 team "Second line"`, `nps 30`, `cdsat 5`,
 * `take 15m`. Shares are in percent, with or without its sign; a comma does as well as a point.
 */
export function parseTarget(text: string): Target | { fault: TargetFault } {
  const [name, ...rest] = wordsOf(text);
  if (name === undefined) return { fault: { code: 'no_metric' } };
  const metric = metricOf(name);
  if (!metric) return { fault: { code: 'unknown_metric', given: name } };
  const [written, ...options] = rest;
  if (written === undefined || isOption(written)) return { fault: { code: 'no_value', metric } };
  const value = valueOf(written, metric);
  if (value === null) return { fault: { code: 'no_number', given: written, metric } };
  const named = optionsOf(options);
  if ('fault' in named) return named;
  const scale = named.scale === null ? null : scaleOf(named.scale);
  const target = { metric, scale: metric === 'nps' ? (scale ?? 'nps') : scale, team: named.team, value };
  const fault = targetFault(target, written);
  return fault ? { fault } : target;
}

/** Words, of which one in quotation marks may have spaces. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“”]*)[“”]|(\S+)/g)].map(
    ([, plain, curly, angled, low, bare]) => plain ?? curly ?? angled ?? low ?? bare ?? '',
  );
}

function metricOf(word: string): TargetMetric | undefined {
  const wanted = word.toLowerCase();
  return (Object.keys(targetMetrics) as TargetMetric[]).find((metric) =>
    metricNames[metric].includes(wanted),
  );
}

const isOption = (word: string): boolean => [...scaleWords, ...teamWords].includes(word.toLowerCase());

function optionsOf(
  words: readonly string[],
): { scale: string | null; team: string | null } | { fault: TargetFault } {
  const named: { scale: string | null; team: string | null } = { scale: null, team: null };
  for (let i = 0; i < words.length; i += 2) {
    const [word = '', value] = [words[i], words[i + 1]?.trim()];
    const option = scaleWords.includes(word.toLowerCase())
      ? 'scale'
      : teamWords.includes(word.toLowerCase())
        ? 'team'
        : null;
    if (!option || named[option] !== null) return { fault: { code: 'unread', given: word } };
    if (!value) return { fault: { code: `no_${option}` } };
    named[option] = value;
  }
  return named;
}

/** The key of a scale, named in whatever case; what is none stays as it was written. */
function scaleOf(word: string): string {
  const name = (Object.keys(namedScales) as ScaleName[]).find((one) => one === word.toLowerCase());
  return name ?? (isScaleKey(word) ? word : word.toLowerCase());
}

/** @returns null: no number, or one of another unit */
function valueOf(word: string, metric: TargetMetric): number | null {
  const [, digits = '', unit = ''] =
    /^([+\-−]?\d{1,9}(?:[.,]\d{1,6})?)(%|[a-zа-яіїєґ]{1,3})?$/iu.exec(word) ?? [];
  if (digits === '') return null;
  const number = Number(digits.replace(',', '.').replace('−', '-'));
  switch (targetMetrics[metric].unit) {
    case 'share':
      return unit === '' || unit === '%' ? number / 100 : null;
    case 'duration': {
      const ms = unitsMs[unit.toLowerCase()];
      return ms === undefined ? null : number * ms;
    }
    default:
      return unit === '' ? number : null;
  }
}
