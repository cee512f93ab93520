import type { Translate } from '../../../locales/index.ts';
import { element } from '../../drawing/svg.ts';
import type { TrendData } from '../data.ts';
import { bandKey, intervalKey, type Key, lineKey, markKey, outsideKeys, strokes } from '../keys.ts';
import { setValueOf } from '../words.ts';

/** The keys of what is there to be seen. @param hasIntervals whether each point has its own */
export function trendKeys(data: TrendData, hasIntervals: boolean, t: Translate): Key[] {
  const { points, previous, centre, target, measure, step } = data;
  const centreLine = element('line', { x1: '0%', x2: '100%', y1: 8, y2: 8, ...strokes.centre });
  const hasBand = points.some(({ limitLow }) => limitLow !== null);
  const hasPrevious = previous.some(({ value }) => value !== null);
  return [
    hasIntervals
      ? intervalKey('upright', t('chart.stepWithInterval', { step }))
      : markKey(null, t('chart.stepAlone', { step })),
    ...(hasBand ? [bandKey(t('chart.usual'), { within: centre === null ? '' : centreLine })] : []),
    ...outsideKeys(
      points.map(({ signal }) => signal),
      (side) => t(`chart.${side}`),
    ),
    ...(target === null
      ? []
      : [lineKey('lying', 'target', t('chart.targetOf', { value: setValueOf(t, measure, target) }))]),
    ...(hasPrevious ? [lineKey('lying', 'previous', t('chart.previous'))] : []),
  ];
}
