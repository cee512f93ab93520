/** How what somebody wrote is repeated in a message: on one line, and not longer than a message can be. */

const MOST = 60;

/** Its beginning, if it is long; what cannot be seen is spelled out. */
export function clip(text: string): string {
  const shown = text.length > MOST ? `${text.slice(0, MOST).trimEnd()}…` : text;
  return JSON.stringify(shown)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\')
    .replace(
      /[\u00AD\u200B\u2028\u2029\u2060\uFEFF]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** In quotes. Anything but a text is written as in the file: `5`, `[1, 2]`. */
export function quote(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a mapping';
  return `"${clip(String(value))}"`;
}
