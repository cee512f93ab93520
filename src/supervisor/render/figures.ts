import { notAskedReasons } from '../../dialogue.ts';
import { renderTarget } from '../../digest/render/targets.ts';
import { mainTarget, onlyOf } from '../../stats/targets/main-target.ts';
import type { ComparedFigures } from '../reading/compared-figures.ts';
import { arrow } from '../../digest/render/scales.ts';
import {
  average,
  count,
  endsText,
  hasOwnName,
  none,
  npsValue,
  ofScale,
  scaleText,
  share,
} from '../../text/figures.ts';
import type { Translate } from '../../locales/index.ts';
import { disputedNote } from '../../stats/disputed-note.ts';
import type { Day, Period } from '../../stats/period.ts';
import type { ScaleSummary, Summary } from '../../stats/summary.ts';
import { nameOfPeriod } from '../reading/period.ts';
import { type MomentOptions, momentText, periodText, shortPeriod } from './dates.ts';
import { narrowedLines } from './names.ts';

export interface ShownFigures extends ComparedFigures {
  moments: MomentOptions;
  today: Day;
}

/** The figures of a period as a person reads them in a chat; some 25 lines, far below what a message may have. */
export function renderFigures(t: Translate, shown: ShownFigures): { title: string; text: string } {
  const { report, marks, scope, moments, today } = shown;
  const { summary } = report;
  // What a day was held against stands beneath its figure.
  const isCompared = [...marks.values()].some(({ usual }) => usual === null);
  const about = [openText(t, report, today, moments.zone), ...narrowedLines(t, scope)];
  const parts = [
    about,
    ...renderScales(t, shown),
    renderCohort(t, report),
    [
      ...(summary.completed > 0 ? [comparedText(t, shown)] : []),
      ...(isCompared ? [t('figures.marks')] : []),
      ...disputedLines(t, summary, shown.withoutDisputed),
    ],
  ];
  return {
    title: t('figures.title', { name: nameOfPeriod(report, today), period: periodText(t, report) }),
    text: parts
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
  };
}

/** With what figures are compared, and at which age. */
function comparedText(t: Translate, { report, today, moments }: ShownFigures): string {
  const { from, to, before } = report;
  const period = shortPeriod(t, before);
  if (before.summary.completed === 0) return t('figures.nothingBefore', { period });
  const open = from === today && to === today ? 'today' : 'no';
  return t('figures.compared', { period, open, moment: momentText(before.asOf, moments) });
}

/** By whose clock days are, and whether the last one is over. */
export function openText(t: Translate, { to }: Period, today: Day, zone: string): string {
  const open = to < today ? 'no' : to === today ? 'today' : 'yes';
  return t('figures.zone', { zone, open });
}

/** Whether disputed ratings are in the figures that are shown; no line where nothing is to be said. */
export function disputedLines(t: Translate, { disputed }: Summary, without: boolean): string[] {
  const note = disputedNote(t, { count: disputed, included: !without });
  return note === null ? [] : [note];
}

function renderScales(t: Translate, shown: ShownFigures): string[][] {
  const { report, marks, today } = shown;
  const { summary, before } = report;
  const rated = summary.scales.filter(({ ratings }) => ratings > 0);
  if (rated.length === 0) {
    const when = report.from !== report.to ? 'days' : report.to === today ? 'today' : 'day';
    return [[t(summary.completed > 0 ? 'figures.unrated' : 'figures.empty', { when })]];
  }
  const isAlone = rated.filter(({ scale }) => !hasOwnName(scale)).length === 1;
  return rated.map((now) => {
    const earlier = before.summary.scales.find(({ scale }) => scale === now.scale);
    const ratings = t('value.ratings', { count: now.ratings });
    const mark = marks.get(now.scale);
    if (now.nps !== null) {
      const bounds = endsText(now.npsInterval, (bound) => npsValue(t, bound));
      const figures = {
        value: `${npsValue(t, now.nps)}${arrow(mark)}`,
        before: inBrackets(npsValue(t, earlier?.nps)),
      };
      return [t('figures.nps', { ...figures, ...bounds, ratings }), ...heldLines(t, shown, now.scale)];
    }
    const mean = (one: ScaleSummary | undefined): string => average(t, one?.averageCsat, now.scale);
    const bounds = endsText(now.csatInterval, (bound) => share(t, bound));
    if (now.scale === 'ces') {
      const satisfied = `${share(t, now.csatPercent)}${arrow(mark)}`;
      const value = ofScale(t, mean(now), now.scale);
      return [
        t('figures.ces', { value, before: inBrackets(mean(earlier)), satisfied, ...bounds, ratings }),
        ...heldLines(t, shown, now.scale),
      ];
    }
    const name = isAlone ? 'CSAT' : `CSAT (${scaleText(t, now.scale)})`;
    const value = `${share(t, now.csatPercent)}${arrow(mark)}`;
    return [
      t('figures.csat', {
        name,
        value,
        ...bounds,
        ratings,
        before: inBrackets(share(t, earlier?.csatPercent)),
      }),
      ...heldLines(t, shown, now.scale),
      t('figures.average', {
        name,
        value: ofScale(t, mean(now), now.scale),
        before: inBrackets(mean(earlier)),
      }),
      t('figures.cdsat', { value: share(t, now.cdsat), before: inBrackets(share(t, earlier?.cdsat)) }),
    ];
  });
}

function renderCohort(t: Translate, { summary, before }: ShownFigures['report']): string[] {
  const { completed, asked, open, scheduled, notAsked, surveys, comments } = summary;
  if (completed === 0) return [];
  const given = notAskedReasons.filter((reason) => notAsked[reason] > 0);
  const left = given.reduce((total, reason) => total + notAsked[reason], 0);
  const earlier = before.summary.completed > 0 ? count(t, before.summary.surveys) : none;
  const reasons = given.map((reason) => t(`reason.${reason}`, { count: notAsked[reason] })).join(', ');
  return [
    t('figures.surveys', { value: count(t, surveys), before: inBrackets(earlier) }),
    t('figures.percentage', {
      value: share(t, summary.surveyPercentage),
      asked: share(t, asked / completed),
      answered: share(t, summary.responseRate),
    }),
    t('figures.completed', { count: completed }),
    ...(open > 0 ? [t('figures.open', { count: open })] : []),
    ...(scheduled > 0 ? [t('figures.scheduled', { count: scheduled })] : []),
    ...(left > 0 ? [t('figures.notAsked', { count: left, reasons })] : []),
    ...(comments > 0 ? [t('figures.comments', { count: comments })] : []),
  ];
}

/** The figure of the period before; nothing where there is none. */
const inBrackets = (value: string): string => (value === none ? '' : ` (${value})`);

/** What a figure is held against: the limits of usual days, where a day left them, and its target. */
function heldLines(t: Translate, { marks, targets, scope }: ShownFigures, scale: string): string[] {
  const mark = marks.get(scale);
  const target = mainTarget(targets, scale, onlyOf(scope));
  return [
    ...(mark?.usual
      ? [t('digest.usual', { side: mark.side, ...endsText(mark.usual, (bound) => share(t, bound)) })]
      : []),
    ...(target ? [renderTarget(target, t)] : []),
  ];
}
