import { connect } from 'node:net';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { drain } from '../../src/http/drain.ts';
import { healthRoutes } from '../../src/http/health.ts';
import { problems } from '../../src/http/problems.ts';
import { createServer } from '../../src/http/server.ts';
import { webhookRoutes } from '../../src/http/webhooks.ts';
import { createRecordingChannel } from '../support/recording-channel.ts';
import { recordingLog } from '../support/log.ts';

interface Started {
  server: FastifyInstance;
  port: number;
  logs: string[];
}

async function start(
  plugin: FastifyPluginAsync = async () => {},
  requestTimeoutMs?: number,
): Promise<Started> {
  const { log, lines: logs } = recordingLog();
  const server = await createServer({
    log,
    routes: [
      { prefix: '', plugin },
      {
        prefix: '/things',
        plugin: async (scope) => {
          scope.post('/:id', async ({ body }) => ({ body }));
          scope.get('/:id', async ({ params }) => params);
        },
      },
    ],
    ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    const requests = drain(server);
    requests.cut();
    await requests.drained;
  });
  return { server, port: Number(new URL(url).port), logs };
}

/** What the server answers to these bytes until it closes the connection. */
function raw(port: number, bytes: string, trickle?: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const drip = trickle === undefined ? undefined : setInterval(() => socket.write(trickle), 20);
    socket
      .on('data', (chunk) => (answer += String(chunk)))
      .on('error', () => {})
      .on('close', () => {
        clearInterval(drip);
        resolve(answer);
      });
  });
}

/** Status and error of a raw answer; fails when its body is not the one shape of every error. */
function read(answer: string): {
  status: number;
  error: { code: string; message: string; faults: unknown[] };
} {
  const [head = '', rest_ = ''] = answer.split('\r\n\r\n');
  const body = rest_.replace(/^[0-9a-f]+\r\n([^]*)\r\n0$/, '$1');
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  const { error, ...rest } = JSON.parse(body) as {
    error: { code: string; message: string; faults: unknown[] };
  };
  expect(error).toEqual({ code: expect.any(String), message: expect.any(String), faults: expect.any(Array) });
  const { code, message, faults } = error;
  const type = `/api/v1/docs#error-${code}`;
  const title = problems[code as keyof typeof problems].title;
  const status = Number(head.split(' ')[1]);
  expect(rest).toEqual({ type, title, status, detail: message, code, faults });
  expect(body).not.toMatch(/HPE_|FST_|JSON\.parse|Unexpected token|position \d|    at /);
  return { status, error };
}

const end = 'Host: x\r\nConnection: close\r\n';

