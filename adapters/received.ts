import type { Received } from '../src/channel.ts';

/** The body of a request to be relayed byte for byte: as text where it is valid UTF-8, else in base64. */
export function keepBody(bytes: Buffer): Pick<Received, 'body' | 'base64'> {
  const body = bytes.toString('utf8');
  return Buffer.from(body, 'utf8').equals(bytes)
    ? { body }
    : { body: bytes.toString('base64'), base64: true };
}
