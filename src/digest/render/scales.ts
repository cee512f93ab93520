import type { Translate } from '../../locales/index.ts';
import { inOrder } from '../../stats/comparison/scales.ts';
import { lengthOf } from '../../stats/period.ts';
import type { ScaleSummary } from '../../stats/summary.ts';
import type { Mark } from '../../stats/comparison/marks.ts';
import type { Digest } from '../digest.ts';
import { average, endsText, hasOwnName, npsValue, ofScale, scaleText, share } from '../../text/figures.ts';
import { mainTarget } from '../../stats/targets/main-target.ts';
import { renderTarget } from './targets.ts';

/**
 * The ratings of the period, the lines of each scale apart: what was rated most often first, CSAT before NPS and CES. All
 * but the first are in short.
 */
export function renderScales(digest: Digest, t: Translate): string[] {
  const rated = digest.summary.scales.filter(({ ratings }) => ratings > 0);
  if (rated.length === 0) return [renderNone(digest, t)];
  const csat = rated.filter(({ scale }) => !hasOwnName(scale));
  return inOrder(rated).map((figures, index) => {
    // NPS and CES say by their names which scale they are of.
    const heading =
      csat.length > 1 && !hasOwnName(figures.scale)
        ? [t('digest.scale', { values: scaleText(t, figures.scale) })]
        : [];
    return [
      ...heading,
      ...renderFigures(digest, figures, t, index > 0),
      ...renderBefore(digest, figures, t, index > 0),
    ].join('\n');
  });
}

function renderFigures(digest: Digest, figures: ScaleSummary, t: Translate, isShort: boolean): string[] {
  const { scale, averageCsat, csatPercent, cdsat, nps } = figures;
  const mark = digest.marks.get(scale);
  const counted = t('value.ratings', { count: figures.ratings });
  const ratings = isShort
    ? `${counted}, ${t('digest.was', { value: beforeOf(digest, figures, t) })}`
    : counted;
  const marked = (value: string): string => `${value}${arrow(mark)}`;
  if (nps !== null) {
    const interval = endsText(figures.npsInterval, (bound) => npsValue(t, bound));
    return [t('digest.nps', { value: marked(npsValue(t, nps)), ...interval, ratings })];
  }
  const interval = endsText(figures.csatInterval, (bound) => share(t, bound));
  const averageText = ofScale(t, average(t, averageCsat, scale), scale);
  if (scale === 'ces') {
    return [
      t('digest.ces', {
        average: averageText,
        satisfied: marked(share(t, csatPercent)),
        ...interval,
        ratings,
      }),
    ];
  }
  return [
    t('digest.csat', { value: marked(share(t, csatPercent)), ...interval, ratings }),
    t('digest.average', { average: averageText, cdsat: share(t, cdsat) }),
  ];
}

/** What the figure is held against: what is usual where that was left, the period before, and the target. */
function renderBefore(digest: Digest, figures: ScaleSummary, t: Translate, isShort: boolean): string[] {
  const { kind, period, marks } = digest;
  const mark = marks.get(figures.scale);
  const usual = mark?.usual ?? null;
  const target = mainTarget(digest.targets, figures.scale, digest.only);
  const before = { kind, days: lengthOf(period), value: beforeOf(digest, figures, t) };
  return [
    ...(mark && usual
      ? [t('digest.usual', { side: mark.side, ...endsText(usual, (bound) => share(t, bound)) })]
      : []),
    ...(isShort ? [] : [t('digest.before', before)]),
    ...(target ? [renderTarget(target, t)] : []),
  ];
}

function beforeOf({ before }: Digest, { scale, nps }: ScaleSummary, t: Translate): string {
  const earlier = before.scales.find((one) => one.scale === scale);
  return nps === null ? share(t, earlier?.csatPercent) : npsValue(t, earlier?.nps);
}

/** After a figure that a test says has changed. */
export function arrow(mark: Pick<Mark, 'side'> | undefined): string {
  return mark === undefined ? '' : mark.side === 'above' ? ' ▲' : ' ▼';
}

function renderNone({ summary }: Digest, t: Translate): string {
  const { scales } = summary;
  const names = [...new Set(scales.map(({ scale }) => (hasOwnName(scale) ? scale.toUpperCase() : 'CSAT')))];
  return t('digest.noRatings', { names: names.length === 0 ? 'CSAT' : names.join(', ') });
}
