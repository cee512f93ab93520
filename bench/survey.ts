/**
 * Measures the main job by hand: npm run bench -- survey [dialogues]. SQLite in a file, and MongoDB where
 * MONGODB_TEST_URI names one. Figures depend on the machine; compare them with each other only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSetClock } from '../src/clock.ts';
import { readConfig, type Service, startService } from '../src/service.ts';
import { createStore } from '../src/store/index.ts';
import type { Dialogue } from '../src/dialogue.ts';
import { createLog } from '../src/log/log.ts';
import { dropDatabase } from './tap/store.ts';

const DAY = new Date('2026-11-22T12:00:00Z');
const HISTORY = Number(process.argv[3] ?? 20_000);
const SURVEYS = 200;

const folder = mkdtempSync(join(tmpdir(), 'afterword-bench-'));
const stores = { SQLite: `sqlite:${join(folder, 'bench.db')}`, MongoDB: process.env.MONGODB_TEST_URI };
for (const [name, uri] of Object.entries(stores)) {
  if (uri === undefined) {
    console.log(`${name}: not measured; set MONGODB_TEST_URI`);
    continue;
  }
  const database = name === 'MongoDB' ? `${uri}/afterword_bench_${process.pid}` : uri;
  const clock = createSetClock(DAY);
  const store = await createStore(database);
  const service = await startService(readConfig({ PORT: '0' }), {
    clock,
    log: createLog(() => {}),
    simulatorState: null,
    store,
  });
  await measure(name, service);
  await service.stop();
  if (name === 'MongoDB') await dropDatabase(database);
}
rmSync(folder, { recursive: true });

async function measure(name: string, service: Service): Promise<void> {
  const { simulator, app, store } = service;
  if (!simulator) throw new Error('the bench runs on simulated platforms');
  const row = (what: string, milliseconds: number, count: number): void =>
    console.log(
      `${name.padEnd(8)} ${what.padEnd(44)} ${(milliseconds / count).toFixed(2).padStart(8)} ms each`,
    );

  for (let index = 0; index < SURVEYS; index++) {
    const clientId = String(10_000 + index);
    simulator.telegram.addClient({ clientId, name: `Client ${index}`, locale: 'en' });
    await simulator.telegram.open(clientId);
  }
  const everyClient = (act: (clientId: string) => Promise<unknown>): Promise<unknown> =>
    Promise.all(Array.from({ length: SURVEYS }, (_, index) => act(String(10_000 + index))));

  row(
    'dialogue reported and question delivered',
    await timed(async () => {
      await everyClient((clientId) => report(service, clientId));
      await app.outbox.idle();
    }),
    SURVEYS,
  );
  row(
    'tap taken and next question delivered',
    await timed(async () => {
      await everyClient((clientId) => simulator.telegram.tap(clientId, '⭐⭐⭐⭐'));
      await app.outbox.idle();
    }),
    SURVEYS,
  );

  const [example] = await store.listDialogues({ from: new Date(0), to: new Date(8.64e15), limit: 1 });
  if (!example) throw new Error('nothing was stored');
  row(
    `dialogue kept (of ${HISTORY})`,
    await timed(async () => {
      for (let index = 0; index < HISTORY; index++) await store.insertDialogue(past(example, index));
    }),
    HISTORY,
  );
  row(
    `figures of a day with ${HISTORY} dialogues`,
    await timed(async () => {
      await app.statistics.period({ from: '2026-11-21', to: '2026-11-21', by: ['operator', 'team'] });
    }),
    1,
  );
  row(
    'digest of that day, to two supervisors',
    await timed(async () => {
      await app.digests.sendNow('2026-11-21');
    }),
    1,
  );
}

async function report(service: Service, clientId: string): Promise<void> {
  const response = await fetch(`${service.url}/api/v1/dialogues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'telegram', clientId, externalId: 'bench' }),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
}

/** Yesterday's dialogue number `index`, answered with one of five ratings by one of twenty operators. */
function past(example: Dialogue, index: number): Dialogue {
  const id = `b${String(index).padStart(11, '0')}`;
  return {
    ...example,
    id,
    externalId: id,
    completedAt: new Date(DAY.getTime() - 86_400_000 + (index % 36_000) * 1000),
    operator: `Operator ${index % 20}`,
    team: `Team ${index % 4}`,
    outcome: 'answered',
    rating: (index % 5) + 1,
    comment: index % 3 === 0 ? 'A comment of some words' : null,
    outbox: [],
    wakeAt: null,
    revision: 0,
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
