import { createTranslator, type Translate } from '../../locales/index.ts';
import { count as countText, share } from '../../text/figures.ts';
import { element, escaped } from '../drawing/svg.ts';
import type { ChartOptions, StepsData, Table } from './data.ts';
import { frame, nothing, span } from './frame.ts';
import { pageTheme } from './page-theme.ts';

const HEIGHT = 22;
const theme = pageTheme(HEIGHT);
const { colours } = theme;

type Step = StepsData['steps'][number];

/** How many dialogues reached each step from completed to finished, and why the others did not. */
export function stepsChart({ steps }: StepsData, { language, title }: ChartOptions): string {
  const t = createTranslator(language);
  const whole = steps[0]?.count ?? 0;
  if (whole === 0) return nothing(t, 'dialogues');
  const items = steps.map((step, index) => {
    const before = steps[index - 1] ?? null;
    return element('li', {}, [row(step, before, whole, t), ...lossText(step, before, t)]);
  });
  const list = element('ol', { 'aria-label': title }, items);
  return frame([element('div', { class: 'chart-rows' }, [list])]);
}

/** A step: its bar, and pale beside it what the step before had more. */
function row({ step, count, href }: Step, before: Step | null, whole: number, t: Translate): string {
  const ofWhole = share(t, count / whole);
  const name = t('chart.stepName', { step });
  const bar = (value: number, fill: string): string =>
    element('rect', {
      x: 0,
      y: 3,
      width: theme.across(Math.min(1, value / whole) * 100),
      height: HEIGHT - 6,
      rx: 2,
      fill,
    });
  const cells = [
    span('chart-name', name),
    element('svg', { class: 'chart-track', width: '100%', height: HEIGHT, 'aria-hidden': 'true' }, [
      before === null || before.count <= count ? '' : bar(before.count, colours.band),
      count === 0 ? '' : bar(count, colours.good),
    ]),
    span('chart-value', countText(t, count)),
    span('chart-n', ofWhole),
  ];
  const title = t('chart.saidStep', { name, count: t('chart.dialogues', { count }), share: ofWhole });
  return href === null
    ? element('div', { class: 'chart-row', title }, cells)
    : element('a', { class: 'chart-row', title, href }, cells);
}

function lossText(step: Step, before: Step | null, t: Translate): string[] {
  const lost = lossOf(step, before);
  if (lost === 0) return [];
  const reasons = step.lost
    .filter(({ count }) => count > 0)
    .map(({ text, href }) => (href ? element('a', { href }, [escaped(text)]) : escaped(text)));
  const sum = escaped(t('chart.lost', { count: lost }));
  // One reason says the number itself.
  const text =
    reasons.length === 0 ? sum : [reasons.length === 1 ? '' : `${sum}: `, reasons.join(', ')].join('');
  return [element('p', { class: 'chart-lost' }, [text])];
}

/** How many did not reach a step: those with a reason, or what is between it and the step before. */
function lossOf({ count, lost }: Step, before: Step | null): number {
  if (lost.length > 0) return lost.reduce((sum, one) => sum + one.count, 0);
  return before === null ? 0 : Math.max(0, before.count - count);
}

/** The numbers of `stepsChart`. */
export function stepsTable({ steps }: StepsData, { language, title }: ChartOptions): Table {
  const t = createTranslator(language);
  const whole = steps[0]?.count ?? 0;
  return {
    caption: title,
    head: [
      t('chart.stepHead'),
      t('chart.countedHead', { counted: 'dialogues' }),
      t('chart.ofCompletedHead'),
      t('chart.lostHead'),
      t('chart.reasonsHead'),
    ],
    rows: steps.map((step, index) => {
      const lost = lossOf(step, steps[index - 1] ?? null);
      return [
        { text: t('chart.stepName', { step: step.step }), ...(step.href !== null && { href: step.href }) },
        { text: countText(t, step.count), numeric: true },
        { text: share(t, whole === 0 ? null : step.count / whole), numeric: true },
        { text: countText(t, lost), numeric: true },
        {
          text: step.lost
            .filter(({ count }) => count > 0)
            .map(({ text }) => text)
            .join(', '),
        },
      ];
    }),
  };
}
