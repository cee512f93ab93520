/** In JSON that is known to be well formed every quote opens a string that ends, so this never scans a part twice. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;
const INTEGER = /^-?[1-9]\d{15,}$/;

/**
 * `JSON.parse` that gives integers beyond 2^53 as text, so that no digit of a message_token is lost; undefined when
 * malformed. Its time is linear in the text's length, whatever is in it.
 */
export function parseExactJson(json: string): unknown {
  try {
    const rounded: unknown = JSON.parse(json);
    if (!/\d{16}/.test(json)) return rounded;
    return JSON.parse(
      json.replace(STRING_OR_NUMBER, (part) =>
        INTEGER.test(part) && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part,
      ),
    );
  } catch {
    return undefined;
  }
}
