import type { Message } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError, messageOf } from '../errors.ts';
import type { Language } from '../locales/index.ts';
import type { Log } from '../log.ts';
import { type Day, dayOf, dayRange, isDay, previousDay } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { DigestKey, Store } from '../store/store.ts';
import type { Digest } from './digest.ts';
import { latestDue } from './due.ts';
import { renderDigest } from './render.ts';

export interface Supervisor {
  channel: string;
  clientId: string;
  language: Language;
}

export interface DigestJobOptions {
  store: Pick<Store, 'claimDigest' | 'settleDigest' | 'listDialogues'>;
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
   * Sends each supervisor the digest that was due last, if it was due in the last 24 hours and nobody sent
   * it yet; nothing about days before the first dialogue. Safe to call at any time, by any number of instances. Never rejects: what fails is logged, and
   * sent by a later call if a repeat can help.
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

const catchUpMs = 24 * 60 * 60 * 1000;
/** After this a digest whose sender died is sent by another. Longer than any send takes. */
const claimMs = 5 * 60 * 1000;
const commentsRead = 500;

export function createDigestJob(options: DigestJobOptions): DigestJob {
  const { store, statistics, send, supervisors, zone, at, clock, log, target } = options;

  return {
    async catchUp() {
      const due = latestDue(clock.now(), at, zone);
      if (clock.now().getTime() - due.at.getTime() > catchUpMs) return;
      if (!(await hasBegun(due.day))) return;
      // Read once, and only if some digest is still to be sent.
      const digest = once(() => readDigest(due.day, false));
      for (const supervisor of supervisors) {
        try {
          await sendClaimed(supervisor, due.day, digest);
        } catch (error) {
          const fields = { supervisor: nameOf(supervisor), day: due.day, error: messageOf(error) };
          log('error', 'The digest was not sent; it is tried again', fields);
        }
      }
    },

    async sendNow(wanted) {
      const today = dayOf(clock.now(), zone);
      const day = wanted === 'today' ? today : wanted === 'yesterday' ? previousDay(today) : wanted;
      if (!isDay(day)) {
        throw new RangeError(`"${day}" is not a day; write today, yesterday or a day as YYYY-MM-DD`);
      }
      if (day > today) throw new RangeError(`${day} has not begun in ${zone}; choose ${today} or before`);
      const digest = await readDigest(day, day === today);
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

  /** A supervisor of a service that was set up this morning is not told that nobody answered yesterday. */
  async function hasBegun(day: Day): Promise<boolean> {
    try {
      const until = dayRange(day, zone).to;
      return (await store.listDialogues({ from: new Date(0), to: until, limit: 1 })).length > 0;
    } catch (error) {
      log('error', 'The digests are tried again', { day, error: messageOf(error) });
      return false;
    }
  }

  async function sendClaimed(
    supervisor: Supervisor,
    day: Day,
    digest: () => Promise<Omit<Digest, 'language'>>,
  ): Promise<void> {
    const key: DigestKey = { day, supervisor: nameOf(supervisor) };
    const now = clock.now();
    if (!(await store.claimDigest(key, now, new Date(now.getTime() + claimMs)))) return;
    try {
      await send(supervisor, renderDigest({ ...(await digest()), language: supervisor.language }));
    } catch (error) {
      const final = isFinal(error);
      await settle(key, final);
      if (!final) throw error;
      log('warn', 'The supervisor cannot be sent a digest', { ...key, error: messageOf(error) });
      return;
    }
    await settle(key, true);
    log('info', 'The digest was sent', { ...key });
  }

  async function settle(key: DigestKey, done: boolean): Promise<void> {
    try {
      await store.settleDigest(key, done);
    } catch (error) {
      // The claim ends by itself, and the digest is then sent, or sent once more.
      log('error', 'The outcome of a digest could not be kept', { ...key, done, error: messageOf(error) });
    }
  }

  async function readDigest(day: Day, partial: boolean): Promise<Omit<Digest, 'language'>> {
    const days = { from: day, to: day };
    const [{ summary, before, by }, worst] = await Promise.all([
      statistics.period({ ...days, by: ['team', 'operator'] }),
      statistics.comments(days, commentsRead),
    ]);
    const groups = { teams: by.team ?? [], operators: by.operator ?? [] };
    const figures = { summary, before: before.summary, ...groups, worst };
    return { day, partial, ...figures, ...(target === undefined ? {} : { target }) };
  }
}

/** Whether the platform would refuse the message again. */
function isFinal(error: unknown): boolean {
  return error instanceof ChannelError && (error.code === 'unreachable' || error.code === 'rejected');
}

function nameOf({ channel, clientId }: Supervisor): string {
  return `${channel}:${clientId}`;
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= read());
}
