import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelAdapter } from '../../src/channel.ts';

export interface WebhookHost {
  url: string;
  stop(): Promise<void>;
}

/** The least HTTP server that hands requests to an adapter's webhook, raw as they came. */
export async function startWebhookHost(adapter: () => ChannelAdapter): Promise<WebhookHost> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answer(request, Buffer.concat(chunks), response));
  });
  const answer = async (request: IncomingMessage, rawBody: Buffer, response: ServerResponse) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://host');
    const given = await adapter().webhook?.({
      headers: request.headers,
      query: Object.fromEntries(searchParams),
      rawBody,
    });
    response.writeHead(given?.status ?? 404, { 'content-type': 'application/json' });
    response.end(given?.body === undefined ? '' : JSON.stringify(given.body));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
