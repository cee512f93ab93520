/**
 * How charts look. A chat shows a picture at about a third of its width, so 33 here are 11 pixels of a phone's screen,
 * the least that anything is written in. Each chart has its own white background: it looks the same in a dark chat.
 */

export const width = 1080;
export const margin = 48;
export const font = 'DejaVu Sans, sans-serif';

/** The sizes of texts; there are no others. */
export const sizes = { label: 33, title: 42, figure: 88 } as const;

/**
 * Two hues that people with any kind of colour blindness tell apart, and greys. What a hue says a shape or a pattern
 * says too.
 * @see Okabe, M., Ito, K. (2008), Color Universal Design
 */
export const colours = {
  paper: '#ffffff',
  ink: '#1a1a1a',
  muted: '#595959',
  rule: '#dedede',
  band: '#ececec',
  bandEdge: '#8a8a8a',
  good: '#0072b2',
  goodPale: '#7fb8dc',
  bad: '#d55e00',
  badPale: '#f0b48a',
  neutral: '#a3a3a3',
} as const;
