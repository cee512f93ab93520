import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { StoreError } from '../../errors.ts';
import type { RecordStore, StoredRecord } from '../../store/ports/records.ts';
import { linkRecord } from './kinds.ts';

/** What the token of a sign-in link is good for. `unknown` is also one that expired more than a day ago. */
export type SignInLink =
  | { state: 'valid'; personId: string }
  | { state: 'spent'; personId: string }
  | { state: 'expired'; personId: string }
  | { state: 'unknown' };

/** Sign-in links, each good once and for five minutes. Every method throws a StoreError. */
export interface SignInLinks {
  /** @returns the token of a new link, of 24 characters of A-Z a-z 0-9 _ - with 144 random bits; a hash of it is kept */
  offer(personId: string): Promise<string>;
  /** Does not spend it. @param token untrusted */
  look(token: string): Promise<SignInLink>;
  /** Of several at once, one is told `valid`; the others, and all later ones, are told `spent`. @param token untrusted */
  spend(token: string): Promise<SignInLink>;
}

export interface SignInLinksOptions {
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'saveRecord'>;
  clock: Pick<Clock, 'now' | 'newId'>;
}

/** How long a link is good. */
export const linkMinutes = 5;
const LINK_MS = linkMinutes * 60_000;
const TOKEN = /^[A-Za-z0-9_-]{24}$/;
const TRIES = 10;

const linkBody = z.object({
  personId: z.string(),
  /** In milliseconds since the epoch; null: it was not spent. */
  spentAt: z.number().nullable().default(null),
});

export function createSignInLinks({ store, clock }: SignInLinksOptions): SignInLinks {
  return {
    async offer(personId) {
      const token = `${clock.newId()}${clock.newId()}`;
      const at = new Date(clock.now().getTime() + LINK_MS);
      const body = { personId, spentAt: null };
      await store.insertRecord({ kind: linkRecord, id: idOf(token), at, tag: personId, body });
      return token;
    },

    look: async (token) => stateOf(await recordOf(token)),

    async spend(token) {
      for (let tries = 0; tries < TRIES; tries++) {
        const record = await recordOf(token);
        const link = stateOf(record);
        if (!record || link.state !== 'valid') return link;
        const body = { personId: link.personId, spentAt: clock.now().getTime() };
        if (await store.saveRecord({ ...record, body })) return link;
      }
      throw new StoreError('a sign-in link was spent again and again at once; open it once more');
    },
  };

  async function recordOf(token: string): Promise<StoredRecord | null> {
    return TOKEN.test(token) ? store.findRecord(linkRecord, idOf(token)) : null;
  }

  function stateOf(record: StoredRecord | null): SignInLink {
    if (!record) return { state: 'unknown' };
    const { personId, spentAt } = linkBody.parse(record.body);
    if (spentAt !== null) return { state: 'spent', personId };
    return record.at > clock.now() ? { state: 'valid', personId } : { state: 'expired', personId };
  }
}

const idOf = (token: string): string => createHash('sha256').update(token).digest('hex');
