import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../adapters/http.ts';

const ended: Array<() => void> = [];

/** A platform that notes the bodies it is sent and how many connections they come over. */
async function setUp(answer = (body: string, response: ServerResponse): void => void response.end(body)) {
  const seen = { bodies: [] as string[], connections: 0 };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => (body += text));
    request.on('end', () => {
      seen.bodies.push(body);
      answer(body, response);
    });
  });
  server.on('connection', () => seen.connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = createHttpClient();
  ended.push(() => {
    http.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/method?query`;
  const post = (body: string, options: { signal?: AbortSignal } = {}) =>
    http.post(url, { headers: { 'content-type': 'text/plain' }, body, ...options });
  return { http, seen, post };
}

afterEach(() => {
  for (const end of ended.splice(0)) end();
});

describe('A POST to a platform', () => {
  it('gives the answer whole, whatever its status and wherever its characters were cut', async () => {
    const { post } = await setUp((body, response) => {
      response.statusCode = 429;
      const bytes = Buffer.from(body);
      response.write(bytes.subarray(0, 1), () => response.end(bytes.subarray(1)));
    });
    expect(await post('Дякуємо')).toEqual({ status: 429, text: 'Дякуємо' });
  });

  it('goes over a connection that is open', async () => {
    const { http, post, seen } = await setUp();
    for (let number = 1; number <= 9; number++) await post(`number ${number}`);
    // One is given back a moment after its answer.
    expect(seen.connections).toBeLessThanOrEqual(2);
    const before = seen.connections;
    http.close();
    await post('number 10');
    expect(seen.connections).toBe(before + 1);
    expect(seen.bodies).toHaveLength(10);
  });

  it('is never sent when it is given up while its connection is being made', async () => {
    const { post, seen } = await setUp();
    const controller = new AbortController();
    const given = post('one', { signal: controller.signal });
    controller.abort(new Error('not any more'));
    await expect(given).rejects.toThrow('not any more');
    await expect(post('two', { signal: controller.signal })).rejects.toThrow('not any more');
    await post('three');
    expect(seen.bodies).toEqual(['three']);
  });

  it('fails when the connection ends before the answer does', async () => {
    const { post } = await setUp((_, response) => {
      response.setHeader('content-length', 100);
      response.write('half', () => response.destroy());
    });
    await expect(post('one')).rejects.toThrow();
  });
});
