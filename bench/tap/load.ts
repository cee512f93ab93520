/** Clients that tap: so many at once (closed loop), or so many a second whatever the bot does (open loop). */
import type { BenchChannel } from './channels.ts';
import type { FakePlatform } from './platform.ts';
import type { Subject, SubjectKind } from './subject.ts';

export interface TapFigures {
  /** Taps a second, from the first tap until the last next question. */
  rate: number;
  /** Milliseconds of CPU of the bot's whole process for each tap, all that follows it included. */
  cpuMs: number;
  /** Milliseconds from each tap until the webhook was answered, and until the next question came. */
  acknowledged: number[];
  prompted: number[];
}

export interface Load {
  /** Begins surveys of new clients and lets all of them be asked. */
  ask(count: number): Promise<void>;
  /** Those that were asked tap, `clients` at once. */
  closedLoop(clients: number): Promise<TapFigures>;
  /** They tap at fixed moments; what is measured begins at that moment, also when the tap had to wait for others. */
  openLoop(perSecond: number): Promise<TapFigures>;
}

const QUIET_MS = 250;
const SETUP_AT_ONCE = 20;

export function createLoad(
  kind: SubjectKind,
  { url, api, ...subject }: Subject,
  channel: BenchChannel,
  platform: FakePlatform,
): Load {
  let clients = 0;
  let events = 0;
  let calls = 0;
  /** What the second button of a client's last message carries, for those who were asked and have not tapped. */
  const asked = new Map<string, string>();
  const awaited = new Map<string, (data: string | undefined) => void>();

  platform.onCall = (call) => {
    calls++;
    const message = channel.message(call);
    if (!message) return;
    awaited.get(message.clientId)?.(message.data);
    awaited.delete(message.clientId);
  };

  return {
    async ask(count) {
      await atOnce(SETUP_AT_ONCE, count, async () => {
        const clientId = channel.clientId(clients++);
        const question = nextMessage(clientId);
        if (kind.begins === 'reported') await report(clientId);
        else await post(channel.text(++events, clientId, kind.begins));
        const data = await question;
        if (data === undefined) throw new Error(`${kind.name} asked without a second button`);
        asked.set(clientId, data);
      });
      await quiet();
    },
    async closedLoop(atOnceClients) {
      return measure(async (tap) => atOnce(atOnceClients, asked.size, () => tap(performance.now())));
    },
    async openLoop(perSecond) {
      return measure(async (tap) => {
        const start = performance.now();
        const taps: Array<Promise<void>> = [];
        for (let due = start; asked.size > 0; ) {
          while (due <= performance.now() && asked.size > 0) {
            taps.push(tap(due));
            due += 1000 / perSecond;
          }
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await Promise.all(taps);
      });
    },
  };

  async function measure(
    work: (tap: (from: number) => Promise<void>) => Promise<unknown>,
  ): Promise<TapFigures> {
    const acknowledged: number[] = [];
    const prompted: number[] = [];
    const count = asked.size;
    const cpuBefore = subject.cpuMs();
    const start = performance.now();
    await work(async (from) => {
      const [next] = asked;
      if (!next) return;
      const [clientId, data] = next;
      asked.delete(clientId);
      const prompt = nextMessage(clientId).then(() => prompted.push(performance.now() - from));
      await post(channel.tap(++events, clientId, data));
      acknowledged.push(performance.now() - from);
      await prompt;
    });
    const seconds = (performance.now() - start) / 1000;
    await quiet();
    return { rate: count / seconds, cpuMs: (subject.cpuMs() - cpuBefore) / count, acknowledged, prompted };
  }

  function nextMessage(clientId: string): Promise<string | undefined> {
    return new Promise((resolve) => awaited.set(clientId, resolve));
  }

  async function post(body: string): Promise<void> {
    const { status } = await platform.post(url, channel.headers(body), body);
    if (status !== 200) throw new Error(`${kind.name} answered an event with ${status}`);
  }

  async function report(clientId: string): Promise<void> {
    const body = JSON.stringify({ channel: channel.name, clientId, externalId: `ticket-${clientId}` });
    const { status, body: said } = await platform.post(
      api ?? '',
      { authorization: 'Bearer bench-key-0123456789abcdef' },
      body,
    );
    if (status !== 201) throw new Error(`${kind.name} answered a report with ${status}: ${said}`);
  }

  /** Waits until the bot has called nothing for a while. */
  async function quiet(): Promise<void> {
    for (let before = -1; before !== calls; ) {
      before = calls;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }
}

async function atOnce(limit: number, count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
