import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseMultipart } from '../../simulator/telegram/request/multipart.ts';

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
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const type = request.headers['content-type'] ?? '';
      const call = {
        method: request.url?.split('/').at(-1) ?? '',
        body: readBody(Buffer.concat(chunks), type),
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

/** A form's fields are texts, and its files as the simulator reads them. */
function readBody(bytes: Buffer, type: string): Record<string, unknown> {
  if (type.startsWith('multipart/')) return parseMultipart(bytes, type) ?? {};
  return JSON.parse(bytes.toString('utf8') || '{}') as Record<string, unknown>;
}
