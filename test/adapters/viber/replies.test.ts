import { describe, expect, it } from 'vitest';
import { create, request, signed } from './fake-viber.ts';

describe('what is said on Viber but not stored', () => {
  /** An API that answers send_message when the test says so. */
  async function slow() {
    const waiting: Array<() => void> = [];
    const made = await create(
      ({ method }) =>
        method === 'send_message'
          ? (response) => waiting.push(() => response.end('{"status":0,"message_token":1}'))
          : undefined,
      60_000,
    );
    await made.adapter.start(async (event) => ({ text: `for ${event.id}` }));
    const say = (clientId: string, messageToken: number) =>
      made.adapter.webhook?.(
        signed(
          JSON.stringify({
            event: 'message',
            message_token: messageToken,
            sender: { id: clientId },
            message: { type: 'text', text: 'hm' },
          }),
        ),
      );
    const sent = () => made.callsOf('send_message').map(({ body }) => body['text']);
    const answer = () => {
      for (const respond of waiting.splice(0)) respond();
    };
    return { ...made, say, sent, answer };
  }

  it('is never awaited, and one hint is pending per chat', async () => {
    const { say, sent, answer } = await slow();
    for (let i = 1; i <= 20; i++) expect(await say('a==', i)).toEqual({ status: 200 });
    expect(await say('b==', 21)).toEqual({ status: 200 });
    await expect.poll(sent).toEqual(['for 1', 'for 21']);
    answer();
    await expect
      .poll(async () => {
        await say('a==', 22);
        return sent();
      })
      .toEqual(['for 1', 'for 21', 'for 22']);
    answer();
  });

  it('is waited for when the adapter stops', async () => {
    const { adapter, say, sent, answer } = await slow();
    await say('a==', 1);
    await expect.poll(sent).toEqual(['for 1']);
    let stopped = false;
    const stop = adapter.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    answer();
    await stop;
  });

  it('costs the event nothing when it is refused', async () => {
    const { adapter, logs } = await create(({ method }) =>
      method === 'send_message' ? { status: 6 } : undefined,
    );
    await adapter.start(async () => ({ text: 'Hm?' }));
    expect(await adapter.webhook?.(request('text'))).toEqual({ status: 200 });
    await expect.poll(() => logs.join('\n')).toContain('not delivered');
  });
});
