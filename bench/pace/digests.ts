/** Digests to many chats, and the taps beside them. */
import Libsql from 'libsql';
import type { Load, TapFigures } from '../tap/load.ts';
import { isDigest, type Paced, withPaced } from './setup.ts';

export interface DigestFigures {
  /** Digests a second, from the first to the last. */
  rate: number;
  /** How often the platform refused. */
  refused: number;
  taps: TapFigures | null;
}

export const SUPERVISORS = 500;
/** Each tap takes two of the platform's calls that count: the next question and the edit of its keyboard. */
export const TAPS_PER_SECOND = 5;
/** For about as long as the digests beside them take. */
const TAPS = 140;
/** What is compiled and connected first is no part of it. */
const WARM_UP = 20;

const DAY_MS = 86_400_000;

/** The way that POST /digests goes. @param withTaps whether clients tap meanwhile */
export function digestsNow(answerMs: number, withTaps: boolean): Promise<DigestFigures> {
  const asked = withTaps ? WARM_UP + TAPS : 1;
  return withPaced({ asked, answerMs, supervisors: SUPERVISORS }, async (paced) => {
    const { platform, subjects, load } = paced;
    const url = `${new URL(subjects[0]?.api ?? '').origin}/api/v1/digests`;
    if (withTaps) await load.openLoop(TAPS_PER_SECOND, WARM_UP);
    const headers = { authorization: 'Bearer bench-key-0123456789abcdef' };
    const [answer, taps] = await Promise.all([
      platform.post(url, headers, JSON.stringify({ day: 'today' })),
      withTaps ? tap(load) : null,
    ]);
    const failed = (JSON.parse(answer.body) as { sent: Array<{ ok: boolean }> }).sent.filter(({ ok }) => !ok);
    if (failed.length > 0)
      console.log(`${failed.length} digests were not sent, ${JSON.stringify(failed[0])}`);
    return { rate: rateOf(paced), refused: platform.refused, taps };
  });
}

/** The daily way, by a job for each chat, which begins as the service starts: yesterday's are due. */
export function digestsDaily(answerMs: number): Promise<DigestFigures> {
  const prepare = async (path: string): Promise<void> => {
    const database = new Libsql(path);
    database.exec(`UPDATE dialogues SET completedAt = completedAt - ${DAY_MS}`);
    database.close();
  };
  return withPaced({ asked: 1, answerMs, supervisors: SUPERVISORS, prepare }, async (paced) => {
    const sent = (): number => paced.calls.filter(isDigest).length;
    const giveUp = performance.now() + 60_000;
    while (sent() < SUPERVISORS && performance.now() < giveUp) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { rate: rateOf(paced), refused: paced.platform.refused, taps: null };
  });
}

/** The same taps and people with no digest beside them. */
export function tapsAlone(answerMs: number): Promise<TapFigures> {
  return withPaced({ asked: WARM_UP + TAPS, answerMs, supervisors: SUPERVISORS }, async ({ load }) => {
    await load.openLoop(TAPS_PER_SECOND, WARM_UP);
    return tap(load);
  });
}

function tap(load: Load): Promise<TapFigures> {
  return load.openLoop(TAPS_PER_SECOND);
}

function rateOf({ calls }: Paced): number {
  const times = calls.filter(isDigest).map(({ at }) => at);
  return (times.length - 1) / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000);
}
