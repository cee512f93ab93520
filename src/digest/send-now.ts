import pLimit from 'p-limit';
import { isMuted } from '../access/quiet-hours.ts';
import { scopeOf } from '../access/may.ts';
import type { People } from '../access/people.ts';
import type { Clock } from '../clock.ts';
import { faultFields, isKnown, messageOf } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { type Day, dayFault, dayOf, previousDay } from '../stats/period.ts';
import type { Deliver } from './delivery/deliver.ts';
import type { EnqueuePicture } from './delivery/picture.ts';
import { scopeKey } from './read/editions.ts';
import type { Figures, ReadFigures } from './read/read.ts';
import { uncrossed } from './read/targets.ts';
import { nameOf, type Recipient } from './delivery/recipient.ts';
import { aboutDay } from './reports.ts';

export interface SentDigest {
  /** `telegram:123` */
  supervisor: string;
  ok: boolean;
  /** Why it was not sent. */
  error?: string;
}

/**
 * Sends every supervisor a day's digest at once; it neither replaces nor is replaced by the daily one. Who has muted the
 * bot is left alone.
 * @param day `today` (so far), `yesterday` or `YYYY-MM-DD`
 * @throws {RangeError} for a day that does not exist or has not begun
 * @throws {StoreError} when the figures cannot be read
 */
export type SendDigestNow = (day: string) => Promise<SentDigest[]>;

export interface SendNowOptions {
  readFigures: ReadFigures;
  deliver: Deliver;
  enqueuePicture: EnqueuePicture;
  people: Pick<People, 'whoMay'>;
  zone: string;
  clock: Pick<Clock, 'now' | 'newId'>;
  log: Log;
}

/** Digests under way at once; how many a second the platform allows is the channel's business. */
const AT_ONCE = 10;

export function createSendNow(options: SendNowOptions): SendDigestNow {
  const { readFigures, deliver, enqueuePicture, people, zone, clock, log } = options;
  return async (wanted) => {
    const now = clock.now();
    // What is answered in this very millisecond is told as well.
    const asOf = new Date(now.getTime() + 1);
    const today = dayOf(now, zone);
    const day = dayMeant(wanted, today);
    const partial = day === today;
    const recipients = people.whoMay('receive_digests');
    // Before anything is sent, so that a store that is away is told to whoever asked.
    const figures = new Map<string, Figures>();
    for (const { person } of recipients) {
      const filter = scopeOf(person, 'receive_digests') ?? {};
      const key = scopeKey(filter);
      if (!figures.has(key))
        figures.set(key, await readFigures({ about: aboutDay(day), filter, asOf, partial }));
    }

    const send = async (recipient: Recipient): Promise<SentDigest> => {
      const supervisor = nameOf(recipient.chat);
      const known = figures.get(scopeKey(scopeOf(recipient.person, 'receive_digests') ?? {}));
      if (!known) throw new Error('figures of somebody are missing');
      if (isMuted(recipient.person.settings, now))
        return { supervisor, ok: false, error: 'muted by the supervisor' };
      const { standings, chart, ...rest } = known;
      try {
        const digest = { ...rest, targets: uncrossed(standings) };
        const choices = await deliver(recipient, digest, { about: aboutDay(day), asOf, byHand: true });
        await enqueuePicture(`now:${clock.newId()}`, recipient, chart, choices);
        return { supervisor, ok: true };
      } catch (error) {
        if (!isKnown(error)) log('error', 'A digest could not be sent', { ...faultFields(error) });
        return { supervisor, ok: false, error: messageOf(error) };
      }
    };
    return pLimit(AT_ONCE).map(recipients, send);
  };

  function dayMeant(wanted: string, today: Day): Day {
    const day = wanted === 'today' ? today : wanted === 'yesterday' ? previousDay(today) : wanted;
    const fault = dayFault(day);
    if (fault) throw new RangeError(fault.message.replace('write a day', 'write today, yesterday or a day'));
    if (day > today) throw new RangeError(`${day} has not begun in ${zone}; choose ${today} or before`);
    return day;
  }
}
