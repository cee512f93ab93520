import type { Dimension } from '../../dialogue.ts';
import { localTimes } from '../../exports/local-time.ts';
import { createTranslator, isMessageKey, type Translate } from '../../locales/index.ts';
import { type DefinedMetric, definitionOf } from '../../stats/metrics/definition.ts';
import { average, endsText, npsValue, share } from '../../text/figures.ts';
import type { Evidence } from '../evidence.ts';
import type { ComparedFigure } from '../figures.ts';

/** What every part of the page is written with. */
export interface Words {
  t: Translate;
  evidence: Evidence;
  /** `2026-11-22 13:03`, by the clock of the report zone. */
  time: (moment: Date) => string;
}

export function wordsFor(evidence: Evidence): Words {
  const localTime = localTimes(evidence.zone);
  return {
    t: createTranslator(evidence.language),
    evidence,
    time: (moment) => localTime(moment).iso.slice(0, 16).replace('T', ' '),
  };
}

/** Figures that have a definition go by its name. */
const defined = {
  completed: 'completed',
  asked: 'asked',
  surveys: 'surveys',
  surveyPercentage: 'surveyPercentage',
  responseRate: 'responseRate',
  comments: 'comments',
  disputed: 'disputed',
  csatPercent: 'csatPercent',
  csatInterval: 'csatPercent',
  averageCsat: 'averageCsat',
  averageInterval: 'averageCsat',
  cdsat: 'cdsat',
  nps: 'nps',
  npsInterval: 'nps',
} as const satisfies Record<string, DefinedMetric>;

/** `CSAT %, lower end` of `csatInterval.low`. */
export function figureName({ t, evidence }: Words, figure: string): string {
  const [first = '', rest = ''] = figure.split('.');
  const nameOf = (name: string): string =>
    Object.hasOwn(defined, name)
      ? definitionOf(defined[name as keyof typeof defined], evidence.language).name
      : t(`audit.figure.${name as 'open'}`);
  if (first === 'notAsked') return t('audit.figure.notAsked', { rule: ruleText(t, rest) });
  if (rest === 'low' || rest === 'high') return t(`audit.figure.${rest}`, { name: nameOf(first) });
  const [, value] = /^rating (.+)$/.exec(figure) ?? [];
  return value === undefined ? nameOf(figure) : t('audit.figure.rating', { value });
}

/** As exactly as two ways of counting can be compared: six decimals. */
export function exactly({ t }: Words, value: ComparedFigure['shown']): string {
  return value === null ? '—' : t('value.number', { value: Number(value.toFixed(6)) });
}

type Ends = { low: number; high: number } | null;

/** `83% (74%–90%)` */
export function shareWith({ t }: Words, value: number | null, interval: Ends): string {
  const ends = endsText(interval, (end) => share(t, end));
  return value === null ? '—' : t('audit.value.with', { value: share(t, value), ...ends });
}

/** `4.3 (4.1–4.5)` */
export function averageWith({ t }: Words, value: number | null, interval: Ends, scale: string): string {
  if (value === null) return '—';
  const ends = endsText(interval, (end) => average(t, end, scale));
  return t('audit.value.with', { value: average(t, value, scale), ...ends });
}

/** `NPS +40 (+25 to +53)` */
export function npsWith({ t }: Words, value: number | null, interval: Ends): string {
  if (value === null) return '—';
  const ends = endsText(interval, (end) => npsValue(t, end));
  return t('audit.value.withNps', { value: t('audit.value.nps', { value: npsValue(t, value) }), ...ends });
}

export const alongText = ({ t }: Words, dimension: Dimension): string =>
  t('audit.figures.along', { dimension });

/** A rule by which a dialogue was left out; one without words of its own by its name. */
export function ruleText(t: Words['t'], rule: string): string {
  const key = `audit.rule.${rule}`;
  return isMessageKey(key) ? t(key) : rule;
}
