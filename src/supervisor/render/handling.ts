import type { AlertFigures } from '../../alerts/figures.ts';
import { share } from '../../text/figures.ts';
import type { Translate } from '../../locales/index.ts';
import { durationText } from '../../stats/targets/words.ts';

/** How the low ratings of the last days were handled. @returns '': there was none */
export function handlingText(t: Translate, figures: AlertFigures, days: number): string {
  const { alerts, timeToTake, timeToResolve, takenInTime } = figures;
  if (alerts === 0) return '';
  return [
    t('alerts.handled', { days, count: alerts }),
    ...(timeToTake === null ? [] : [t('alerts.timeToTake', { time: durationText(t, timeToTake) })]),
    ...(timeToResolve === null ? [] : [t('alerts.timeToResolve', { time: durationText(t, timeToResolve) })]),
    ...(takenInTime === null
      ? []
      : [t('alerts.takenInTime', { share: share(t, takenInTime.share), count: takenInTime.of })]),
  ].join('\n');
}
