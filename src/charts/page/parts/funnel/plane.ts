import type { ScalePower } from 'd3-scale';
import { pageTheme } from '../../page-theme.ts';
import type { Part } from '../../data.ts';

/** Where a funnel plot is drawn. */
export const AREA = { left: 0, right: 100, top: 18, bottom: 270 } as const;
export const HEIGHT = 314;

export const theme = pageTheme(HEIGHT);
export const { colours } = theme;

export type CountScale = ScalePower<number, number>;
/** A part that has a place. */
export type Drawn = Part & { value: number };
