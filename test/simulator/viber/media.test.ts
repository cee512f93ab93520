import Fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { call, client, send, simulator, start, useViber } from './world.ts';

useViber();

/** The service: it takes callbacks and has one picture. */
async function startService(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const app = Fastify({ forceCloseConnections: true });
  onTestFinished(() => app.close());
  app.post('/webhook', async () => '');
  app.get('/*', async ({ url }, reply) => {
    asked.push(url);
    return url === '/week.png' ? Buffer.from([137, 80]) : reply.code(404).send();
  });
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), asked };
}

describe('what a message shows', () => {
  it('is fetched from the service itself, and from nowhere else', async () => {
    const [own, other] = [await startService(), await startService()];
    await start({ onlyCalls: own.url });
    await call('set_webhook', { url: `${own.url}/webhook` });
    const picture = { type: 'picture', text: 'Week' };
    await send({ ...picture, media: `${other.url}/week.png` });
    await send({ ...picture, media: `${own.url}/gone.png` });
    await send({ ...picture, media: `${own.url}/week.png` });
    const files = () => simulator.viber.chat(client).messages.map(({ attachment }) => attachment?.file);
    await expect.poll(files).toEqual([undefined, undefined, expect.any(String)]);
    expect(own.asked).toEqual(['/gone.png', '/week.png']);
    expect(other.asked).toEqual([]);
    const shown = await fetch(`${simulator.viber.apiUrl}/../../page/files/${files()[2]}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect([...new Uint8Array(await shown.arrayBuffer())]).toEqual([137, 80]);
  });
});
