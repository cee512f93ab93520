import type { Translate } from '../../../../locales/index.ts';
import { count as countText } from '../../../../text/figures.ts';
import { textWidth } from '../../../drawing/label.ts';
import { element } from '../../../drawing/svg.ts';
import { type Layout, layoutNames, layouts, pageLabel, seenIn } from '../../frame.ts';
import { LABEL } from '../../page-theme.ts';
import { AREA, colours, type CountScale, theme } from './plane.ts';

const steps = [1, 2, 5];
const COUNTS = AREA.bottom + 20;

/** 1, 2, 5, 10, ... where there is room, the largest first. */
export function countAxis(x: CountScale, t: Translate): string[] {
  const [, most = 0] = x.domain();
  const counts = Array.from(
    { length: 30 },
    (_, index) => (steps[index % 3] ?? 1) * 10 ** Math.floor(index / 3),
  );
  const ticks = counts.filter((count) => count <= most).toReversed();
  const shown = new Map<number, Layout[]>();
  for (const name of layoutNames) {
    let free = Number.POSITIVE_INFINITY;
    for (const tick of ticks) {
      const at = (x(tick) / 100) * layouts[name];
      const half = textWidth(countText(t, tick), LABEL) / 2 + 5;
      if (at + half > free) continue;
      free = at - half;
      shown.set(tick, [...(shown.get(tick) ?? []), name]);
    }
  }
  return [...shown].flatMap(([tick, names]) => [
    element('line', {
      x1: theme.across(x(tick)),
      x2: theme.across(x(tick)),
      y1: AREA.bottom,
      y2: AREA.bottom + 5,
      stroke: colours.bandEdge,
      'stroke-width': 1,
      class: seenIn(names),
    }),
    pageLabel(countText(t, tick), {
      x: theme.across(x(tick)),
      y: COUNTS,
      colour: colours.muted,
      anchor: 'middle',
      class: seenIn(names),
    }),
  ]);
}
