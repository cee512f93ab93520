/**
 * `fields` as JSON with a `message_token` written raw: it is a number beyond 2^53, which JSON.stringify
 * cannot write.
 */
export function withToken(token: string, fields: Record<string, unknown>): string {
  const rest = JSON.stringify(fields).slice(1);
  return `{"message_token":${token}${rest === '}' ? '' : ','}${rest}`;
}

/** The object that a text holds; null when it holds none. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
