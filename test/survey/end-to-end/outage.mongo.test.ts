import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMongoStore } from '../../../src/store/mongo/store.ts';
import { describeMongo } from '../../support/mongo.ts';
import { clients, startTestService } from '../../support/service.ts';
import { createTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

describeMongo('the service on a MongoDB that goes away', (uri) => {
  let proxy: TcpProxy;
  beforeAll(async () => {
    const { hostname, port } = new URL(uri);
    proxy = createTcpProxy({ host: hostname, port: Number(port) || 27017 });
    await proxy.up();
  });
  afterAll(() => proxy.down());

  it('acknowledges nothing that was not saved, and loses nothing once it is back', async () => {
    const store = createMongoStore({
      uri: `mongodb://${proxy.host}${new URL(uri).pathname}`,
      serverSelectionTimeoutMS: 200,
    });
    const service = await startTestService({ store });
    const { telegram, viber } = service.simulator;
    await service.report();
    await service.report({ channel: 'viber', clientId: clients.viber.en });

    await proxy.down();
    expect(await telegram.tap(clients.telegram.en, '⭐⭐⭐⭐')).toBe(503);
    expect(await viber.tap(clients.viber.en, '⭐⭐')).toBe(503);
    expect((await service.report({ externalId: 'again' })).status).toBe(503);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);

    await proxy.up();
    expect(await telegram.repeatLast()).toBe(200);
    expect(await viber.repeatLast()).toBe(200);
    expect((await service.report({ externalId: 'again' })).status).toBe(201);
    await service.settle();
    const ratings = (await service.rows()).map(({ channel, rating }) => `${channel} ${rating}`);
    expect(ratings.toSorted()).toEqual(['telegram 4', 'telegram null', 'viber 2']);
  });
});
