import { textWidth } from '../../../src/charts/drawing/label.ts';
import { type Layout, layoutNames, layouts } from '../../../src/charts/page/frame.ts';
import { type Box, type Element, overlaps, readXml } from '../read-svg.ts';

export interface Chart {
  elements: Element[];
  /** What is written, in its order. */
  texts: string[];
  /** What each link, or each point without one, is called, with its address. */
  links: Array<{ href: string | undefined; title: string }>;
}

export function readChart(markup: string): Chart {
  const elements = readXml(markup);
  return {
    elements,
    texts: elements.filter(({ name, text }) => text !== '' && name !== 'title').map(({ text }) => text),
    links: elements.flatMap(({ name, text }, index) => {
      const around = elements[index - 1];
      return name === 'title' ? [{ href: around?.attributes.href, title: text }] : [];
    }),
  };
}

/** Everything with a class. */
export const withClass = ({ elements }: Chart, name: string): Element[] =>
  elements.filter(({ attributes }) => attributes.class?.split(' ').includes(name));

/** `12.5%` as 12.5 */
export const percent = (text: string | undefined): number => Number(text?.replace(/%$/, ''));

/** The value at a height, by what is written at the left of a chart. @param read what is written as a number */
export function valuesAt({ elements }: Chart, read: (text: string) => number): (y: number) => number {
  const ticks = elements
    .filter(({ name, attributes }) => name === 'text' && Number(attributes.x) < 0)
    .map(({ text, attributes }) => ({ value: read(text), y: Number(attributes.y) - 13 * 0.365 }));
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (!first || !last || first === last) throw new Error('no axis');
  return (y) => first.value + ((y - first.y) / (last.y - first.y)) * (last.value - first.value);
}

/** The texts of an SVG in one layout, where they stand at its least width. */
function boxesIn(elements: readonly Element[], layout: Layout, width: number): Box[] {
  const px = (at: string | undefined): number =>
    at?.endsWith('%') ? (percent(at) / 100) * width : Number(at);
  const isSeen = ({ attributes }: Element): boolean => {
    const classes = attributes.class?.split(' ') ?? [];
    return !classes.includes('chart-some') || classes.includes(`in-${layout}`);
  };
  return elements.flatMap((element, index) => {
    const { name, text, attributes } = element;
    if (name !== 'text') return [];
    const around = elements[index - 1];
    const isPlaced = around?.name === 'svg' && around.attributes.overflow === 'visible';
    if (!isSeen(element) || (isPlaced && !isSeen(around))) return [];
    const size = Number(attributes['font-size']);
    const wide = textWidth(text, size, attributes['font-weight'] === 'bold');
    const x = px(attributes.x) + (isPlaced ? px(around.attributes.x) : 0);
    const y = Number(attributes.y) + (isPlaced ? Number(around.attributes.y) : 0);
    const anchor = attributes['text-anchor'] ?? 'start';
    const left = x - (anchor === 'middle' ? wide / 2 : anchor === 'end' ? wide : 0);
    return [{ text, left, right: left + wide, top: y - size * 0.76, bottom: y + size * 0.12 }];
  });
}

/** Pairs of texts that lie on one another, by layout. */
export const overlapsOf = ({ elements }: Chart, widths: Record<Layout, number> = layouts): string[] =>
  layoutNames.flatMap((layout) =>
    overlaps(boxesIn(elements, layout, widths[layout])).map((pair) => `${layout}: ${pair}`),
  );
