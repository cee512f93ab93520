import type { Translate } from '../../../../locales/index.ts';
import type { ValueScale } from '../../../days/value-axis.ts';
import { element } from '../../../drawing/svg.ts';
import { type Layout, layoutNames, layouts, pageLabel, seenIn } from '../../frame.ts';
import { nameOf } from '../../words.ts';
import { type Place, placeLabels } from './place-labels.ts';
import { AREA, colours, type CountScale, type Drawn, theme } from './plane.ts';

/** How long a name may be beside its point. */
const lengths: Record<Layout, number> = { s: 16, m: 24, l: 32 };

/** The names of the parts outside, in the layouts that have room for them; what is more certain goes first. */
export function namesOf(parts: readonly Drawn[], x: CountScale, y: ValueScale, t: Translate): string[] {
  const outside = parts
    .filter((part) => part.outside !== null)
    .toSorted((a, b) => (b.outside?.level ?? 0) - (a.outside?.level ?? 0));
  const seen = new Map<string, { part: Drawn; text: string; place: Place; shown: Layout[] }>();
  for (const name of layoutNames) {
    const width = layouts[name];
    const pointOf = (part: Drawn) => ({ x: (x(part.n) / 100) * width, y: y(part.value) });
    const labelled = outside.map((part) => ({
      part,
      ...pointOf(part),
      text: nameOf(t, part, lengths[name]),
    }));
    const others = parts.filter((part) => part.outside === null).map(pointOf);
    const room = { left: 2, right: width + 8, top: -2, bottom: AREA.bottom - 1 };
    for (const [{ part, text }, place] of placeLabels(labelled, others, room)) {
      const id = [parts.indexOf(part), text, place.dx, place.dy].join(' ');
      const known = seen.get(id);
      if (known) known.shown.push(name);
      else seen.set(id, { part, text, place, shown: [name] });
    }
  }
  return [...seen.values()].map(({ part, text, place, shown }) =>
    element(
      'svg',
      { x: theme.across(x(part.n)), y: y(part.value), overflow: 'visible', class: seenIn(shown) },
      [
        pageLabel(text, {
          x: place.dx,
          y: place.dy,
          colour: colours.ink,
          anchor: place.anchor,
          class: 'chart-halo',
        }),
      ],
    ),
  );
}
