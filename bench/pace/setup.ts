/** Afterword as it is in use, with its pacing, before a platform that refuses what is above its limit. */
import { channels } from '../tap/channels.ts';
import { createLoad, type Load } from '../tap/load.ts';
import { type Call, type FakePlatform, startPlatform } from '../tap/platform.ts';
import { createBenchStore } from '../tap/store.ts';
import { afterword, startSubject, type Subject } from '../tap/subject.ts';

/** What Telegram takes of one bot in any second. */
export const PLATFORM_LIMIT = 30;

interface PacedOptions {
  /** How many clients were asked and have not tapped. */
  asked: number;
  /** Default 1. */
  instances?: number;
  /** MongoDB's address without a database; undefined: SQLite. */
  mongo?: string | undefined;
  /** Milliseconds that the platform takes for a call. Default 0. */
  answerMs?: number;
  /** How many chats get digests. Default 0. */
  supervisors?: number;
  /** Called with the store's file before the service is started on it. */
  prepare?: (path: string) => Promise<void>;
}

export interface TimedCall extends Call {
  at: number;
}

export interface Paced {
  platform: FakePlatform;
  load: Load;
  subjects: Subject[];
  /** Every message and edit that the platform took since the pacing began, the oldest first. */
  calls: TimedCall[];
}

/** Clients are asked without pacing and limit, since that would take long; then the service is started anew with both. */
export async function withPaced<Result>(
  options: PacedOptions,
  use: (paced: Paced) => Promise<Result>,
): Promise<Result> {
  const { asked, instances = 1, mongo, answerMs = 0, supervisors = 0, prepare } = options;
  const channel = channels.telegram;
  const platform = await startPlatform();
  const store = createBenchStore(mongo);
  const subjects: Subject[] = [];
  const stop = async (): Promise<void> => {
    for (const subject of subjects.splice(0)) await subject.stop();
  };
  try {
    const unpaced = await startSubject(afterword, { channel, platformUrl: platform.url, store });
    subjects.push(unpaced);
    const load = createLoad(afterword, unpaced, channel, platform);
    await load.ask(asked);
    await stop();
    await prepare?.(store.path);

    const calls: TimedCall[] = [];
    const { onCall } = platform;
    platform.onCall = (call) => {
      if (isPaced(call)) calls.push({ ...call, at: performance.now() });
      onCall(call);
    };
    Object.assign(platform, { perSecond: PLATFORM_LIMIT, answerMs });
    for (let instance = 1; instance <= instances; instance++) {
      const env = { BENCH_PACED: 'yes', BENCH_SUPERVISORS: chats(supervisors) };
      subjects.push(
        await startSubject(afterword, { channel, platformUrl: `${platform.url}/${instance}`, store, env }),
      );
    }
    load.moveTo(subjects);
    return await use({ platform, load, subjects, calls });
  } finally {
    await stop();
    await platform.close();
    await store.remove();
  }
}

export const isPaced = ({ method }: Call): boolean =>
  method === 'sendMessage' || method === 'editMessageText';

/** Next questions a second, until 95 of 100 have come: one that was refused comes seconds later and says nothing of the rate. */
export function questionRate(calls: readonly TimedCall[]): number {
  const times = calls.filter(({ method }) => method === 'sendMessage').map(({ at }) => at);
  const last = Math.floor(times.length * 0.95) - 1;
  return last / (((times[last] ?? 0) - (times[0] ?? 0)) / 1000);
}

const FIRST_SUPERVISOR = 900_000;

function chats(count: number): string {
  return Array.from({ length: count }, (_, index) => `telegram:${FIRST_SUPERVISOR + index}`).join(',');
}

/** A digest, and no client's message. */
export const isDigest = ({ method, body }: Call): boolean =>
  method === 'sendMessage' && Number(body.chat_id) >= FIRST_SUPERVISOR;
