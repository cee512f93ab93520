import type { Translate } from '../../locales/index.ts';
import type { Day, Period } from '../../stats/period.ts';
import type { Summary } from '../../stats/summary.ts';
import { renderComment } from './comments.ts';
import type { Digest, Space } from '../digest.ts';
import { average, npsValue, ofScale, share } from './value.ts';

/** Days on which no digest came, a line for each. */
export function renderMissed({ missed = [] }: Digest, t: Translate): string[] {
  if (missed.length === 0) return [];
  const lines = missed.map((line) => {
    const { surveys, completed } = line.summary;
    const counts = t('digest.daySurveys', { surveys: surveys ?? 0, completed });
    return t('digest.missedDay', {
      day: dayText(t, line),
      figures: [...ratingsOf(t, line.summary), ...commentsOf(t, line.summary), counts].join('; '),
    });
  });
  return [[t('digest.missed'), ...lines].join('\n')];
}

/** What was answered since the last digest about days that were told by then. */
export function renderLate({ late }: Digest, t: Translate, space: Space): string[] {
  if (!late || late.days.length === 0) return [];
  const lines = late.days.map(({ summary, ...days }) => {
    const answers = [...ratingsOf(t, summary), ...commentsOf(t, summary)].join('; ');
    return t('digest.lateDay', { day: dayText(t, days), answers });
  });
  const comments = late.comments
    .slice(0, space.lateComments)
    .map((comment) =>
      renderComment(comment, t, space.comment, dayText(t, { from: comment.day, to: comment.day })),
    );
  const more = late.comments.length - comments.length;
  return [
    [t('digest.late'), ...lines].join('\n'),
    ...comments,
    ...(more > 0 && comments.length > 0 ? [t('digest.moreComments', { count: more })] : []),
  ];
}

/** `4.3 of 5, CSAT 86%, 42 ratings` for each scale with ratings. */
function ratingsOf(t: Translate, { scales }: Summary): string[] {
  return scales
    .filter(({ ratings }) => ratings > 0)
    .map(({ scale, ratings, averageCsat, csatPercent, nps }) => {
      const counted = t('value.ratings', { count: ratings });
      if (nps !== null) return t('digest.dayNps', { nps: npsValue(t, nps), ratings: counted });
      return t('digest.dayCsat', {
        average: ofScale(t, average(t, averageCsat, scale), scale),
        csat: share(t, csatPercent),
        ratings: counted,
      });
    });
}

function commentsOf(t: Translate, { comments }: Summary): string[] {
  return comments > 0 ? [t('value.comments', { count: comments })] : [];
}

function dayText(t: Translate, { from, to }: Period): string {
  return from === to
    ? t('value.day', { day: dateOf(from) })
    : t('value.days', { from: dateOf(from), to: dateOf(to) });
}

const dateOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);
