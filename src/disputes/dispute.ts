import { z } from 'zod';
import { chatSchema } from '../access/chat.ts';
import { type Dialogue, disputeVerdicts } from '../dialogue.ts';
import type { RecordStore, StoredRecord } from '../store/ports/records.ts';
import type { DisputesOfRating } from '../survey/operations/changes.ts';

export const disputeStates = ['open', ...disputeVerdicts] as const;
export type DisputeState = (typeof disputeStates)[number];

/** Something that was done in a dispute. */
const entry = z.object({
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** `id`: of a person, or of a group's member who is none (`telegram:123`); null: named by an API key. */
  who: z.object({ id: z.string().nullable(), name: z.string() }),
  what: z.enum(['raised', ...disputeVerdicts]),
  why: z.string(),
  /** With `another_operator`: whose the rating is. */
  operator: z.string().optional(),
});
export type DisputeEntry = z.output<typeof entry>;

const name = z.string().nullable();
const body = z.object({
  /** The dialogue, as it stood when its rating was disputed. */
  dialogue: z.object({
    id: z.string(),
    externalId: z.string(),
    channel: z.string(),
    scenario: z.string(),
    operator: name,
    team: name,
    topic: name,
    scale: name,
    rating: z.number(),
  }),
  /** Where its verdict is told; null: nowhere, since who raised it has no chat. */
  place: chatSchema.nullable(),
  /** Oldest first; entries are added and never changed. The first says that it was raised. */
  entries: z.tuple([entry], entry),
});

/** A dispute about the rating of a dialogue. */
export interface Dispute extends z.output<typeof body> {
  /** `<the dialogue's id>.<1, 2, ...>`: of the disputes of one dialogue only the last may be open. */
  id: string;
  raisedAt: Date;
  state: DisputeState;
  revision: number;
}

/** Which disputes are listed, the newest first. */
export interface DisputeQuery {
  state?: DisputeState;
  /** Only those that were raised in [from, to). */
  from?: Date;
  to?: Date;
  /** Only what follows this one in the list. */
  after?: { at: Date; id: string };
  /** 1..1001. */
  limit: number;
}

const kind = 'dispute';
/** How many are read at once. */
const PAGE = 200;

/** The ledger of disputes. Its methods reject with a StoreError. */
export interface DisputeLedger {
  find(id: string): Promise<Dispute | null>;
  list(query: DisputeQuery): Promise<Dispute[]>;
  /** The same to the end of the list, read some at a time. */
  each(query: Omit<DisputeQuery, 'limit'>): AsyncGenerator<Dispute>;
  /** All disputes of a dialogue, the oldest first. */
  ofDialogue(dialogueId: string): Promise<Dispute[]>;
  /** Keeps a new dispute, the `n`th of its dialogue. False: there is one already. */
  open(n: number, dispute: Omit<z.output<typeof body>, 'entries'>, raised: DisputeEntry): Promise<boolean>;
  /** Adds an entry. False: somebody else has added one since `dispute` was read. */
  add(dispute: Dispute, added: DisputeEntry): Promise<boolean>;
}

export function createDisputeLedger(
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>,
): DisputeLedger {
  const find = async (id: string): Promise<Dispute | null> => {
    const found = await store.findRecord(kind, id);
    return found && toDispute(found);
  };
  const list = async ({ state, ...query }: DisputeQuery): Promise<Dispute[]> =>
    (await store.listRecords({ kind, ...query, ...(state && { tag: state }) })).map(toDispute);
  return {
    find,
    list,
    async *each(query) {
      for (let { after } = query; ; ) {
        const page = await list({ ...query, ...(after && { after }), limit: PAGE });
        yield* page;
        const last = page.at(-1);
        if (page.length < PAGE || !last) return;
        after = { at: last.raisedAt, id: last.id };
      }
    },
    async ofDialogue(dialogueId) {
      const disputes: Dispute[] = [];
      for (let n = 1; ; n++) {
        const found = await find(disputeId(dialogueId, n));
        if (!found) return disputes;
        disputes.push(found);
      }
    },
    open: (n, dispute, raised) =>
      store.insertRecord({
        kind,
        id: disputeId(dispute.dialogue.id, n),
        at: new Date(raised.at),
        tag: 'open' satisfies DisputeState,
        body: { ...dispute, entries: [raised] },
      }),
    add: ({ id, raisedAt, revision, dialogue, place, entries }, added) => {
      const kept = { dialogue, place, entries: [...entries, added] };
      return store.saveRecord({ kind, id, at: raisedAt, tag: added.what, body: kept, revision });
    },
  };
}

export const disputeId = (dialogueId: string, n: number): string => `${dialogueId}.${n}`;

function toDispute({ id, at, body: kept, revision }: StoredRecord): Dispute {
  const read = body.parse(kept);
  const { what } = lastEntry(read);
  return { ...read, id, raisedAt: at, state: what === 'raised' ? 'open' : what, revision };
}

export const lastEntry = ({ entries }: Pick<Dispute, 'entries'>): DisputeEntry =>
  entries.at(-1) ?? entries[0];

/** What the disputes of a dialogue, the oldest first, make of it. */
export function standingOf(disputes: readonly Dispute[]): DisputesOfRating {
  const last = disputes.at(-1)?.state;
  const steps = disputes.flatMap(({ entries }) => entries.map(stepOf));
  return { steps, disputed: last === 'open' || last === 'upheld' || last === 'partly' };
}

function stepOf({ at, who, what, why, operator }: DisputeEntry): DisputesOfRating['steps'][number] {
  const how = { at, by: who.name, reason: why };
  if (what === 'raised') return { what: 'disputed', ...how };
  return { what: 'dispute_decided', ...how, verdict: what, ...(operator !== undefined && { operator }) };
}

/** What is kept of a dialogue whose rating is disputed. @param rating its rating */
export function disputedFacts(dialogue: Dialogue, rating: number): Dispute['dialogue'] {
  const { id, externalId, channel, scenario, operator, team, topic, scale } = dialogue;
  return { id, externalId, channel, scenario, operator, team, topic, scale, rating };
}
