/**
 * The text of a scenario file with `{name}` replaced from `values`; any other brace stays as it is. These texts are
 * not ICU messages as the texts of this folder are: whoever writes a scenario writes plain text, in which an
 * apostrophe, a `#` or a single brace has no meaning, and gets values that are worded already.
 */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
