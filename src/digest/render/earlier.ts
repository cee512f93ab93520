import type { Translate } from '../../locales/index.ts';
import type { Summary } from '../../stats/summary.ts';
import type { Digest } from '../digest.ts';
import { renderComment } from './comments.ts';
import type { Section } from './layout.ts';
import { dayText } from './title.ts';
import { average, npsValue, ofScale, share } from '../../text/figures.ts';

/** Days on which no digest came, a line for each. */
export function renderMissed({ missed = [] }: Digest, t: Translate): Section {
  const items = missed.map((line) => {
    const { surveys, completed } = line.summary;
    const counts = t('digest.daySurveys', { surveys: surveys ?? 0, completed });
    return t('digest.missedDay', {
      day: dayText(t, line),
      figures: [...ratingsOf(t, line.summary), ...commentsOf(t, line.summary), counts].join('; '),
    });
  });
  return { heading: t('digest.missed'), items, ranks: [6, 8, 10] };
}

/** What was answered since the last digest about days that were told by then. */
export function renderLate({ late }: Digest, t: Translate): Section {
  const items = (late?.days ?? []).map(({ summary, ...days }) => {
    const answers = [...ratingsOf(t, summary), ...commentsOf(t, summary)].join('; ');
    return t('digest.lateDay', { day: dayText(t, days), answers });
  });
  return { heading: t('digest.late'), items, ranks: [4, 8, 10] };
}

/** What was written since the last digest about those days. @param length of each comment, in UTF-16 units */
export function renderLateComments({ late }: Digest, t: Translate, length: number): Section {
  const items = (late?.comments ?? []).map((comment) =>
    renderComment(comment, t, length, dayText(t, { from: comment.day, to: comment.day })),
  );
  return { heading: t('digest.lateComments'), items, ranks: [] };
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
