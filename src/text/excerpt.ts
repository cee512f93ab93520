/**
 * Text of a client or a helpdesk made fit for one line of a message: line breaks, controls and halves of
 * characters become spaces, marks that turn the direction of the text around them are dropped, and what is
 * longer than `length` is cut between two graphemes.
 * @param length UTF-16 units of the result, the ellipsis included; right-to-left text has two marks more
 */
export function excerpt(text: string, length: number): string {
  const line = text
    .replace(directionMarks, '')
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  const fitting = cut(line, length);
  // An isolate keeps right-to-left text from reordering the names and numbers beside it.
  return rightToLeft.test(fitting) ? `\u2068${fitting}\u2069` : fitting;
}

/** The same with its lines as they are, but for empty ones. */
export function excerptLines(text: string, length: number): string {
  const clean = text
    .replace(directionMarks, '')
    .replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/\n{2,}/g, '\n')
    .trim();
  return cut(clean, length);
}

const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cut(line: string, length: number): string {
  if (line.length <= length) return line;
  let kept = '';
  // One grapheme may be long (a letter under many accents), so only its end is compared.
  for (const { segment } of graphemes.segment(line)) {
    if (kept.length + segment.length + 1 > length) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
