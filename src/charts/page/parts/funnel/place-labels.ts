/** Where the names of points stand, so that none lies on another or on a mark. */
import { textWidth } from '../../../drawing/label.ts';
import type { Area } from '../../../drawing/area.ts';
import { LABEL } from '../../page-theme.ts';

export interface Place {
  /** Of the point, px. */
  dx: number;
  dy: number;
  anchor: 'start' | 'middle' | 'end';
}

export interface Point {
  /** px from the left and the top edge. */
  x: number;
  y: number;
}

/** Half of a mark, and what is left free around it. */
const MARK = 8;

/** Beside the point, or else above or below it, or there to a side. */
const places: readonly Place[] = [
  { dx: MARK + 2, dy: LABEL * 0.36, anchor: 'start' },
  { dx: -MARK - 2, dy: LABEL * 0.36, anchor: 'end' },
  { dx: 0, dy: -MARK - 3, anchor: 'middle' },
  { dx: 0, dy: MARK + LABEL, anchor: 'middle' },
  ...[-MARK - 1, MARK + LABEL - 2].flatMap((dy): Place[] => [
    { dx: 4, dy, anchor: 'start' },
    { dx: -4, dy, anchor: 'end' },
  ]),
];

/** A name that would cover more of the other points is left out. */
const MOST_COVERED = 1;

/**
 * A place for each label that has room; the first are given room first. Of the places that are free the one that
 * covers the fewest of the other points is taken.
 * @param labelled the points with their names @param others points without @param area where labels may be, px
 */
export function placeLabels<Named extends Point & { text: string }>(
  labelled: readonly Named[],
  others: readonly Point[],
  area: Area,
): Map<Named, Place> {
  const taken: Area[] = [];
  const placed = new Map<Named, Place>();
  for (const one of labelled) {
    const free = places
      .map((place) => ({ place, box: boxOf(one, place) }))
      .filter(
        ({ box }) =>
          box.left >= area.left &&
          box.right <= area.right &&
          box.top >= area.top &&
          box.bottom <= area.bottom &&
          !taken.some((other) => meet(box, other)) &&
          !labelled.some((other) => other !== one && meet(box, around(other))),
      )
      .map((candidate) => ({
        ...candidate,
        covered: others.filter((other) => meet(candidate.box, around(other))).length,
      }))
      .filter(({ covered }) => covered <= MOST_COVERED)
      .toSorted((a, b) => a.covered - b.covered);
    const [best] = free;
    if (!best) continue;
    taken.push(best.box);
    placed.set(one, best.place);
  }
  return placed;
}

function boxOf({ x, y, text }: Point & { text: string }, { dx, dy, anchor }: Place): Area {
  const width = textWidth(text, LABEL);
  const left = x + dx - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
  const base = y + dy;
  return { left, right: left + width, top: base - LABEL * 0.8, bottom: base + LABEL * 0.25 };
}

const around = ({ x, y }: Point): Area => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 });

const meet = (a: Area, b: Area): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
