/** What fits on the screen of a phone, and what is folded below it. */

/** About what a phone shows of a message: lines of so many columns. */
export const columns = 36;
const screenLines = 30;

/** A list under its heading, or without one. */
export interface Section {
  heading: string | null;
  /** A line each, or some. */
  items: readonly string[];
  /** For each item that the screen may show its rank: the lower is given room first. The other items are folded. */
  ranks: readonly number[];
}

export interface Laid {
  text: string;
  /** How many items of each section stand in `text`. */
  shown: ReadonlyMap<Section, number>;
}

/** Puts as many items of the sections below the head as the screen has room for, by their ranks. */
export function layOut(title: string, head: string, sections: readonly Section[]): Laid {
  const shown = new Map(sections.map((section) => [section, 0]));
  const compose = (): string =>
    [head, ...sections.flatMap((section) => writeItems(section, 0, shown.get(section) ?? 0))].join('\n\n');
  const wanted = sections
    .flatMap((section) =>
      section.ranks.slice(0, section.items.length).map((rank, index) => ({ section, index, rank })),
    )
    .toSorted((a, b) => a.rank - b.rank);
  for (const { section, index } of wanted) {
    // A list goes on only where all before fitted, so that what is folded is its end.
    if (shown.get(section) !== index) continue;
    shown.set(section, index + 1);
    if (linesOf(`${title}\n${compose()}`) > screenLines) shown.set(section, index);
  }
  return { text: compose(), shown };
}

/** The items of a section from one to another under its heading; nothing where there are none. */
export function writeItems({ heading, items }: Section, from = 0, to = items.length): string[] {
  return from >= to ? [] : [[heading ?? [], ...items.slice(from, to)].flat().join('\n')];
}

/** How many lines a text takes where words are wrapped at `columns`. */
export function linesOf(text: string): number {
  return text.split('\n').reduce((lines, line) => lines + wrappedLines(line), 0);
}

function wrappedLines(line: string): number {
  let lines = 1;
  let column = 0;
  for (const word of line.split(' ')) {
    const width = widthOf(word);
    const start = column === 0 ? 0 : column + 1;
    if (start + width <= columns) column = start + width;
    else {
      // A word that is longer than a line is broken.
      lines += (column === 0 ? 0 : 1) + Math.ceil(width / columns) - 1;
      column = width - (Math.ceil(width / columns) - 1) * columns;
    }
  }
  return lines;
}

/** Words of these alone, Latin or Cyrillic, take one column for each UTF-16 unit; most do, and others take long to segment. */
const singleColumn = /^[\u0020-\u00a8\u00aa-\u00ad\u00af-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function widthOf(word: string): number {
  if (singleColumn.test(word)) return word.length;
  let width = 0;
  for (const { segment } of graphemes.segment(word)) width += wide.test(segment) ? 2 : 1;
  return width;
}
