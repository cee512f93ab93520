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

export function createSendNow({ reader, send, recipients, zone, clock, log }: SendNowOptions): SendDigestNow {
  return async (wanted) => {
    const today = dayOf(clock.now(), zone);
    const day = wanted === 'today' ? today : wanted === 'yesterday' ? previousDay(today) : wanted;
    const fault = dayFault(day);
    if (fault !== null) throw new RangeError(fault.replace('write a day', 'write today, yesterday or a day'));
    if (day > today) throw new RangeError(`${day} has not begun in ${zone}; choose ${today} or before`);
    const digest = await reader.day(day, day === today);
    const sent: SentDigest[] = [];
    for (const recipient of recipients) {
      try {
        await send(recipient, renderDigest({ ...digest, language: recipient.language }));
        sent.push({ supervisor: nameOf(recipient), ok: true });
      } catch (error) {
        if (!isKnown(error)) log('error', 'A digest could not be sent', { ...faultFields(error) });
        sent.push({ supervisor: nameOf(recipient), ok: false, error: messageOf(error) });
      }
    }
    return sent;
  };
}
