import { element } from '../drawing/svg.ts';
import { pictureTheme, type Theme } from '../drawing/theme.ts';
import type { Attitude } from './bins.ts';

/** The pattern of dissatisfied ratings, once in each SVG. @param id by which `attitudeFill` refers to it */
export function hatchPattern(id: string, { scale, colours }: Theme): string {
  const side = 14 * scale;
  const tile = { width: side, height: side };
  const turned = { patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
  return element('defs', {}, [
    element('pattern', { id, ...tile, ...turned }, [
      element('rect', { ...tile, fill: colours.bad }),
      element('rect', { width: 5 * scale, height: side, fill: colours.paper }),
    ]),
  ]);
}

/**
 * Dissatisfied hatched, neutral empty, satisfied full: told apart without any colour.
 * @param hatch the id of the SVG's pattern
 */
export function attitudeFill(
  attitude: Attitude,
  hatch: string,
  { scale, colours }: Theme,
): { fill: string; stroke: string; 'stroke-width': number } {
  const outline = { 'stroke-width': 3 * scale };
  if (attitude === 'dissatisfied') return { fill: `url(#${hatch})`, stroke: colours.bad, ...outline };
  if (attitude === 'neutral') return { fill: colours.paper, stroke: colours.neutral, ...outline };
  return { fill: colours.good, stroke: colours.good, ...outline };
}

/** The picture's; there is one in a document. */
const HATCH = 'hatch';

/** What `attitudeBox` refers to; once in each picture. */
export const patterns: string = hatchPattern(HATCH, pictureTheme);

/** A box of the picture, filled as the bars of an attitude are. */
export function attitudeBox(attitude: Attitude, left: number, top: number, width: number, height: number) {
  // The outline lies inside, so that the box is as large as it says.
  return element('rect', {
    x: left + 1.5,
    y: top + 1.5,
    width: Math.max(0, width - 3),
    height: Math.max(0, height - 3),
    ...attitudeFill(attitude, HATCH, pictureTheme),
  });
}
