import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { onTestFinished, vi } from 'vitest';
import type { Clock } from '../../src/clock.ts';

export const SECRET = `whsec_${Buffer.from('a key of twenty-four bytes').toString('base64')}`;

/** One request, whose signature was found right. */
export interface Received {
  id: string;
  /** Of the attempt, in seconds. */
  at: number;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export interface Receiver {
  url: string;
  /** What was answered with 2xx. */
  taken: Received[];
  /** Everything that came. */
  received: Received[];
  /** What it says next: a status, or what a function does. */
  answer: (request: Received) => number | ((response: ServerResponse) => void);
  stop(): Promise<void>;
}

/** Somebody who is told: answers 400 to a request without a right signature, which the library of the standard says. */
export async function startReceiver(clock: Clock, { port = 0, secret = SECRET } = {}): Promise<Receiver> {
  const webhook = new Webhook(secret);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const read = verified(Buffer.concat(chunks), request.headers as Record<string, string>);
      if (!read) return void response.writeHead(400).end();
      receiver.received.push(read);
      const said = receiver.answer(read);
      if (typeof said === 'function') return said(response);
      if (said >= 200 && said < 300) receiver.taken.push(read);
      response.writeHead(said).end('thank you');
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    taken: [],
    received: [],
    answer: () => 204,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  onTestFinished(() => receiver.stop());
  return receiver;

  function verified(body: Buffer, headers: Record<string, string>): Received | null {
    // The library compares with the time of day.
    const time = vi.spyOn(Date, 'now').mockReturnValue(clock.now().getTime());
    try {
      const read = webhook.verify(body, headers) as Omit<Received, 'id' | 'at'>;
      return { id: headers['webhook-id'] ?? '', at: Number(headers['webhook-timestamp']), ...read };
    } catch {
      return null;
    } finally {
      time.mockRestore();
    }
  }
}
