import type { Translate } from '../../locales/index.ts';
import type { Summary } from '../../stats/summary.ts';
import { notAskedReasons } from '../../dialogue.ts';
import type { Digest } from '../digest.ts';
import { count, share } from './value.ts';

/** What became of the day's dialogues. */
export function renderCohort({ summary, before }: Digest, t: Translate): string {
  const value = t('value.dayBefore', { value: count(t, summary.surveys), before: count(t, before.surveys) });
  const answers = [
    t('digest.surveys', { value }),
    t('digest.surveyPercentage', { value: share(t, summary.surveyPercentage) }),
    t('digest.responseRate', { value: share(t, summary.responseRate) }),
  ];
  return [
    ...(summary.answered > 0 ? answers : []),
    ...renderAsked(summary, t),
    ...(summary.answered > 0 && before.completed > 0 ? [t('digest.sameHour')] : []),
  ].join('\n');
}

function renderAsked({ completed, asked, open, scheduled, notAsked }: Summary, t: Translate): string[] {
  const given = notAskedReasons.filter((reason) => notAsked[reason] > 0);
  const left = given.reduce((total, reason) => total + notAsked[reason], 0);
  const reasons = given.map((reason) => t(`reason.${reason}`, { count: notAsked[reason] })).join(', ');
  return [
    t('digest.completed', { count: completed }),
    ...(completed > 0 ? [t('digest.asked', { count: asked, open })] : []),
    ...(scheduled > 0 ? [t('digest.scheduled', { count: scheduled })] : []),
    ...(left > 0 ? [t('digest.notAsked', { count: left, reasons })] : []),
  ];
}
