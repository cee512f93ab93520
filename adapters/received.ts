import type { Received } from '../src/channel.ts';

/** The body of a request as it is kept: as text where it is UTF-8, so that the same bytes come out again. */
export function keepBody(bytes: Buffer): Pick<Received, 'body' | 'base64'> {
  const body = bytes.toString('utf8');
  return Buffer.from(body, 'utf8').equals(bytes)
    ? { body }
    : { body: bytes.toString('base64'), base64: true };
}
