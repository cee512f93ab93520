import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { ReceiverError } from '../../src/errors.ts';
import { postSigned } from '../../src/webhooks/post.ts';
import { tempFolder } from '../support/temp.ts';
import { endpointsOf } from './deliveries.ts';
import { SECRET } from './receiver.ts';

/** A port that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('the example of docs/webhooks.md takes what is signed, once, and refuses what is not', async () => {
  const [, example = ''] = /```js\n([^]*?)```/.exec(readFileSync('docs/webhooks.md', 'utf8')) ?? [];
  const folder = tempFolder();
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'example.mjs'), example);
  const port = await freePort();
  const environment = { ...process.env, WEBHOOK_SECRET: SECRET, PORT: String(port) };
  const receiver = spawn(process.execPath, ['example.mjs'], { cwd: folder, env: environment });
  onTestFinished(() => void receiver.kill());
  let said = '';
  receiver.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = `http://127.0.0.1:${port}/hooks`;
  const isUp = () => fetch(url, { method: 'POST' }).catch(() => null);
  while (!(await isUp())) await new Promise(setImmediate);

  const data = { externalId: 'T-1', rating: 4, comment: 'Швидко' };
  const body = JSON.stringify({ type: 'survey.answered', timestamp: '2026-11-22T12:00:00Z', data });
  const send = (id: string, secret = SECRET) => {
    const [endpoint] = endpointsOf(`${url} ${secret}`);
    if (!endpoint) throw new Error('no endpoint');
    return postSigned({ endpoint, id, body, clock: systemClock, confirm: async () => {} });
  };
  expect(await send('webhook:1')).toBe(204);
  expect(await send('webhook:1')).toBe(204);
  expect(await send('webhook:2')).toBe(204);
  const wrong = `whsec_${Buffer.from('another key of enough bytes').toString('base64')}`;
  await expect(send('webhook:3', wrong)).rejects.toThrow(ReceiverError);
  expect(said.trim().split('\n')).toEqual(Array(2).fill('survey.answered T-1 4 Швидко'));
});
