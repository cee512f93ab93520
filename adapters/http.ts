import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';

/** What a platform answered, whatever its status. */
export interface HttpAnswer {
  status: number;
  text: string;
}

export interface HttpRequest {
  headers: Record<string, string>;
  body: string | AsyncIterable<Uint8Array>;
  /** Gives the request up; grammY brings one of its own make. */
  signal: Pick<AbortSignal, 'aborted' | 'addEventListener' | 'removeEventListener'> & { reason?: Error };
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

  return {
    post: (url, { headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const secure = url.startsWith('https:');
        const options = { method: 'POST', headers, agent: agents[secure ? 'https:' : 'http:'] };
        const request = secure ? requestHttps(url, options) : requestHttp(url, options);
        const giveUp = (): void => void request.destroy(signal.reason ?? new Error('it was given up'));
        request.once('error', reject);
        request.once('close', () => signal.removeEventListener('abort', giveUp));
        request.once('response', (response) => {
          readWhole(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
        });
        if (signal.aborted) giveUp();
        else signal.addEventListener('abort', giveUp);
        if (typeof body === 'string') {
          request.setHeader('content-length', Buffer.byteLength(body));
          request.end(body);
        } else {
          Readable.from(body).once('error', reject).pipe(request);
        }
      }),
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
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
