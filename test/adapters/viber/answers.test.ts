import { describe, expect, it } from 'vitest';
import { create, failure, send, token } from './fake-viber.ts';

describe('an answer of Viber', () => {
  it.each([
    [1, 'rejected'],
    [2, 'unauthorized'],
    [3, 'rejected'],
    [4, 'rejected'],
    [5, 'unreachable'],
    [6, 'unreachable'],
    [7, 'unauthorized'],
    [9, 'unauthorized'],
    [10, 'network'],
    [11, 'unreachable'],
    [12, 'rate_limited'],
    [13, 'rejected'],
    [14, 'rejected'],
    [-1, 'network'],
    [999, 'network'],
  ])('understands a refusal inside HTTP 200: status %i is %s', async (status, code) => {
    const { adapter } = await create(() => ({ status, status_message: `no, ${token}` }));
    const error = (await send(adapter)) as Error;
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(`send_message: ${status} no, ***`),
    });
  });

  it('says how long to wait, and which token to set', async () => {
    const { adapter } = await create(({ body }) => ({ status: body['text'] === 'Q' ? 12 : 2 }));
    expect(await send(adapter)).toMatchObject({ retryAfterMs: 10_000 });
    const error = await failure(adapter.send('a==', { text: 'x' }));
    expect(error).toMatchObject({ message: expect.stringContaining('VIBER_AUTH_TOKEN') });
  });

  it('waits longer after each tooManyRequests, until something is accepted', async () => {
    let status = 12;
    const { adapter } = await create(() => ({ status }));
    const waits = async (times: number, clientId = 'a==') => {
      const all: unknown[] = [];
      for (let i = 0; i < times; i++) {
        const error = await failure(adapter.send(clientId, { text: 'Q' }));
        all.push((error as { retryAfterMs?: number }).retryAfterMs);
      }
      return all;
    };
    expect(await waits(8)).toEqual([10, 20, 40, 80, 160, 320, 600, 600].map((s) => s * 1000));
    status = 0;
    await adapter.send('b==', { text: 'Q' });
    status = 12;
    expect(await waits(2)).toEqual([10_000, 20_000]);
    // Many who are refused at once do not make each other wait.
    const burst = await Promise.all(['c==', 'd==', 'e=='].map((clientId) => waits(1, clientId)));
    expect(burst.flat()).toEqual([10_000, 10_000, 10_000]);
  });

  const json = { 'content-type': 'application/json' };
  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['an array', '[]'],
    ['a status that is none', '{"status":""}'],
    ['half an answer', '{"status":'],
    ['a page', '<html>Bad Gateway</html>'],
  ])('takes an answer that is none for a fault of the network: %s', async (_, body) => {
    const { adapter } = await create(() => (response) => response.writeHead(200, json).end(body), 100);
    expect(await send(adapter)).toMatchObject({ code: 'network' });
  });

  it.each([
    '"message_token":null',
    '"message_token":{}',
    '"status_message":7,"uri":7',
    '"status_message":null',
  ])('does not send again what was accepted in an odd answer: %s', async (odd) => {
    const { adapter } = await create(
      () => (response) => response.writeHead(200, json).end(`{"status":0,${odd}}`),
    );
    expect(await send(adapter)).toBeUndefined();
  });

  it('notices at once that an answer was cut', async () => {
    const { adapter } = await create(
      () => (response) => {
        response.writeHead(200, { ...json, 'content-length': 100 });
        response.write('{"status":0,', () => response.destroy());
      },
      60_000,
    );
    expect(await send(adapter)).toMatchObject({ code: 'network' });
  });

  it.each([
    ['no answer', () => undefined],
    ['a connection that breaks', (response: { destroy(): unknown }) => response.destroy()],
  ])('takes %s for a fault of the network', async (_, answer) => {
    const { adapter } = await create(() => answer, 100);
    expect(await send(adapter)).toMatchObject({ code: 'network' });
  });

  it('keeps the token out of an error when nobody is there', async () => {
    const { adapter, api } = await create();
    await api.stop();
    const error = (await send(adapter)) as Error;
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(token);
  });
});