describe('a request that cannot be served', () => {
  it.each([
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['a request line that is none', 'nonsense\r\n\r\n', 400],
    ['a method that is none', 'FETCH / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['a header without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 400],
    ['a length that is none', `POST /things/1 HTTP/1.1\r\n${end}Content-Length: many\r\n\r\n`, 400],
    [
      'two lengths',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'chunks that are none',
      `POST /things/1 HTTP/1.1\r\n${end}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
    ['no host', 'GET /things/1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['bad percent-encoding', `GET /things/%E0%A4%A HTTP/1.1\r\n${end}\r\n`, 400],
    ['a percent sign', `GET /% HTTP/1.1\r\n${end}\r\n`, 400],
    ['an address that is too long', `GET /things/${'x'.repeat(5_000)} HTTP/1.1\r\n${end}\r\n`, 414],
    ['an address where nothing is', `GET /nothing HTTP/1.1\r\n${end}\r\n`, 404],
    ['an address that is none', `GET http://[::1 HTTP/1.1\r\n${end}\r\n`, 400],
    ['another method', `PUT /things/1 HTTP/1.1\r\n${end}\r\n`, 405],
    [
      'a body that is too large',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: application/json\r\nContent-Length: 2000000\r\n\r\n`,
      413,
    ],
    [
      'a body of another kind',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: image/png\r\nContent-Length: 1\r\n\r\nx`,
      415,
    ],
    [
      'a kind of body that is none',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: \x80;;\r\nContent-Length: 1\r\n\r\nx`,
      415,
    ],
    [
      'an empty JSON body',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: application/json\r\nContent-Length: 0\r\n\r\n`,
      400,
    ],
    [
      'malformed JSON',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{"`,
      400,
    ],
    [
      'JSON that reaches for prototypes',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: application/json\r\nContent-Length: 18\r\n\r\n{"__proto__": "x"}`,
      400,
    ],
    ['a tunnel', `CONNECT x:443 HTTP/1.1\r\n${end}\r\n`, 400],
    [
      'a compressed body',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`,
      415,
    ],
    ['an expectation that nobody has', `GET /things/1 HTTP/1.1\r\n${end}Expect: wonders\r\n\r\n`, 417],
  ])('is refused in the one shape of every error: %s', async (_, bytes, status) => {
    const { port } = await start();
    expect(read(await raw(port, bytes)).status).toBe(status);
  });

  it('names the methods that there are', async () => {
    const { server } = await start();
    const { headers } = await server.inject({ method: 'DELETE', url: '/things/1?x=1' });
    expect(headers.allow).toBe('GET, POST');
  });
});

describe('a request that trickles', () => {
  it.each([
    ['nothing', '', undefined],
    ['half a request line', 'GET /thi', undefined],
    ['headers, one letter at a time', 'GET / HTTP/1.1\r\nHost: x\r\nX: ', 'x'],
    [
      'a body, one letter at a time',
      `POST /things/1 HTTP/1.1\r\n${end}Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n`,
      'x',
    ],
  ])('is ended in time: %s', async (_, bytes, trickle) => {
    const { port } = await start(undefined, 150);
    expect(read(await raw(port, bytes, trickle)).status).toBe(408);
  });

  it('is ended in time after another one on the same connection', async () => {
    const { port } = await start(undefined, 150);
    const answers = await raw(port, 'GET /things/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /things/2 HT');
    expect(read(answers.slice(answers.indexOf('HTTP/1.1', 10))).status).toBe(408);
  });

  it('does not end a handler that takes longer', async () => {
    const { port } = await start(async (server) => {
      server.get('/slow', () => new Promise((resolve) => setTimeout(resolve, 600, { done: true })));
    }, 150);
    expect(await raw(port, `GET /slow HTTP/1.1\r\n${end}\r\n`)).toContain('{"done":true}');
  });
});

describe('a bug in a route', () => {
  it('is answered without a word of it, and logged with its stack and its cause', async () => {
    const { server, logs } = await start(async (scope) => {
      scope.get('/bug', async () => {
        throw new TypeError('secret of ours', { cause: new RangeError('too far') });
      });
    });
    const answer = await server.inject('/bug');
    expect([answer.statusCode, answer.body]).toEqual([500, expect.not.stringContaining('secret')]);
    expect(logs.join()).toContain('server.test.ts');
    expect(logs.join()).toContain('RangeError: too far');
  });
});

describe('a server that closes', () => {
  it('gives requests under way their own answer, takes no new connection and keeps none that is quiet', async () => {
    const channel = createRecordingChannel('viber');
    let finish = (): void => {};
    let begun = (): void => {};
    const taken = new Promise<void>((resolve) => (begun = resolve));
    channel.webhook = async () => {
      begun();
      await new Promise<void>((resolve) => (finish = resolve));
      return { status: 200, body: { kept: true } };
    };
    const { server, port } = await start(
      webhookRoutes(new Map([['viber', channel]]), { isOwnRequest: () => false }),
    );
    // It would be kept alive after its answer.
    const underWay = raw(port, 'POST /viber HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}');
    const quiet = raw(port, 'GET /things/1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await taken;
    const { drained } = drain(server);
    await quiet;
    expect(await raw(port, `GET /things/1 HTTP/1.1\r\n${end}\r\n`)).toBe('');
    finish();
    expect(await underWay).toMatch(/^HTTP\/1\.1 200 OK[^]*\{"kept":true\}$/);
    await drained;
  });
});

describe('/readyz', () => {
  it('shares one write among probes that come together, and makes a new one for the next', async () => {
    let writes = 0;
    let fails = false;
    const store = {
      ping: async () => {
        writes++;
        if (fails) throw new StoreError('disk full');
      },
    };
    const channels = () => ({ telegram: 'started' });
    const { server } = await start(healthRoutes({ store, channels }));
    const together = await Promise.all(Array.from({ length: 20 }, () => server.inject('/readyz')));
    expect(together.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(writes).toBeLessThan(5);
    fails = true;
    const { statusCode, body } = await server.inject('/readyz');
    expect([statusCode, JSON.parse(body).error.code]).toEqual([503, 'store_unavailable']);
  });
});

it('a probe in HTTP/1.0, which knows no host, is served', async () => {
  const { port } = await start();
  expect(await raw(port, 'GET /things/1 HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.[01] 200 OK/);
});

it.each([400, 401, 503] as const)(
  'a webhook that its channel refuses with %i has the one shape of every error',
  async (status) => {
    const channel = createRecordingChannel('viber');
    channel.webhook = async () => ({ status });
    const { port } = await start(webhookRoutes(new Map([['viber', channel]]), { isOwnRequest: () => false }));
    expect(read(await raw(port, `POST /viber HTTP/1.1\r\n${end}\r\n`)).status).toBe(status);
  },
);
