/** What a bot gave a method along, by name; a file that came with the request is an `UploadedFile`. */
export type Parameters = Record<string, unknown>;

/** By name in lower case, as Telegram does not mind the case. Each throws a TelegramRefusal or gives its `result`. */
export type Methods = Record<string, (parameters: Parameters) => unknown>;

export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function number(value: unknown, otherwise: number): number {
  const found = Number(value ?? otherwise);
  return Number.isInteger(found) ? found : otherwise;
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 'True' || value === '1';
}

/** An array, or one written as JSON text, as a query string or a form brings it. */
export function list(value: unknown): unknown[] | null {
  const parsed = parsedIfText(value);
  return Array.isArray(parsed) ? parsed : null;
}

/** The same for an object. */
export function object(value: unknown): Parameters | null {
  const parsed = parsedIfText(value);
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    ? (parsed as Parameters)
    : null;
}

/** The file that a parameter holds, or that it names: `attach://<another parameter>`. */
export function uploaded(parameters: Parameters, name: string): UploadedFile | null {
  const given = parameters[name];
  const [, attached] = /^attach:\/\/(.+)$/.exec(text(given)) ?? [];
  const found = attached === undefined ? given : parameters[attached];
  return found instanceof Object && 'bytes' in found ? (found as UploadedFile) : null;
}

function parsedIfText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
