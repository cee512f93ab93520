import { lengthOf } from '../../stats/period.ts';
import type { Translate } from '../../locales/index.ts';
import { notAskedReasons } from '../../dialogue.ts';
import { disputedNote } from '../../stats/disputed-note.ts';
import { shareAsked } from '../../stats/metrics/share-asked.ts';
import type { Digest } from '../digest.ts';
import type { Section } from './layout.ts';
import { average, count, npsValue, ofScale, scaleText, share } from '../../text/figures.ts';

/** How many surveys were answered, and of how many dialogues. */
export function renderSurveys({ summary, before }: Digest, t: Translate): string[] {
  const { answered, surveys, surveyPercentage, responseRate } = summary;
  if (answered === 0) return [];
  const product = {
    value: share(t, surveyPercentage),
    asked: share(t, shareAsked(summary)),
    answered: share(t, responseRate),
  };
  return [
    t('digest.surveys', { value: count(t, surveys), before: count(t, before.surveys) }),
    t('digest.surveyPercentage', product),
  ];
}

/** What became of the period's dialogues. */
export function renderAsked({ summary }: Digest, t: Translate): Section {
  const { completed, asked, open, scheduled, notAsked } = summary;
  const given = notAskedReasons.filter((reason) => notAsked[reason] > 0);
  const left = given.reduce((total, reason) => total + notAsked[reason], 0);
  const reasons = given.map((reason) => t(`reason.${reason}`, { count: notAsked[reason] })).join(', ');
  const items = [
    completed > 0
      ? t('digest.asked', { completed, count: asked, open, scheduled })
      : t('digest.completed', { count: completed }),
    ...(left > 0 ? [t('digest.notAsked', { count: left, reasons })] : []),
  ];
  return { heading: null, items, ranks: [1, 4] };
}

/** How many of the ratings are disputed. */
export function renderDisputed({ summary }: Digest, t: Translate): string[] {
  return [disputedNote(t, { count: summary.disputed, included: true }) ?? []].flat();
}

/** All figures of the period before, for whoever wants to compare more than the first one. */
export function renderEarlier({ kind, period, summary, before }: Digest, t: Translate): string[] {
  if (summary.answered === 0 || before.completed === 0) return [];
  const scales = before.scales
    .filter(({ ratings }) => ratings > 0)
    .map(({ scale, averageCsat, csatPercent, cdsat, nps, ratings }) => {
      const counted = { scale: scaleText(t, scale), ratings: t('value.ratings', { count: ratings }) };
      if (nps !== null) return t('digest.earlierNps', { ...counted, nps: npsValue(t, nps) });
      const mean = ofScale(t, average(t, averageCsat, scale), scale);
      const figures = { average: mean, csat: share(t, csatPercent), cdsat: share(t, cdsat) };
      return t('digest.earlierScale', { ...counted, ...figures });
    });
  const rates = {
    percentage: share(t, before.surveyPercentage),
    rate: share(t, before.responseRate),
    completed: before.completed,
  };
  return [t('digest.earlier', { kind, days: lengthOf(period) }), ...scales, t('digest.earlierRates', rates)];
}
