import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createApiKeys } from '../../src/access/keys/api-keys.ts';
import { StoreError } from '../../src/errors.ts';
import { silentLog } from '../support/log.ts';
import { clients, startTestService, supervisors, type TestService } from '../support/service.ts';
import { ofMetric, samplesOf } from './scrape.ts';

const { en } = clients.telegram;

const scrape = async (service: TestService): Promise<string> => {
  const headers = { authorization: `Bearer ${service.apiKey}` };
  return (await fetch(`${service.url}/metrics`, { headers })).text();
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const holder = createServer().listen(0, '127.0.0.1', () => {
      const { port } = holder.address() as { port: number };
      holder.close(() => resolve(port));
    });
  });

describe('the metrics of a service', () => {
  it('say what happened, also before the first scrape', async () => {
    const service = await startTestService();
    const { telegram, viber } = service.simulator;
    await service.report();
    await telegram.tap(en, '⭐⭐⭐⭐');
    await telegram.say(en, 'Quick and friendly');
    await telegram.say(supervisors.telegram, '/help');
    await viber.say(clients.viber.uk, 'Hello?');
    await service.settle();
    await service.report({ channel: 'viber', clientId: clients.viber.en });
    const away = vi.spyOn(service.store, 'saveDialogue').mockRejectedValue(new StoreError('away'));
    await viber.tap(clients.viber.en, '⭐⭐');
    away.mockRestore();
    await service.app.worker.runAll();
    // The question meets a platform that is away, and waits for its next try.
    telegram.fail({ kind: 'server_error' }, 3);
    await service.report({ clientId: clients.telegram.uk });
    const text = await scrape(service);

    const events = ofMetric(text, 'afterword_events_total');
    // Two clients of each platform and the supervisor opened the chat first.
    expect(events).toMatchObject({
      'afterword_events_total{channel="telegram",outcome="survey"}': 4,
      'afterword_events_total{channel="telegram",outcome="staff"}': 2,
      'afterword_events_total{channel="viber",outcome="nobody"}': 1,
    });
    expect(events['afterword_events_total{channel="viber",outcome="refused"}']).toBeGreaterThanOrEqual(1);

    expect(ofMetric(text, 'afterword_sends_total')).toMatchObject({
      // The question, the question for a comment, the thanks.
      'afterword_sends_total{channel="telegram",result="sent"}': 3,
      'afterword_sends_total{channel="telegram",result="network"}': 1,
      'afterword_sends_total{channel="viber",result="sent"}': 1,
    });
    expect(ofMetric(text, 'afterword_outbox_retries_total')).toEqual({
      'afterword_outbox_retries_total{effect="send"}': 1,
    });
    expect(ofMetric(text, 'afterword_outbox_waiting')).toEqual({
      'afterword_outbox_waiting{channel="telegram"}': 1,
    });
    expect(ofMetric(text, 'afterword_store_errors_total')).toEqual({
      'afterword_store_errors_total{operation="saveDialogue"}': expect.any(Number),
    });
    const samples = samplesOf(text);
    expect(samples.get('afterword_commit_seconds_count')).toBeGreaterThan(4);
    expect(samples.get('afterword_channel_up{channel="viber"}')).toBe(1);
    expect(samples.get('afterword_store_readable')).toBe(1);
    expect(
      samples.get('afterword_http_requests_total{method="POST",route="/api/v1/dialogues",status="2xx"}'),
    ).toBe(3);
    expect(
      [...samples.keys()].filter((name) => name.startsWith('nodejs_eventloop_lag_')).length,
    ).toBeGreaterThan(3);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);

    service.clock.set(6_000);
    await service.settle();
    const later = samplesOf(await scrape(service));
    expect(later.get('afterword_outbox_oldest_seconds{channel="telegram"}')).toBe(6);
  });

  it('count digests, their jobs and what of them failed', async () => {
    const service = await startTestService();
    const nextDay = async () => {
      service.clock.set(86_400_000);
      await service.app.digests.enqueueDue();
      await service.app.worker.runAll();
    };
    await service.report();
    await nextDay();
    // On this Monday the week's come as well.
    expect(ofMetric(await scrape(service), 'afterword_digests_total')).toEqual({
      'afterword_digests_total{kind="daily",result="sent"}': 2,
      'afterword_digests_total{kind="weekly",result="sent"}': 2,
    });
    service.simulator.telegram.fail({ kind: 'server_error' }, 20);
    await nextDay();
    const text = await scrape(service);
    expect(ofMetric(text, 'afterword_digests_total')).toMatchObject({
      'afterword_digests_total{kind="daily",result="sent"}': 3,
      'afterword_digests_total{kind="daily",result="failed"}': 1,
    });
    expect(ofMetric(text, 'afterword_jobs_total')).toMatchObject({
      'afterword_jobs_total{kind="digest",result="done"}': 3,
      'afterword_jobs_total{kind="digest",result="retried"}': 1,
    });
    const samples = samplesOf(text);
    expect(samples.get('afterword_jobs_due{kind="digest"}')).toBe(1);
    expect(samples.get('afterword_jobs_given_up{kind="digest"}')).toBe(0);
  });

  it('are given to a key alone at the service’s own address, and to everybody at METRICS_ADDRESS', async () => {
    const port = await freePort();
    const service = await startTestService({ environment: { METRICS_ADDRESS: `127.0.0.1:${port}` } });
    for (const authorization of ['', 'Bearer wrong']) {
      const refused = await fetch(`${service.url}/metrics`, { headers: { authorization } });
      expect([refused.status, await refused.text()]).toEqual([
        401,
        expect.not.stringContaining('afterword_'),
      ]);
    }
    const keys = createApiKeys({ store: service.store, clock: service.clock, log: silentLog, seeds: [] });
    for (const [scope, status] of [
      ['metrics:read', 200],
      ['figures:read', 403],
    ] as const) {
      const { key } = await keys.create({ name: `Key ${status}`, scopes: [scope] });
      // Another process knows a new key a second later.
      service.clock.set(1_000);
      const headers = { authorization: `Bearer ${key}` };
      expect((await fetch(`${service.url}/metrics`, { headers })).status).toBe(status);
    }
    const own = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([own.status, own.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(samplesOf(await own.text()).get('afterword_info{version="0.1.0"}')).toBe(1);
    const elsewhere = await fetch(`http://127.0.0.1:${port}/api/v1/jobs`, {
      headers: { authorization: `Bearer ${service.apiKey}` },
    });
    expect(elsewhere.status).toBe(404);
    // A second service on the same address says which variable to change.
    await expect(startTestService({ environment: { METRICS_ADDRESS: `127.0.0.1:${port}` } })).rejects.toThrow(
      `METRICS_ADDRESS ${port} is taken by another program; set another METRICS_ADDRESS`,
    );
  });

  it('have as many series as before, whatever addresses, methods, clients and buttons come', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    const visit = async (n: number): Promise<void> => {
      const mark = `hostile-${n}`;
      const paths = [
        `/${mark}`,
        `/api/v1/dialogues/${mark}/void`,
        `/webhooks/${mark}`,
        `/connect/chatwoot/${mark}`,
        `/files/${mark}/${mark}.csv`,
        `/api/v1/statistics?from=${mark}`,
        `/metrics?x=${mark}`,
        `/%E0%A4%A`,
      ];
      for (const path of paths) {
        for (const method of ['GET', 'POST', 'PROPFIND']) {
          await fetch(service.url + path, { method, headers: { 'x-request-id': mark, [mark]: mark } });
        }
      }
      telegram.addClient({ clientId: `9${n}`, name: mark, locale: mark });
      await telegram.open(`9${n}`, mark);
      await telegram.forgeTap(`9${n}`, `${mark}:rate:5`);
      await service.report({ clientId: `9${n}`, operator: mark, team: mark, topic: mark, externalId: mark });
      await telegram.tap(`9${n}`, '⭐');
      await telegram.say(`9${n}`, mark);
      await service.settle();
      await service.app.worker.runAll();
    };
    const seriesOf = (text: string): string[] =>
      [...samplesOf(text).keys()].filter((name) => name.startsWith('afterword_')).toSorted();
    await visit(1);
    await scrape(service);
    const first = seriesOf(await scrape(service));
    for (let n = 2; n <= 5; n++) await visit(n);
    const text = await scrape(service);
    expect(seriesOf(text)).toEqual(first);
    expect(text).not.toContain('hostile');
  });
});
