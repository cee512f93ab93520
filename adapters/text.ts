const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most `units` UTF-16 units of `text`; what is cut ends with `…` and never inside a character that a person sees as one. */
export function cutText(text: string, units: number): string {
  if (text.length <= units) return text;
  let kept = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, units + 64))) {
    if (index + segment.length > units - 1) break;
    kept = index + segment.length;
  }
  return `${text.slice(0, kept)}…`;
}
