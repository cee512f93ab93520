import { z } from 'zod';
import type { Chat, Person, PersonSettings } from '../../access/person.ts';
import { dayOf, isZone, momentOf } from '../../stats/period.ts';
import type { DeliveryTimes } from '../due.ts';

/** A chat to which digests go, and whose it is. */
export interface Recipient {
  chat: Chat;
  person: Person;
}

/** `telegram:123`; of a topic of a group `telegram:-100123:7`. */
export function nameOf({ channel, clientId, thread }: Chat): string {
  return `${channel}:${clientId}${thread === undefined ? '' : `:${thread}`}`;
}

/** A chat in the payload of a job. */
export const chatForm = z
  .object({ channel: z.string(), clientId: z.string(), thread: z.string().optional() })
  .transform(chatOf);

/** A chat as a payload holds it, without what else is known of it. */
export function chatOf(chat: { [Name in keyof Chat]: Chat[Name] | undefined }): Chat {
  const { channel, clientId, thread } = chat;
  return { channel, clientId, ...(thread !== undefined && { thread }) } as Chat;
}

export const isSameChat = (a: Chat, b: Chat): boolean => nameOf(a) === nameOf(b);

/** The service's own settings, for who has none. */
export interface ServiceTimes {
  /** The zone whose calendar days are reported. */
  zone: string;
  /** When digests come, `HH:MM`. */
  at: string;
}

export function timesOf({ settings }: Person, { zone, at }: ServiceTimes): DeliveryTimes {
  return { at: settings.digestAt ?? at, zone: ownZone(settings, zone), weekdays: settings.weekdays };
}

/** A zone that there is not, or not any more, is as none: one person's must not stop everybody's digests. */
function ownZone(settings: PersonSettings, zone: string): string {
  return settings.zone !== null && isZone(settings.zone) ? settings.zone : zone;
}

export function isMuted({ settings }: Person, now: Date): boolean {
  return settings.mutedUntil !== null && now.getTime() < settings.mutedUntil;
}

const night = { from: '22:00', to: '07:00' };

/** Whether it is night for a person, or one of the quiet hours that they chose: then nothing makes a sound. */
export function isQuiet({ settings }: Person, now: Date, zone: string): boolean {
  const local = ownZone(settings, zone);
  const { from, to } = settings.quiet ?? night;
  const today = dayOf(now, local);
  const [begins, ends] = [momentOf(today, from, local), momentOf(today, to, local)];
  return from < to ? now >= begins && now < ends : now >= begins || now < ends;
}
