import { type Chat, topicKey } from '../../access/chat.ts';
import type { Person } from '../../access/person.ts';
import { zoneOf } from '../../access/quiet-hours.ts';
import type { DeliveryTimes } from '../due.ts';

/** A chat to which digests go, and whose it is. */
export interface Recipient {
  chat: Chat;
  person: Person;
}

/** The key of a chat, under which a group stays known that has become a supergroup: nothing is told there twice. */
export const nameOf = (chat: Chat): string => topicKey({ ...chat, clientId: chat.first ?? chat.clientId });

/** The service's own settings, for who has none. */
export interface ServiceTimes {
  /** The zone whose calendar days are reported. */
  zone: string;
  /** When digests come, `HH:MM`. */
  at: string;
}

export function timesOf({ settings }: Person, { zone, at }: ServiceTimes): DeliveryTimes {
  return { at: settings.digestAt ?? at, zone: zoneOf(settings, zone), weekdays: settings.weekdays };
}
