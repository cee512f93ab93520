import type { Translate } from '../../locales/index.ts';
import { label } from '../drawing/label.ts';
import { element, escaped } from '../drawing/svg.ts';
import type { Counted } from './data.ts';
import { LABEL } from './page-theme.ts';

/** What all charts of pages have around them. */

/** A chart with what stands below it. The class is what `charts.css` sets it by. */
export function frame(parts: readonly string[]): string {
  return element('div', { class: 'chart' }, parts);
}

interface DrawingOptions {
  height: number;
  /** Read aloud before the links in it. */
  title: string;
  /** Whether values stand at its left. */
  hasAxis: boolean;
}

/** The SVG of a chart. It is a group and no image, whose links nobody could reach. */
export function drawing({ height, title, hasAxis }: DrawingOptions, parts: readonly string[]): string {
  const attributes = { class: hasAxis ? 'chart-axis' : undefined, width: '100%', height };
  return element('svg', { ...attributes, role: 'group', 'aria-label': title }, parts);
}

/** In the place of a chart that has nothing to show. */
export function nothing(t: Translate, counted: Counted = 'ratings'): string {
  return frame([paragraph('chart-none', t('chart.noneInPeriod', { counted }))]);
}

/** What is there for the eyes alone: the table behind the chart says it in words. */
export function silent(parts: readonly string[]): string {
  return element('g', { 'aria-hidden': 'true' }, parts);
}

interface LinkOptions {
  href: string | null;
  /** Shown where a pointer rests, and read aloud. */
  title: string;
  /** Whether a keyboard reaches it in the table alone. */
  isQuiet?: boolean;
}

/** Something drawn that says what it is, and opens an address if there is one. */
export function linked({ href, title, isQuiet }: LinkOptions, parts: readonly string[]): string {
  const named = [element('title', {}, [escaped(title)]), ...parts];
  return href === null
    ? element('g', {}, named)
    : element('a', { href, tabindex: isQuiet ? -1 : undefined }, named);
}

/**
 * The widths of an area with an axis that labels are laid out for, px: on a phone, on a tablet or in a column, on a
 * screen. They belong to the widths of containers in `charts.css`.
 */
export const layouts = { s: 250, m: 480, l: 800 } as const;
/** How much wider an area without an axis is. */
export const AXIS_WIDTH = 60;
export type Layout = keyof typeof layouts;
export const layoutNames = Object.keys(layouts) as Layout[];

/** The class of what is seen in some layouts; `undefined` of what is always seen. `charts.css` hides the rest. */
export function seenIn(shown: readonly Layout[]): string | undefined {
  return shown.length === layoutNames.length
    ? undefined
    : ['chart-some', ...shown.map((one) => `in-${one}`)].join(' ');
}

/** A label of a page's chart. */
export function pageLabel(
  content: string,
  options: Omit<Parameters<typeof label>[1], 'theme' | 'size'>,
): string {
  return label(content, { ...options, theme: { font: undefined, label: LABEL } });
}

export const span = (name: string, text: string): string => element('span', { class: name }, [escaped(text)]);

export const paragraph = (name: string, text: string): string =>
  element('p', { class: name }, [escaped(text)]);
