import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';

/** What a platform answered, whatever its status. */
export interface HttpAnswer {
  status: number;
  text: string;
}

export interface HttpRequest {
  headers: Record<string, string>;
  body: string | AsyncIterable<Uint8Array>;
  /** Milliseconds after which the request is given up. */
  timeoutMs?: number;
  /** Gives the request up. Where the time alone decides, `timeoutMs` is cheaper: V8 frees what a signal holds late. */
  signal?: AbortSignal;
}

/**
 * POSTs to one platform, over connections that stay open. By undici's pool and without its streams, because a request
 * by Node's own client costs twice the CPU, and one by `fetch` eight times (`npm run bench -- tap` shows what a tap
 * costs).
 */
export interface HttpClient {
  /** @throws {Error} when the platform gave no answer, or no whole one */
  post(url: string, request: HttpRequest): Promise<HttpAnswer>;
  /** Lets go of the connections; a later request opens new ones. */
  close(): void;
}

/** Between two parts of an answer; more is a connection that was cut without a word. */
const BODY_LIMIT_MS = 5_000;
/** How long a connection that nobody uses is kept, unless the platform says how long. */
const IDLE_MS = 30_000;

export function createHttpClient(): HttpClient {
  /** By origin. */
  const pools = new Map<string, Pool>();
  /** One for each method of the platform: to read an address takes a quarter of a request's CPU. */
  const places = new Map<string, { origin: string; path: string }>();

  return {
    post: (url, { headers, body, timeoutMs, signal }) =>
      new Promise((resolve, reject) => {
        const { origin, path } = placeOf(url);
        let controller: Dispatcher.DispatchController | null = null;
        let givenUp: Error | null = null;
        const giveUp = (reason: Error): void => {
          givenUp = reason;
          controller?.abort(reason);
          end();
          reject(reason);
        };
        const onAbort = (): void => giveUp(signal?.reason ?? new Error('it was given up'));
        const timer =
          timeoutMs && setTimeout(() => giveUp(new Error(`none within ${timeoutMs} ms`)), timeoutMs);
        function end(): void {
          if (timer) clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
        }
        let status = 0;
        const chunks: Buffer[] = [];
        if (signal?.aborted) return onAbort();
        signal?.addEventListener('abort', onAbort);
        poolOf(origin).dispatch(
          { method: 'POST', path, headers, body: typeof body === 'string' ? body : Readable.from(body) },
          {
            onRequestStart(started) {
              controller = started;
              // While the connection was being made.
              if (givenUp) started.abort(givenUp);
            },
            onResponseStart(_, statusCode) {
              status = statusCode;
            },
            onResponseData(_, chunk) {
              chunks.push(chunk);
            },
            onResponseEnd() {
              end();
              resolve({ status, text: Buffer.concat(chunks).toString('utf8') });
            },
            onResponseError(_, error) {
              end();
              reject(
                (error as NodeJS.ErrnoException).code === 'UND_ERR_BODY_TIMEOUT'
                  ? new Error('the answer stopped half way')
                  : error,
              );
            },
          },
        );
      }),
    close() {
      for (const pool of pools.values()) void pool.destroy();
      pools.clear();
    },
  };

  function placeOf(url: string): { origin: string; path: string } {
    let place = places.get(url);
    if (!place) {
      const { origin, pathname, search } = new URL(url);
      place = { origin, path: `${pathname}${search}` };
      places.set(url, place);
    }
    return place;
  }

  function poolOf(origin: string): Pool {
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: BODY_LIMIT_MS, keepAliveTimeout: IDLE_MS });
      pools.set(origin, pool);
    }
    return pool;
  }
}
