import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../../clock.ts';
import { ApiError, faultFields, StoreError } from '../../../errors.ts';
import type { Log } from '../../../log/log.ts';
import type { RecordStore, StoredRecord } from '../../../store/ports/records.ts';
import { keyOf } from './caller.ts';

export interface IdempotencyOptions {
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'saveRecord' | 'removeRecord'>;
  clock: Pick<Clock, 'now' | 'newId'>;
  log: Log;
}

/** The kind of record. */
export const idempotencyKind = 'idempotency';
/** For so long a first answer is given again. */
export const KEPT_MS = 24 * 3_600_000;
/** A request that has run for longer has died, or its key is free all the same. */
const LONGEST_RUN_MS = 60_000;
const LONGEST_KEY = 255;
/** Lost races before a request is refused, to be sent again. */
const TRIES = 10;

/** What is kept of a request with an Idempotency-Key, by a hash of that key and of the caller's own. */
const body = z.object({
  /** SHA-256 of what was asked for. */
  request: z.string(),
  /** By which the answer is encrypted, beside the two keys, of which neither is kept. */
  nonce: z.string(),
  /** null: it is still running, since the `at` of the record. */
  answer: z.object({ status: z.number(), type: z.string(), encrypted: z.string() }).nullable(),
});
type Body = z.output<typeof body>;

interface Running {
  record: StoredRecord;
  kept: Body;
  secret: Buffer;
}

/** The requests of which the answer is to be kept. */
const running = new WeakMap<FastifyRequest, Running>();

/**
 * Gives a request that changes something its first answer again when it comes with the same `Idempotency-Key`. An answer
 * may hold a secret that is shown once, so it is kept encrypted with what the caller sent: their key and the
 * Idempotency-Key. A request without the header costs nothing.
 */
export function repeatAnswers(server: FastifyInstance, { store, clock, log }: IdempotencyOptions): void {
  server.addHook('preHandler', async (request, reply) => {
    const given = request.headers['idempotency-key'];
    if (given === undefined || request.method === 'GET') return;
    const secret = secretOf(request, readKey(given));
    const id = createHash('sha256').update(secret).digest('hex');
    const wanted = createHash('sha256')
      .update(JSON.stringify([request.method, request.url, request.body ?? null]))
      .digest('hex');
    for (let tries = 0; tries < TRIES; tries++) {
      const now = clock.now();
      const kept = { request: wanted, nonce: clock.newId(), answer: null };
      const fresh = { kind: idempotencyKind, id, at: now, tag: null, body: kept };
      if (await store.insertRecord(fresh)) {
        running.set(request, { record: { ...fresh, revision: 0 }, kept, secret });
        return;
      }
      const record = await store.findRecord(idempotencyKind, id);
      if (!record) continue;
      const before = body.parse(record.body);
      const ageMs = now.getTime() - record.at.getTime();
      if (ageMs < (before.answer ? KEPT_MS : LONGEST_RUN_MS)) {
        return answerFrom(before, wanted, secret, reply);
      }
      if (await store.saveRecord({ ...fresh, revision: record.revision })) {
        running.set(request, { record: { ...fresh, revision: record.revision + 1 }, kept, secret });
        return;
      }
    }
    throw inProgress();
  });

  server.addHook('onSend', async (request, reply, payload) => {
    const run = running.get(request);
    if (!run) return payload;
    running.delete(request);
    const { record, kept, secret } = run;
    try {
      // What failed here may succeed the next time.
      if (reply.statusCode >= 500 || typeof payload !== 'string') {
        await store.removeRecord(record);
      } else {
        const type = String(reply.getHeader('content-type') ?? 'application/json');
        const encrypted = encrypt(payload, keyFor(secret, kept.nonce));
        const answer = { status: reply.statusCode, type, encrypted };
        await store.saveRecord({ ...record, body: { ...kept, answer } satisfies Body });
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log('warn', 'An answer could not be kept for its Idempotency-Key', { ...faultFields(error) });
    }
    return payload;
  });
}

/** @throws {ApiError} */
function readKey(given: string | string[]): string {
  const key = [given].flat().join();
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= LONGEST_KEY) return key;
  const message = `must have 1 to ${LONGEST_KEY} characters of ASCII without spaces, such as a UUID`;
  throw new ApiError(400, 'invalid_request', `Idempotency-Key: ${message}`, [
    { path: 'Idempotency-Key', message },
  ]);
}

/** Nobody else's requests have it, and nothing that is kept gives it away. */
function secretOf({ headers }: FastifyRequest, key: string): Buffer {
  return createHmac('sha256', keyOf(headers.authorization) ?? '')
    .update(key)
    .digest();
}

/** @throws {ApiError} */
function answerFrom(
  { request, nonce, answer }: Body,
  wanted: string,
  secret: Buffer,
  reply: FastifyReply,
): FastifyReply {
  if (request !== wanted) {
    const message =
      'this Idempotency-Key was used for another request: another address or body; use a new one for each thing to be done';
    throw new ApiError(422, 'idempotency_mismatch', message);
  }
  if (!answer) throw inProgress();
  return reply
    .status(answer.status)
    .header('Idempotent-Replayed', 'true')
    .type(answer.type)
    .send(decrypt(answer.encrypted, keyFor(secret, nonce)));
}

const inProgress = (): ApiError =>
  new ApiError(
    409,
    'idempotency_in_progress',
    'the first request with this Idempotency-Key is still running; send this one again in a second',
  );

const keyFor = (secret: Buffer, nonce: string): Buffer => createHmac('sha256', secret).update(nonce).digest();

/** Each key encrypts one answer, so the initialization vector need not differ. */
const IV = Buffer.alloc(12);
const TAG_BYTES = 16;

function encrypt(text: string, key: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, IV);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function decrypt(encrypted: string, key: Buffer): string {
  const bytes = Buffer.from(encrypted, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, IV);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
}
