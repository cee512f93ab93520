/** How what somebody wrote is repeated in a message: on one line, and not longer than a message can be. */

const MOST = 60;

/** Its beginning, if it is long; control characters and lone halves of a character are spelled out. */
export function clip(text: string): string {
  const shown = text.length > MOST ? `${text.slice(0, MOST).trimEnd()}…` : text;
  return JSON.stringify(shown).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
}

/** In quotes. Anything but a text is written as in the file: `5`, `[1, 2]`. */
export function quote(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a mapping';
  return `"${clip(String(value))}"`;
}
