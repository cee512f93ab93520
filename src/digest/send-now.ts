import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { faultFields, isKnown, messageOf } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { dayFault, dayOf, previousDay } from '../stats/period.ts';
import type { SendDigest } from './job.ts';
import type { DigestReader } from './read.ts';
import { nameOf, type Recipient } from './recipient.ts';
import { renderDigest } from './render/render.ts';

export interface SentDigest {
  /** `telegram:123` */
  supervisor: string;
  ok: boolean;
  /** Why it was not sent. */
  error?: string;
}

/**
 * Sends every supervisor a day's digest at once; it neither replaces nor is replaced by the daily one.
 * @param day `today` (so far), `yesterday` or `YYYY-MM-DD`
 * @throws {RangeError} for a day that does not exist or has not begun
 * @throws {StoreError} when the figures cannot be read
 */
export type SendDigestNow = (day: string) => Promise<SentDigest[]>;

export interface SendNowOptions {
  reader: DigestReader;
  send: SendDigest;
  recipients: readonly Recipient[];
  zone: string;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** Digests under way at once; how many a second the platform allows is the channel's business. */
const AT_ONCE = 10;

export function createSendNow(options: SendNowOptions): SendDigestNow {
  const { reader, recipients, zone, clock, log } = options;
  return async (wanted) => {
    const today = dayOf(clock.now(), zone);
    const day = wanted === 'today' ? today : wanted === 'yesterday' ? previousDay(today) : wanted;
    const fault = dayFault(day);
    if (fault !== null) throw new RangeError(fault.replace('write a day', 'write today, yesterday or a day'));
    if (day > today) throw new RangeError(`${day} has not begun in ${zone}; choose ${today} or before`);
    const digest = await reader.day(day, day === today);
    const send = async (recipient: Recipient): Promise<SentDigest> => {
      try {
        await options.send(recipient, renderDigest({ ...digest, language: recipient.language }));
        return { supervisor: nameOf(recipient), ok: true };
      } catch (error) {
        if (!isKnown(error)) log('error', 'A digest could not be sent', { ...faultFields(error) });
        return { supervisor: nameOf(recipient), ok: false, error: messageOf(error) };
      }
    };
    return pLimit(AT_ONCE).map(recipients, send);
  };
}
