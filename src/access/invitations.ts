import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Chat, chatKey } from './chat.ts';
import type { Clock } from '../clock.ts';
import { StoreError } from '../errors.ts';
import type { RecordStore, StoredRecord } from '../store/ports/records.ts';

/** What a link of an invitation gave away. */
export interface Invitation {
  personId: string;
  /** The only channel on which it is valid. */
  channel: string;
  expiresAt: Date;
  /** The chat that was enrolled by it; null: none yet. */
  spentBy: string | null;
}

export interface Invitations {
  /**
   * Invites a person once on each of these channels. @returns the payload of each channel's link, of 29 characters of
   * A-Z a-z 0-9 _ - : what the store keeps does not give it away @throws {StoreError}
   */
  create(invited: {
    personId: string;
    channels: readonly string[];
    expiresAt: Date;
  }): Promise<Map<string, string>>;
  /**
   * @param payload of a `start`, untrusted @returns null: no invitation of this channel, or one that has expired
   * @throws {StoreError}
   */
  find(payload: string, channel: string): Promise<Invitation | null>;
  /**
   * Spends an invitation for a chat: of several chats at once one is first. @returns false: it was spent by another
   * chat, or is none any more. The same chat may spend it again, so that a repeated event ends as the first did.
   * @throws {StoreError}
   */
  spend(payload: string, chat: Pick<Chat, 'channel' | 'clientId'>): Promise<boolean>;
  /** Those that may still be opened, the last to expire first. @throws {StoreError} */
  open(): Promise<Invitation[]>;
}

export interface InvitationsOptions {
  store: RecordStore;
  clock: Pick<Clock, 'now' | 'newId'>;
}

const KIND = 'invitation';
/** `aw_` is what every payload of this service begins with. */
const PAYLOAD = /^aw_i_[A-Za-z0-9_-]{24,59}$/;
/** How many expired ones are deleted, and how many open ones are listed, at once. */
const PAGE = 1_000;
const TRIES = 10;

const invitationBody = z.object({
  personId: z.string(),
  channel: z.string(),
  spentBy: z.string().nullable(),
});

/** Whether the payload of a `start` may be an invitation. */
export const isInvitation = (payload: string | undefined): payload is string =>
  payload?.startsWith('aw_i_') ?? false;

export function createInvitations({ store, clock }: InvitationsOptions): Invitations {
  return {
    async create({ personId, channels, expiresAt }) {
      await store.forgetRecords(KIND, clock.now(), PAGE);
      const payloads = new Map<string, string>();
      for (const channel of channels) {
        // Two identifiers have the 144 random bits that nobody guesses.
        const payload = `aw_i_${clock.newId()}${clock.newId()}`;
        const body = { personId, channel, spentBy: null };
        await store.insertRecord({ kind: KIND, id: idOf(payload), at: expiresAt, tag: personId, body });
        payloads.set(channel, payload);
      }
      return payloads;
    },

    async find(payload, channel) {
      const record = await recordOf(payload);
      const invitation = record && read(record);
      return invitation?.channel === channel ? invitation : null;
    },

    async spend(payload, chat) {
      const by = chatKey(chat);
      for (let tries = 0; tries < TRIES; tries++) {
        const record = await recordOf(payload);
        if (record === null) return false;
        const { personId, channel, spentBy } = read(record);
        if (channel !== chat.channel) return false;
        if (spentBy !== null) return spentBy === by;
        if (await store.saveRecord({ ...record, body: { personId, channel, spentBy: by } })) return true;
      }
      throw new StoreError('an invitation was opened again and again at once; open it once more');
    },

    async open() {
      const records = await store.listRecords({ kind: KIND, from: clock.now(), limit: PAGE });
      return records.map(read).filter(({ spentBy }) => spentBy === null);
    },
  };

  async function recordOf(payload: string): Promise<StoredRecord | null> {
    const record = PAYLOAD.test(payload) ? await store.findRecord(KIND, idOf(payload)) : null;
    return record && record.at > clock.now() ? record : null;
  }
}

const read = ({ at, body }: StoredRecord): Invitation => ({ ...invitationBody.parse(body), expiresAt: at });

const idOf = (payload: string): string => createHash('sha256').update(payload).digest('hex');
