import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ApiCall {
  /** The last part of the path: `sendMessage`, `send_message`. */
  method: string;
  body: Record<string, unknown>;
}

export interface FakeApi {
  url: string;
  calls: ApiCall[];
  stop(): Promise<void>;
}

/** A platform's API of which a test decides every answer: an object is sent as JSON, a function does as it likes. */
export async function startFakeApi(
  answer: (call: ApiCall) => object | ((response: ServerResponse) => void),
): Promise<FakeApi> {
  const calls: ApiCall[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const call = {
        method: request.url?.split('/').at(-1) ?? '',
        body: JSON.parse(text || '{}') as Record<string, unknown>,
      };
      calls.push(call);
      const given = answer(call);
      if (typeof given === 'function') return given(response);
      const code = (given as { error_code?: number }).error_code ?? 200;
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(given));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
