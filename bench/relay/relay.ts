/**
 * What a helpdesk behind Afterword waits for: npm run bench -- relay [latency] [outage] [rounds]
 * Latency beside the same updates sent to the helpdesk itself; an outage with 10,000 updates of 200 clients.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { rssMbOf } from '../size/proc.ts';
import { median, percentile, printTable, spread } from '../table.ts';
import { type BenchChannel, channels } from '../tap/channels.ts';
import { type FakePlatform, startPlatform } from '../tap/platform.ts';
import { afterword, startSubject, type Subject } from '../tap/subject.ts';

const options = process.argv.slice(3);
const chosen = options.filter((option) => !/^\d+$/.test(option));
const wanted = (part: string): boolean => chosen.length === 0 || chosen.includes(part);
const ROUNDS = Number(options.find((option) => /^\d+$/.test(option)) ?? 3);

const UPDATES = 400;
const PER_SECOND = 40;
const CLIENTS = 200;
const OUTAGE_UPDATES = Number(process.env.RELAY_OUTAGE ?? 10_000);

interface Helpdesk {
  url: string;
  /** True: it answers 500. */
  isDown: boolean;
  /** Called with the text of each update that it takes. */
  onUpdate: (body: string) => void;
  close(): void;
}

const platform = await startPlatform();
const helpdesk = await startHelpdesk();
const stores = ['sqlite', ...(process.env.MONGODB_TEST_URI ? ['mongodb'] : [])];
if (wanted('latency')) await measureLatency();
if (wanted('outage')) await measureOutage();
helpdesk.close();
await platform.close();

async function measureLatency(): Promise<void> {
  const rows: string[][] = [];
  for (const channel of Object.values(channels)) {
    for (const store of stores) {
      const direct: number[][] = [];
      const relayed: number[][] = [];
      for (let round = 0; round < ROUNDS; round++) {
        direct.push(await latencies(channel, helpdesk.url, round));
        const subject = await start(channel, store);
        relayed.push(await latencies(channel, subject.url, round));
        await subject.stop();
      }
      const column = (runs: number[][], share: number): string =>
        spread(
          runs.map((run) => percentile(run, share)),
          1,
        );
      const later = relayed.map((run, round) => median(run) - median(direct[round] ?? []));
      rows.push([
        channel.name,
        store,
        column(direct, 0.5),
        column(relayed, 0.5),
        spread(later, 1),
        column(direct, 0.99),
        column(relayed, 0.99),
      ]);
    }
  }
  printTable(
    `Milliseconds from an update until the helpdesk has it, ${PER_SECOND} a second, ${ROUNDS} rounds of ${UPDATES}`,
    [
      'platform',
      'store',
      'without, median',
      'through the relay, median',
      'later',
      'without, p99',
      'through, p99',
    ],
    rows,
  );
}

/** From the moment at which an update was due until the helpdesk took it. */
async function latencies(channel: BenchChannel, url: string, round: number): Promise<number[]> {
  const dueAt = new Map<string, number>();
  const taken: number[] = [];
  const finished = new Promise<void>((resolve) => {
    helpdesk.onUpdate = (body) => {
      const text = /question \d+/.exec(body)?.[0] ?? '';
      const due = dueAt.get(text);
      if (due === undefined || !dueAt.delete(text)) return;
      taken.push(performance.now() - due);
      if (taken.length === UPDATES) resolve();
    };
  });
  const begun = performance.now();
  for (let index = 0; index < UPDATES; index++) {
    const due = begun + (index * 1000) / PER_SECOND;
    await sleep(Math.max(0, due - performance.now()));
    const event = round * UPDATES + index + 1;
    dueAt.set(`question ${event}`, due);
    void post(channel, url, event, channel.clientId(index % CLIENTS));
  }
  await finished;
  return taken;
}

async function measureOutage(): Promise<void> {
  const rows: string[][] = [];
  for (const store of stores) {
    const subject = await start(channels.telegram, store);
    await sleep(3_000);
    const before = rssMbOf(subject.pid);
    helpdesk.isDown = true;
    let taken = 0;
    helpdesk.onUpdate = () => taken++;
    const during: number[] = [];
    for (let at = 0; at < OUTAGE_UPDATES; at += CLIENTS) {
      const batch = Array.from({ length: CLIENTS }, (_, client) =>
        post(channels.telegram, subject.url, at + client + 1, channels.telegram.clientId(client)),
      );
      await Promise.all(batch);
      if ((at + CLIENTS) % (OUTAGE_UPDATES / 5) === 0) during.push(rssMbOf(subject.pid));
    }
    helpdesk.isDown = false;
    const back = performance.now();
    while (taken < OUTAGE_UPDATES) await sleep(100);
    rows.push([
      store,
      before.toFixed(0),
      during.map((mb) => mb.toFixed(0)).join(' / '),
      ((performance.now() - back) / 1000).toFixed(1),
      String(taken - OUTAGE_UPDATES),
    ]);
    await subject.stop();
  }
  printTable(
    `A helpdesk that is down while ${OUTAGE_UPDATES} updates of ${CLIENTS} clients come`,
    [
      'store',
      'MB before',
      'MB with a fifth, two, three, four fifths and all of them kept',
      'seconds until it has all',
      'twice',
    ],
    rows,
  );
}

function start(channel: BenchChannel, store: string): Promise<Subject> {
  const variable = `RELAY_URL_${channel.name.toUpperCase()}`;
  return startSubject(afterword, {
    channel,
    platformUrl: platform.url,
    mongo: store === 'mongodb' ? process.env.MONGODB_TEST_URI : undefined,
    env: { [variable]: helpdesk.url },
  });
}

function post(
  channel: BenchChannel,
  url: string,
  event: number,
  clientId: string,
): ReturnType<FakePlatform['post']> {
  const body = channel.text(event, clientId, `question ${event}`);
  return platform.post(url, channel.headers(body), body);
}

async function startHelpdesk(): Promise<Helpdesk> {
  const desk: Helpdesk = { url: '', isDown: false, onUpdate: () => {}, close: () => server.close() };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(desk.isDown ? 500 : 200).end();
      if (!desk.isDown) desk.onUpdate(Buffer.concat(chunks).toString('utf8'));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  desk.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return desk;
}
