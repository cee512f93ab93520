/** Clients that tap: so many at once (closed loop), or so many a second whatever the bot does (open loop). */
import type { BenchChannel, Button } from './channels.ts';
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
  /** How often the bot answered that it can take nothing now (503); the tap is posted again, as the platforms do. */
  refused: number;
}

/** What it needs of a bot. */
export type Target = Pick<Subject, 'url' | 'api' | 'cpuMs'>;

export interface Load {
  /** Begins surveys of new clients and lets all of them be asked. */
  ask(count: number): Promise<void>;
  /** Those that were asked tap, `clients` at once. @param count how many of them; default: all */
  closedLoop(clients: number, count?: number): Promise<TapFigures>;
  /**
   * They tap at fixed moments; what is measured begins at that moment, also when the tap had to wait for others.
   * @param count how many of them; default: all
   */
  openLoop(perSecond: number, count?: number): Promise<TapFigures>;
  /** From now on events go to these in turn: instances on the same store. */
  moveTo(subjects: readonly Target[]): void;
  /** From now on each client taps twice at the same moment, which with several instances is a race of two. */
  tapTwice(): void;
  /** Waits until the bot has called nothing for a while. */
  quiet(): Promise<void>;
}

const QUIET_MS = 250;
const SETUP_AT_ONCE = 20;
/** After which a platform posts an event again that was refused. */
const AGAIN_MS = 1_000;

export function createLoad(
  kind: SubjectKind,
  subject: Target,
  channel: BenchChannel,
  platform: FakePlatform,
): Load {
  let subjects: readonly Target[] = [subject];
  let turn = 0;
  let twice = false;
  let clients = 0;
  let events = 0;
  let calls = 0;
  /** The second button of a client's last message, for those who were asked and have not tapped. */
  const asked = new Map<string, Button>();
  const awaited = new Map<string, (button: Button | undefined) => void>();

  platform.onCall = (call) => {
    calls++;
    const message = channel.message(call);
    if (!message) return;
    awaited.get(message.clientId)?.(message.button);
    awaited.delete(message.clientId);
  };

  return {
    async ask(count) {
      await atOnce(SETUP_AT_ONCE, count, async () => {
        const clientId = channel.clientId(clients++);
        // A bot can write to those alone who wrote to it before; a text without a survey gets no answer.
        if (kind.begins === 'reported') await post(channel.text(++events, clientId, 'Hello'));
        const question = nextMessage(clientId);
        if (kind.begins === 'reported') await report(clientId);
        else await post(channel.text(++events, clientId, kind.begins));
        const button = await question;
        if (!button) throw new Error(`${kind.name} asked without a second button`);
        asked.set(clientId, button);
      });
      await quiet();
    },
    async closedLoop(clientsAtOnce, count = asked.size) {
      return measure(count, (tap) => atOnce(clientsAtOnce, count, () => tap(performance.now())));
    },
    async openLoop(perSecond, count = asked.size) {
      return measure(count, async (tap) => {
        const start = performance.now();
        const taps: Array<Promise<void>> = [];
        while (taps.length < count) {
          for (let due = 0; taps.length < count; taps.push(tap(due))) {
            due = start + (taps.length * 1000) / perSecond;
            if (due > performance.now()) break;
          }
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await Promise.all(taps);
      });
    },
    moveTo(others) {
      subjects = others;
    },
    tapTwice() {
      twice = true;
    },
    quiet,
  };

  function next(): Target {
    return subjects[turn++ % subjects.length] ?? subject;
  }

  function cpuMs(): number {
    return subjects.reduce((sum, one) => sum + one.cpuMs(), 0);
  }

  async function measure(
    count: number,
    work: (tap: (from: number) => Promise<void>) => Promise<unknown>,
  ): Promise<TapFigures> {
    const acknowledged: number[] = [];
    const prompted: number[] = [];
    let refused = 0;
    const cpuBefore = cpuMs();
    const start = performance.now();
    await work(async (from) => {
      const [first] = asked;
      if (!first) return;
      const [clientId, button] = first;
      asked.delete(clientId);
      const prompt = nextMessage(clientId).then(() => prompted.push(performance.now() - from));
      const body = channel.tap(++events, clientId, button);
      const again = twice ? post(channel.tap(++events, clientId, button)) : null;
      while ((await post(body)) === 503) {
        refused++;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
      acknowledged.push(performance.now() - from);
      await again;
      await prompt;
    });
    const seconds = (performance.now() - start) / 1000;
    await quiet();
    const rate = count / seconds;
    return { rate, cpuMs: (cpuMs() - cpuBefore) / count, acknowledged, prompted, refused };
  }

  function nextMessage(clientId: string): Promise<Button | undefined> {
    return new Promise((resolve) => awaited.set(clientId, resolve));
  }

  async function post(body: string): Promise<number> {
    const { status } = await platform.post(next().url, channel.headers(body), body);
    if (status !== 200 && status !== 503) throw new Error(`${kind.name} answered an event with ${status}`);
    return status;
  }

  async function report(clientId: string): Promise<void> {
    const body = JSON.stringify({ channel: channel.name, clientId, externalId: `ticket-${clientId}` });
    const { status, body: said } = await platform.post(
      next().api ?? '',
      { authorization: 'Bearer bench-key-0123456789abcdef' },
      body,
    );
    if (status !== 201) throw new Error(`${kind.name} answered a report with ${status}: ${said}`);
  }

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
