import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { StoreError } from '../errors.ts';
import type { RecordStore } from '../store/ports/records.ts';

const KIND = 'signing_key';
const BYTES = 32;
/** An id of the clock has 9 random bytes. */
const IDS = Math.ceil(BYTES / 9);

const keyBody = z.object({
  key: z
    .string()
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine((key) => key.length === BYTES),
});

/**
 * A key that signs addresses of files, or the cookie of sessions: 32 random bytes, made once for all instances of a
 * store. Whoever removes the record makes all that was signed invalid.
 * @throws {StoreError}
 */
export async function signingKey(
  store: Pick<RecordStore, 'findRecord' | 'insertRecord'>,
  clock: Pick<Clock, 'now' | 'newId'>,
  id: 'files' | 'sessions',
): Promise<Buffer> {
  const known = await store.findRecord(KIND, id);
  if (known) return readKey(known.body);
  const random = Array.from({ length: IDS }, () => clock.newId()).join('');
  const key = Buffer.from(random, 'base64url').subarray(0, BYTES);
  const body = { key: key.toString('base64url') };
  if (await store.insertRecord({ kind: KIND, id, at: clock.now(), tag: null, body })) return key;
  const first = await store.findRecord(KIND, id);
  if (!first) throw new StoreError(`the key that signs ${id} was removed while it was read`);
  return readKey(first.body);
}

function readKey(body: unknown): Buffer {
  const { success, data } = keyBody.safeParse(body);
  // Its message would repeat nothing of the key, and is not needed either.
  if (!success) {
    throw new StoreError(
      `the stored record "${KIND}" is damaged; remove it, and what was signed with it becomes invalid`,
    );
  }
  return data.key;
}
