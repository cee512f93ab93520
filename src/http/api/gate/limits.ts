import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../../clock.ts';
import { ApiError } from '../../../errors.ts';

/** Requests are counted over so long, so that a burst of a helpdesk passes. */
const WINDOW_MS = 10_000;
/** Who sends no valid key gets this part of what a key gets. */
const WITHOUT_KEY = 0.1;
/** So many callers are remembered; of more, those whose window began first are forgotten. */
const MOST_CALLERS = 5_000;

/**
 * Refuses the requests of a key, or without a valid one those of an address, that are more than a limit. Each process
 * counts for itself.
 * @param perSecond of a key, on average over ten seconds; 0: no limit
 */
export async function limitRates(
  server: FastifyInstance,
  perSecond: number,
  clock: Pick<Clock, 'monotonic'>,
): Promise<void> {
  if (perSecond === 0) return;
  const most = (share: number): number => Math.max(1, Math.round((perSecond * WINDOW_MS * share) / 1_000));
  const [withKey, withoutKey] = [most(1), most(WITHOUT_KEY)];
  await server.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    timeWindow: WINDOW_MS,
    max: ({ caller }: FastifyRequest) => (caller ? withKey : withoutKey),
    keyGenerator: ({ caller, ip }: FastifyRequest) => (caller ? `key ${caller.key}` : `address ${ip}`),
    store: storeOf(clock),
    errorResponseBuilder: (_request, { ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1_000));
      const message = `there were too many requests; send the next one in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
      return new ApiError(429, 'rate_limited', message);
    },
  });
  server.addHook('onRequest', server.rateLimit());
}

/**
 * Counts in memory. The library's own store gives everybody the same counter, which it reads a little later: of requests
 * that come at once it would refuse all when one is too many.
 */
function storeOf(clock: Pick<Clock, 'monotonic'>): FastifyRateLimitStoreCtor {
  const windows = new Map<string, { count: number; endsAt: number }>();
  const store: FastifyRateLimitStore = {
    incr(key, done) {
      const now = clock.monotonic();
      let window = windows.get(key);
      if (!window || window.endsAt <= now) {
        windows.delete(key);
        const [first] = windows.keys();
        if (windows.size >= MOST_CALLERS && first !== undefined) windows.delete(first);
        window = { count: 0, endsAt: now + WINDOW_MS };
        windows.set(key, window);
      }
      window.count += 1;
      done(null, { current: window.count, ttl: window.endsAt - now });
    },
    child: () => store,
  };
  // It is called as a constructor.
  return function create() {
    return store;
  } as unknown as FastifyRateLimitStoreCtor;
}
