import { pictureTheme, sizes, type Theme } from './theme.ts';
import { textElement } from './svg.ts';

/** Letters of DejaVu Sans by their widths, in parts of the size, rounded up to a twentieth. */
const widths: Record<string, string> = {
  0.35: "ijlIJіїІЇ' \u00a0\u202f.,:;’/",
  0.45: 'ftr-()!',
  0.5: '–',
  0.55: 'cszгґєз?',
  0.6: 'kvxyFLвтухчь',
  0.65: 'abdeghnopquEPSTYабеийклоряГҐЕЗРТУ0123456789',
  0.7: 'ABCKRVXZднпцАБВЄСХЧЬЯ',
  0.75: 'NUИЙК',
  0.8: 'DGHOQмДЛНОП',
  0.85: 'wю+−Ц',
  0.9: 'MфМФ',
  0.95: 'жшщ',
};
const widthOf = new Map(
  Object.entries(widths).flatMap(([ems, letters]) =>
    letters.split('').map((letter) => [letter, Number(ems)] as const),
  ),
);
/** Of all others; none that charts write is wider. */
const MOST = 1.1;
/** How much wider a word is in bold. */
const BOLD = 1.13;

/** About how wide a text is, in pixels; rather too much than too little. */
export function textWidth(text: string, size: number = sizes.label, bold = false): number {
  let ems = 0;
  for (const letter of text) ems += widthOf.get(letter) ?? MOST;
  return ems * size * (bold ? BOLD : 1);
}

interface LabelOptions {
  x: number | string;
  /** Of the base line. */
  y: number;
  size?: number;
  bold?: boolean;
  colour: string;
  anchor?: 'start' | 'middle' | 'end';
  /** The picture's, unless another is named. */
  theme?: Pick<Theme, 'font' | 'label'>;
  class?: string | undefined;
}

/** A text in the one font of the picture, or of a page. */
export function label(
  content: string,
  { x, y, size, bold, colour, anchor, theme = pictureTheme, ...rest }: LabelOptions,
): string {
  return textElement(content, {
    x,
    y,
    fill: colour,
    'font-family': theme.font,
    'font-size': size ?? theme.label,
    'font-weight': bold ? 'bold' : undefined,
    'text-anchor': anchor === 'start' ? undefined : anchor,
    class: rest.class,
  });
}
