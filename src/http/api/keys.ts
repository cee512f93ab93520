import { createHash, timingSafeEqual } from 'node:crypto';
import type { onRequestHookHandler } from 'fastify';
import { ApiError } from '../../errors.ts';

/** Lets only requests with `Authorization: Bearer <one of keys>` pass; compares in constant time. */
export function requireKey(keys: readonly string[]): onRequestHookHandler {
  const digests = keys.map(digestOf);
  return (request, _reply, done) => {
    const [, given] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const digest = digestOf(given ?? '');
    const known = given !== undefined && digests.filter((key) => timingSafeEqual(key, digest)).length > 0;
    const message = 'send the header "Authorization: Bearer <key>" with one of API_KEYS';
    done(known ? undefined : new ApiError(401, 'unauthorized', message));
  };
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
