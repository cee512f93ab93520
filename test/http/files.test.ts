import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import { ApiError } from '../../src/errors.ts';
import { createFiles, type FileKind } from '../../src/files/files.ts';
import { fileRoutes } from '../../src/http/files.ts';
import { createServer } from '../../src/http/server.ts';
import { recordingLog } from '../support/log.ts';
import { opened } from '../store/sqlite/files.ts';

const HOUR = 3_600_000;
const png: FileKind = { open: async () => ({ type: 'image/png', body: Buffer.from('a picture') }) };

async function start(kind: FileKind): Promise<{
  address: (name: string) => Promise<string>;
  get: (url: string, method?: string) => Promise<Response>;
  clock: SetClock;
  logs: string[];
}> {
  const { log, lines: logs } = recordingLog();
  const clock = createSetClock(new Date('2026-11-22T09:00:00Z'));
  const publicUrl = 'https://csat.example.com';
  const files = await createFiles({ store: await opened(':memory:'), clock, publicUrl, kinds: { kind } });
  const server = await createServer({
    log,
    routes: [{ prefix: '/files', plugin: fileRoutes({ files, clock, log }) }],
  });
  const local = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return {
    address: async (name) => {
      const address = await files.address('kind', name, { day: '2026-11-22' }, HOUR);
      return (address ?? '').replace(publicUrl, local);
    },
    get: (url, method = 'GET') => fetch(url, { method }),
    clock,
    logs,
  };
}

describe('GET /files/<token>/<name>', () => {
  it('gives a picture to be shown, and tells nobody else', async () => {
    const { address, get } = await start(png);
    const response = await get(await address('week.png'));
    expect([response.status, await response.text()]).toEqual([200, 'a picture']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '9',
      'content-disposition': 'inline; filename="week.png"',
      'cache-control': 'private',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
    });
  });

  it('streams an export to be saved', async () => {
    const body = (): Readable => Readable.from(['a,b\r\n', '1,2\r\n'], { objectMode: false });
    const { address, get } = await start({
      open: async () => ({ type: 'text/csv; charset=utf-8', body: body() }),
    });
    const response = await get(await address('answers.csv'));
    expect(await response.text()).toBe('a,b\r\n1,2\r\n');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="answers.csv"');
  });

  it('answers HEAD with the same headers and nothing else, and lets a stream go', async () => {
    const picture = await start(png);
    const head = await picture.get(await picture.address('week.png'), 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '9', '']);
    const body = Readable.from(['never read']);
    const csv = await start({ open: async () => ({ type: 'text/csv', body }) });
    const response = await csv.get(await csv.address('a.csv'), 'HEAD');
    expect([response.status, response.headers.get('content-type'), body.destroyed]).toEqual([
      200,
      'text/csv',
      true,
    ]);
  });

  it('knows no file of a token that was tampered with, in one plain line', async () => {
    const { address, get, logs } = await start(png);
    const url = await address('week.png');
    const token = url.split('/').at(-2) ?? '';
    for (const bad of [
      url.replace(token, `${token.slice(0, -2)}AA`),
      url.replace('week.png', 'week.csv'),
      url.replace('week.png', '..%2F..%2Fetc%2Fpasswd'),
      url.replace('week.png', 'week.png%00.csv'),
      url.replace(token, 'x'),
      url.replace(token, `${'x'.repeat(4_000)}.y`),
    ]) {
      const response = await get(bad);
      expect([response.status, await response.text()]).toEqual([404, 'There is no such file.\n']);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(response.headers.get('x-robots-tag')).toContain('noindex');
    }
    expect(logs).toEqual([]);
  });

  it('says that an address has expired', async () => {
    const { address, get, clock } = await start(png);
    const url = await address('week.png');
    clock.set(HOUR);
    const response = await get(url);
    expect([response.status, await response.text()]).toEqual([410, expect.stringContaining('has expired')]);
    expect((await get(url, 'HEAD')).status).toBe(410);
  });

  it('says why a file cannot be made', async () => {
    const refused = new ApiError(409, 'too_many_rows', 'there are more than 10000 dialogues; ask for CSV');
    const { address, get } = await start({ open: () => Promise.reject(refused) });
    const response = await get(await address('a.xlsx'));
    expect([response.status, await response.text()]).toEqual([
      409,
      'there are more than 10000 dialogues; ask for CSV.\n',
    ]);
  });

  it('names no token in a log line when a file fails, before or after it was begun', async () => {
    const before = await start({ open: () => Promise.reject(new Error('no store')) });
    const url = await before.address('week.png');
    expect((await before.get(url)).status).toBe(500);
    expect(before.logs.join()).toContain('no store');
    expect(before.logs.join()).not.toContain(url.split('/').at(-2));

    async function* breaksOff(): AsyncGenerator<string> {
      yield 'the beginning';
      throw new Error('the store went away');
    }
    const after = await start({
      open: async () => ({ type: 'text/csv', body: Readable.from(breaksOff(), { objectMode: false }) }),
    });
    const long = await after.address('a.csv');
    await expect(after.get(long).then((response) => response.text())).rejects.toThrow();
    expect(after.logs.join()).toContain('the store went away');
    expect(after.logs.join()).not.toContain(long.split('/').at(-2));
  });

  it('takes no other method', async () => {
    const { address, get } = await start(png);
    const response = await get(await address('week.png'), 'POST');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
