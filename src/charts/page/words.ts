import type { Translate } from '../../locales/index.ts';
import { parseScaleKey } from '../../scale.ts';
import { excerpt } from '../../text/excerpt.ts';
import { average, npsValue, number, share } from '../../text/figures.ts';
import type { Signal } from '../days/markers.ts';
import { endsOf } from '../drawing/values.ts';
import type { Counted, Measure, Part } from './data.ts';

/** A value as the digest writes it; `—` where there is none. */
export function valueOf(t: Translate, measure: Measure, value: number | null): string {
  if (measure.unit === 'average') return average(t, value, measure.scale);
  return measure.unit === 'nps' ? npsValue(t, value) : share(t, value);
}

/** A value that somebody set, as they gave it: `87.5%`. */
export function setValueOf(t: Translate, measure: Measure, value: number): string {
  if (measure.unit === 'average') return number(t, value);
  return measure.unit === 'nps' ? t('chart.setNps', { nps: value }) : t('chart.setShare', { share: value });
}

/** The lowest and the highest value that a measure has. */
export function endsOfMeasure(measure: Measure): readonly [number, number] {
  if (measure.unit !== 'average') return endsOf[measure.unit];
  const { values } = parseScaleKey(measure.scale);
  return [Math.min(...values), Math.max(...values)];
}

/** `76%–92%`, `+7 to +85`; null where an end is none. */
export function rangeOf(
  t: Translate,
  measure: Measure,
  low: number | null,
  high: number | null,
): string | null {
  if (low === null || high === null) return null;
  const ends = { low: valueOf(t, measure, low), high: valueOf(t, measure, high) };
  return t('chart.range', { ...ends, signed: measure.unit === 'nps' ? 'yes' : 'no' });
}

/** `70 ratings` */
export function countOf(t: Translate, counted: Counted | undefined, count: number): string {
  if (counted === 'dialogues') return t('chart.dialogues', { count });
  return counted === 'surveys' ? t('chart.surveys', { count }) : t('value.ratings', { count });
}

interface Said {
  value: number | null;
  n: number;
  low: number | null;
  high: number | null;
}

/** `Support: 86% (76%–92%), 70 ratings`: what is read where the pointer rests, and aloud. */
function said(
  t: Translate,
  name: string,
  { value, n, low, high }: Said,
  { measure, counted }: { measure: Measure; counted?: Counted | undefined },
): string {
  const count = countOf(t, counted, n);
  if (value === null) return t('chart.saidNone', { name, count });
  const figure = { name, value: valueOf(t, measure, value), count };
  const range = rangeOf(t, measure, low, high);
  return range === null ? t('chart.said', figure) : t('chart.saidInterval', { ...figure, range });
}

/** The same of a time, and on which side of its usual range it lies. */
export function saidOfTime(
  t: Translate,
  name: string,
  point: Said & { signal: Signal },
  of: Parameters<typeof said>[3],
): string {
  const text = said(t, name, point, of);
  return point.signal === null ? text : `${text}, ${t('chart.outside', { side: point.signal })}`;
}

/** The same of a part, and which limits it crossed. */
export function saidOfPart(t: Translate, part: Part, of: Parameters<typeof said>[3]): string {
  const text = said(t, nameOf(t, part), part, of);
  return part.outside === null ? text : `${text}, ${t('chart.outsideOf', { ...part.outside })}`;
}

/** The longest name that is shown whole. */
const LONGEST = 200;

/** The name of a part on one line, without what would turn the text around it. */
export function nameOf(t: Translate, { name }: Pick<Part, 'name'>, length: number = LONGEST): string {
  const shown = name === null ? '' : excerpt(name, length);
  return shown === '' ? t('chart.notGiven') : shown;
}
