import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ReceivedRequest {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface FakeHelpdesk {
  url: string;
  /** What it took, oldest first. */
  requests: ReceivedRequest[];
  /** The bodies of those, as JSON. */
  updates: any[];
  /** What it answers; a status of 0 hangs until the end. */
  answer: (request: ReceivedRequest) => { status: number; body?: string; headers?: Record<string, string> };
}

/** A helpdesk's webhook of which a test decides every answer; only what it answers 2xx to counts as taken. */
export async function startFakeHelpdesk(path = '/hook'): Promise<FakeHelpdesk> {
  const helpdesk: FakeHelpdesk = { url: '', requests: [], updates: [], answer: () => ({ status: 200 }) };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const given = { path: request.url ?? '', headers: request.headers, body };
      const { status, body: text = '', headers = {} } = helpdesk.answer(given);
      if (status === 0) return;
      if (status >= 200 && status < 300) {
        helpdesk.requests.push(given);
        helpdesk.updates.push(JSON.parse(body));
      }
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  helpdesk.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  return helpdesk;
}
