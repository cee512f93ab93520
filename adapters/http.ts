import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';

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
 * POSTs to one platform, over connections that stay open. Node's own client, because a request by `fetch` costs six
 * times its CPU (`npm run bench -- tap` shows what a tap costs).
 */
export interface HttpClient {
  /** @throws {Error} when the platform gave no answer, or no whole one */
  post(url: string, request: HttpRequest): Promise<HttpAnswer>;
  /** Lets go of the connections; a later request opens new ones. */
  close(): void;
}

/** Between the head and the end of an answer; more is a connection that was cut without a word. */
const BODY_LIMIT_MS = 5_000;

export function createHttpClient(): HttpClient {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };
  /** One for each method of the platform: to read an address takes a quarter of a request's CPU. */
  const places = new Map<string, ReturnType<typeof urlToHttpOptions>>();

  return {
    post: (url, { headers, body, timeoutMs, signal }) =>
      new Promise((resolve, reject) => {
        const isText = typeof body === 'string';
        const place = placeOf(url);
        const secure = place.protocol === 'https:';
        const request = (secure ? requestHttps : requestHttp)({
          method: 'POST',
          agent: agents[secure ? 'https:' : 'http:'],
          headers: isText ? { 'content-length': Buffer.byteLength(body), ...headers } : headers,
          ...place,
        });
        const giveUp = (): void => void request.destroy(signal?.reason ?? new Error('it was given up'));
        const timer =
          timeoutMs && setTimeout(() => request.destroy(new Error(`none within ${timeoutMs} ms`)), timeoutMs);
        request.once('error', reject);
        request.once('close', () => {
          if (timer) clearTimeout(timer);
          signal?.removeEventListener('abort', giveUp);
        });
        request.once('response', (response) => {
          readWhole(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
        });
        if (signal?.aborted) giveUp();
        else signal?.addEventListener('abort', giveUp);
        if (isText) request.end(body);
        else Readable.from(body).once('error', reject).pipe(request);
      }),
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };

  function placeOf(url: string): ReturnType<typeof urlToHttpOptions> {
    const place = places.get(url) ?? urlToHttpOptions(new URL(url));
    places.set(url, place);
    return place;
  }
}

function readWhole(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      response.destroy(new Error('the answer stopped half way'));
    }, BODY_LIMIT_MS);
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.once('end', () => resolve(text));
    response.once('error', reject);
    response.once('close', () => clearTimeout(timer));
  });
}
