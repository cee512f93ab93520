import { PassThrough, pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { AuditFile } from './pack.ts';

/**
 * The files as one ZIP archive, made as it is read: what nobody reads is not made, and a reader who goes away ends it.
 * @param folder in which they stand in it
 * @param at the time that its entries bear
 */
export function archive(files: AsyncIterable<AuditFile>, folder: string, at: Date): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const stop = new AbortController();
  out.once('close', () => stop.abort());
  zip.on('error', (error) => out.destroy(error));
  pipeline(zip.outputStream, out, () => {});
  fill().catch((error: unknown) => out.destroy(Object(error) as Error));
  return out;

  /** One after another: each is made while it is read. */
  async function fill(): Promise<void> {
    for await (const { name, body } of files) {
      const entry = Readable.from(body, { objectMode: false });
      zip.addReadStream(entry, `${folder}/${name}`, { mtime: at });
      try {
        await finished(entry, { signal: stop.signal });
      } finally {
        // It also ends what reads the store.
        entry.destroy();
      }
    }
    zip.end();
  }
}
