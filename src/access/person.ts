import { z } from 'zod';
import { type Chat, chatKey } from './chat.ts';
import { languages } from '../locales/index.ts';
import { isZone } from '../stats/period.ts';
import { type Role, roles } from './roles.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What a person chose in `/settings`; `null` is the service's own setting. */
export const personSettings = z.object({
  /** When digests come, in `zone`. null: DIGEST_AT */
  digestAt: timeOfDay.nullable().default(null),
  /**
   * An IANA zone. It moves the delivery; days are those of REPORT_TIMEZONE. null: REPORT_TIMEZONE, also where this Node
   * does not know the zone that another did.
   */
  zone: z.string().refine(isZone).nullable().catch(null).default(null),
  /** On which days digests come: 1 is Monday, 7 Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).default([1, 2, 3, 4, 5, 6, 7]),
  reports: z
    .object({
      daily: z.boolean().default(true),
      weekly: z.boolean().default(true),
      monthly: z.boolean().default(true),
      shift: z.boolean().default(true),
    })
    .prefault({}),
  alerts: z.boolean().default(true),
  /** Between these, by the clock of `zone`, alerts wait and digests make no sound. null: never */
  quiet: z.object({ from: timeOfDay, to: timeOfDay }).nullable().default(null),
  /** Nothing is sent before, but answers to commands; milliseconds since the epoch. */
  mutedUntil: z.number().nullable().default(null),
  /** Whether a picture comes with the digest. */
  picture: z.boolean().default(true),
});
export type PersonSettings = z.output<typeof personSettings>;

const names = z.union([z.array(z.string()), z.literal('all')]);

/**
 * Somebody of the company, as the store keeps them; or a group of a platform, which is told what its members may know.
 * Their chats are records of their own, since a chat belongs to one person at most.
 */
export const personBody = z.object({
  kind: z.enum(['person', 'group']),
  name: z.string(),
  role: z.enum(Object.keys(roles) as [Role, ...Role[]]),
  language: z.enum(languages),
  /** The teams, channels and scenarios that the person looks after; all three must fit. */
  teams: names,
  channels: names,
  scenarios: names,
  /** The names under which the helpdesk knows an operator. */
  operators: z.array(z.string()),
  settings: personSettings.prefault({}),
});

/** See `personBody`. `seeded`: of SUPERVISORS, where the environment says that they are one. */
export interface Person extends z.output<typeof personBody> {
  id: string;
  chats: readonly Chat[];
  seeded: boolean;
  revision: number;
}

/** A chat, and whose it is. */
export interface Place {
  person: Person;
  chat: Chat;
}

const SEED = 'seed:';
/** The id of the person whom SUPERVISORS makes of a chat. */
export const seedId = (chat: Pick<Chat, 'channel' | 'clientId'>): string => `${SEED}${chatKey(chat)}`;
export const isSeed = (id: string): boolean => id.startsWith(SEED);
