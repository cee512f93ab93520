import type { Parameters, UploadedFile } from './parameters.ts';

/** The fields and files of a form with files; null: it cannot be read. @see https://www.rfc-editor.org/rfc/rfc7578 */
export function parseMultipart(body: Buffer, contentType: string): Parameters | null {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  // One byte a character, so that files stay as they are.
  const [, ...parts] = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  if (parts.pop()?.startsWith('--') !== true) return null;
  const read: Array<[string, string | UploadedFile]> = [];
  for (const part of parts) {
    const end = part.indexOf('\r\n\r\n');
    const head = utf8(part.slice(0, end));
    const bytes = Buffer.from(part.slice(end + 4), 'latin1');
    const name = /\bname="([^"]*)"/.exec(head)?.[1];
    if (end === -1 || name === undefined) return null;
    // Bots also write the file's name without quotes.
    const file = /\bfilename="?([^";\r\n]*)/.exec(head)?.[1];
    read.push([name, file === undefined ? bytes.toString('utf8') : { name: file, bytes }]);
  }
  return Object.fromEntries(read);
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
