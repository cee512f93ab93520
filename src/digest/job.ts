import type { Message } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError, faultFields, messageOf } from '../errors.ts';
import type { Language } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import { type Day, dayFault, dayOf, previousDay } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { DigestKey, Store } from '../store/store.ts';
import type { Digest } from './digest.ts';
import { latestDue } from './due.ts';
import { createReader, type Untold } from './read.ts';
import { renderDigest } from './render/render.ts';
import { firstUntold, untoldDays } from './untold.ts';

export interface Supervisor {
  channel: string;
  clientId: string;
  language: Language;
}

export interface DigestJobOptions {
  store: Pick<Store, 'claimDigest' | 'settleDigest' | 'lastDigest' | 'lateAnswers' | 'firstCompletedAt'>;
  statistics: Statistics;
  /** @throws {ChannelError} */
  send: (supervisor: Supervisor, message: Message) => Promise<void>;
  supervisors: readonly Supervisor[];
  zone: string;
  /** `HH:MM` in `zone`. */
  at: string;
  clock: Clock;
  log: Log;
  /** The CSAT % that is wanted, 0..1. */
  target?: number;
}

interface SentDigest {
  /** `telegram:123` */
  supervisor: string;
  ok: boolean;
  /** Why it was not sent. */
  error?: string;
}

export interface DigestJob {
  /**
   * Sends each supervisor the digest that was due last, if nobody sent it yet, and in the same message what they were
   * not told: days on which no digest came, and answers since the last one about days before. Nothing about days
   * before the first dialogue. Safe to call at any time, by any number of instances. Never rejects: what fails is
   * logged, and sent by a later call if a repeat can help.
   */
  catchUp(): Promise<void>;
  /**
   * Sends every supervisor a day's digest at once; it neither replaces nor is replaced by the daily one.
   * @param day `today` (so far), `yesterday` or `YYYY-MM-DD`
   * @throws {RangeError} for a day that does not exist or has not begun
   * @throws {StoreError} when the figures cannot be read
   */
  sendNow(day: string): Promise<SentDigest[]>;
}

/** After this a digest whose sender died is sent by another. Longer than any send takes. */
const claimMs = 5 * 60 * 1000;
/**
 * A daily digest tells what was answered until so long before it is made: by then every write of that time has
 * landed, and clocks of several instances agree. What comes later is told by the next one, so that each is told once.
 */
const settledMs = 30_000;

export function createDigestJob(options: DigestJobOptions): DigestJob {
  const { store, statistics, send, supervisors, zone, at, clock, log, target } = options;
  const reader = createReader({ store, statistics, target });
  let first: Day | null = null;

  return {
    async catchUp() {
      const due = latestDue(clock.now(), at, zone);
      const begun = await begunOn(due.day);
      if (begun === null) return;
      const toldUntil = new Date(clock.now().getTime() - settledMs);
      // Read once, and only if some digest is still to be sent.
      const read = reader.daily(due.day, toldUntil);
      for (const supervisor of supervisors) {
        try {
          await sendClaimed(supervisor, due.day, begun, toldUntil, read);
        } catch (error) {
          const fields = { supervisor: nameOf(supervisor), day: due.day, ...faultFields(error) };
          log('error', 'The digest was not sent; it is tried again', fields);
        }
      }
    },

    async sendNow(wanted) {
      const today = dayOf(clock.now(), zone);
      const day = wanted === 'today' ? today : wanted === 'yesterday' ? previousDay(today) : wanted;
      const fault = dayFault(day);
      if (fault !== null)
        throw new RangeError(fault.replace('write a day', 'write today, yesterday or a day'));
      if (day > today) throw new RangeError(`${day} has not begun in ${zone}; choose ${today} or before`);
      const digest = await reader.day(day, day === today);
      const sent: SentDigest[] = [];
      for (const supervisor of supervisors) {
        try {
          await send(supervisor, renderDigest({ ...digest, language: supervisor.language }));
          sent.push({ supervisor: nameOf(supervisor), ok: true });
        } catch (error) {
          sent.push({ supervisor: nameOf(supervisor), ok: false, error: messageOf(error) });
        }
      }
      return sent;
    },
  };

  /**
   * The day of the first dialogue, if that is `day` or before: a supervisor of a service that was set up this morning
   * is not told that nobody answered yesterday. Asked until there is one, then remembered.
   */
  async function begunOn(day: Day): Promise<Day | null> {
    try {
      if (first === null || first > day) {
        const completedAt = await store.firstCompletedAt();
        first = completedAt && dayOf(completedAt, zone);
      }
      return first !== null && first <= day ? first : null;
    } catch (error) {
      log('error', 'The digests are tried again', { day, ...faultFields(error) });
      return null;
    }
  }

  async function sendClaimed(
    supervisor: Supervisor,
    day: Day,
    begun: Day,
    toldUntil: Date,
    read: (untold: Untold) => Promise<Omit<Digest, 'language'>>,
  ): Promise<void> {
    const key: DigestKey = { day, supervisor: nameOf(supervisor) };
    if (!(await claim(key))) return;
    const held = [key];
    const settle = async (done: boolean): Promise<void> => {
      // The days before have no message of their own, so they are kept without a time.
      for (const one of held) await settleOne(one, done, one === key ? toldUntil : undefined);
    };
    try {
      const last = await store.lastDigest(key.supervisor, day);
      const told = last ?? (await store.lastDigest(null, day));
      const days = untoldDays(firstUntold(told?.day ?? null, begun, day), day);
      for (const missed of days) {
        const other: DigestKey = { ...key, day: missed };
        if (await claim(other)) held.push(other);
        else return await settle(false); // another instance is telling that day; by the next call it has
      }
      const digest = await read({ days, since: last?.toldUntil ?? null });
      await send(supervisor, renderDigest({ ...digest, language: supervisor.language }));
    } catch (error) {
      const final = isFinal(error);
      await settle(final);
      if (!final) throw error;
      log('warn', 'The supervisor cannot be sent a digest', { ...key, ...faultFields(error) });
      return;
    }
    await settle(true);
    log('info', 'The digest was sent', { ...key });
  }

  function claim(key: DigestKey): Promise<boolean> {
    const now = clock.now();
    return store.claimDigest(key, now, new Date(now.getTime() + claimMs));
  }

  async function settleOne(key: DigestKey, done: boolean, toldUntil: Date | undefined): Promise<void> {
    try {
      await store.settleDigest(key, done, toldUntil);
    } catch (error) {
      // The claim ends by itself, and the digest is then sent, or sent once more.
      log('error', 'The outcome of a digest could not be kept', { ...key, done, ...faultFields(error) });
    }
  }
}

/** Whether the platform would refuse the message again. */
function isFinal(error: unknown): boolean {
  return error instanceof ChannelError && (error.code === 'unreachable' || error.code === 'rejected');
}

function nameOf({ channel, clientId }: Supervisor): string {
  return `${channel}:${clientId}`;
}
