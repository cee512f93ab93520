import { type Chat, chatOf } from '../access/chat.ts';
import { may } from '../access/may.ts';
import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import type { Choice } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { Dialogue, DisputeVerdict } from '../dialogue.ts';
import { faultFields } from '../errors.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { createTranslator } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import type { DialogueStore } from '../store/store.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import { foldName, keptName } from '../text/names.ts';
import { disputeButton } from './buttons.ts';
import {
  type Dispute,
  disputedFacts,
  type DisputeEntry,
  disputeId,
  type DisputeLedger,
  standingOf,
} from './dispute.ts';
import { followUpJob } from './follow-up.ts';
import {
  type Author,
  authorIs,
  authorNamed,
  closedRefusal,
  decideRefusal,
  type Decision,
  raiseRefusal,
  type Refusal,
  verdictsOf,
  wordsRefusal,
} from './rules.ts';

export type Outcome<T> = { done: T } | { refused: Refusal };

/** What a person may do about the disputes of a dialogue. */
export interface DisputeOffer {
  /** Whether they may dispute its rating now. */
  raises: boolean;
  /** The dispute that waits for a decision; null: none does. */
  open: Dispute | null;
  /** How they may decide it. */
  verdicts: readonly DisputeVerdict[];
}

/**
 * Disputes of ratings. The ledger is written first, and decides every race; the dialogue follows it, at once and, where a
 * process dies in between, by a job that was enqueued before the ledger was written. So nothing that stands in the ledger
 * is missing from the figures for long. Methods reject with a StoreError.
 */
export interface Disputes {
  ledger: DisputeLedger;
  /** Why somebody may not dispute a rating now; null: they may. */
  refusalOf(dialogueId: string, person: Person): Promise<Refusal | null>;
  /** @param dialogue as it stands now */
  offerTo(dialogue: Dialogue, person: Person): Promise<DisputeOffer>;
  /** The button to dispute a dialogue's rating; null: there is nothing that this person may dispute. */
  offer: (dialogueId: string, person: Person) => Promise<Choice | null>;
  /** @param by who, in whose name, and where the verdict is to be told */
  raise(
    dialogueId: string,
    reason: string,
    by: { author: Author; person: Person; place: Chat | null },
  ): Promise<Outcome<Dispute>>;
  /** The same by a person outside of a chat: its verdict is told in their first one. */
  raiseBy(dialogueId: string, reason: string, person: Person): Promise<Outcome<Dispute>>;
  /** The same for an API key, in the name of somebody who has a chat. @returns null: there is nobody of that name or id */
  raiseAs(dialogueId: string, reason: string, name: string): Promise<Outcome<Dispute> | null>;
  /** Why somebody may not decide a dispute so; null: they may. @param person who must be allowed to; null: an API key */
  decisionRefusal(
    id: string,
    verdict: Decision['verdict'],
    by: { author: Author; person: Person | null },
  ): Promise<Refusal | null>;
  decide(
    id: string,
    decision: Decision,
    by: { author: Author; person: Person | null },
  ): Promise<Outcome<Dispute>>;
  /** The same by a person outside of a chat. */
  decideBy(id: string, decision: Decision, person: Person): Promise<Outcome<Dispute>>;
  /** The same in the name that an API key gives. */
  decideAs(id: string, decision: Decision, name: string): Promise<Outcome<Dispute>>;
}

export interface DisputesOptions {
  store: Pick<DialogueStore, 'findDialogueById'>;
  ledger: DisputeLedger;
  people: Pick<People, 'all'>;
  operations: Pick<DialogueOperations, 'noteDisputes'>;
  queue: Pick<JobQueue, 'enqueue'>;
  clock: Pick<Clock, 'now' | 'newId'>;
  log: Log;
}

export function createDisputes(options: DisputesOptions): Disputes {
  const { store, ledger, people, operations, queue, clock, log } = options;

  const disputes: Disputes = {
    ledger,
    async refusalOf(dialogueId, person) {
      const found = await look(dialogueId, person);
      return 'refused' in found ? found.refused : null;
    },

    async offerTo(dialogue, person) {
      const all = await ledger.ofDialogue(dialogue.id);
      const last = all.at(-1);
      const open = last?.state === 'open' ? last : null;
      return {
        raises: raiseRefusal(person, dialogue, all, clock.now()) === null,
        open,
        verdicts: open ? verdictsOf(person, open, dialogue) : [],
      };
    },

    async offer(dialogueId, person) {
      const refused = await disputes.refusalOf(dialogueId, person);
      return refused ? null : disputeButton(dialogueId, createTranslator(person.language));
    },

    async raise(dialogueId, words, { author, person, place }) {
      const reason = words.trim();
      const found = await look(dialogueId, person);
      if ('refused' in found) return found;
      const { dialogue, earlier } = found.done;
      const wrong = wordsRefusal({ reason }, dialogue.operator);
      if (wrong) return { refused: wrong };
      const n = earlier + 1;
      const entry = entryOf('raised', author, reason);
      const facts = disputedFacts(dialogue, dialogue.rating ?? 0);
      await followUp(disputeId(dialogueId, n), 1);
      if (!(await ledger.open(n, { dialogue: facts, place }, entry))) {
        const other = await ledger.find(disputeId(dialogueId, n));
        const by = other?.entries[0].who.name ?? '';
        return { refused: (other && closedRefusal(other)) ?? { code: 'open', by } };
      }
      return settled(disputeId(dialogueId, n), dialogueId);
    },

    raiseBy(dialogueId, reason, person) {
      const [chat] = person.chats;
      const by = { author: authorIs(person), person, place: chat ? chatOf(chat) : null };
      return disputes.raise(dialogueId, reason, by);
    },

    async raiseAs(dialogueId, reason, name) {
      const person = people
        .all()
        .filter(({ kind }) => kind === 'person')
        .find((one) => one.id === name || foldName(one.name) === foldName(name));
      if (!person || person.chats.length === 0) return null;
      return disputes.raiseBy(dialogueId, reason, person);
    },

    async decisionRefusal(id, verdict, by) {
      const found = await lookAt(id, verdict, by);
      return 'refused' in found ? found.refused : null;
    },

    async decide(id, { verdict, reason: words, operator: named }, by) {
      const found = await lookAt(id, verdict, by);
      if ('refused' in found) return found;
      const { dispute, dialogue } = found.done;
      const reason = words.trim();
      const operator = verdict === 'another_operator' ? keptName(named ?? '') : undefined;
      const decision = { verdict, reason, ...(operator !== undefined && { operator }) };
      const wrong = wordsRefusal(decision, dialogue.operator);
      if (wrong) return { refused: wrong };
      const entry = { ...entryOf(verdict, by.author, reason), ...(operator !== undefined && { operator }) };
      await followUp(id, dispute.entries.length + 1);
      if (await ledger.add(dispute, entry)) return settled(id, dialogue.id);
      // An open dispute has one entry, so whoever was first has decided it.
      const now = await ledger.find(id);
      return { refused: (now && closedRefusal(now)) ?? { code: 'unknown_dispute' } };
    },

    decideBy: (id, decision, person) => disputes.decide(id, decision, { author: authorIs(person), person }),

    decideAs: (id, decision, name) =>
      disputes.decide(id, decision, { author: authorNamed(name, people.all()), person: null }),
  };
  return disputes;

  async function look(
    dialogueId: string,
    person: Person,
  ): Promise<Outcome<{ dialogue: Dialogue; earlier: number }>> {
    const dialogue = await store.findDialogueById(dialogueId);
    if (!dialogue) return { refused: { code: 'unknown_dialogue' } };
    const earlier = await ledger.ofDialogue(dialogueId);
    const refused = raiseRefusal(person, dialogue, earlier, clock.now());
    return refused ? { refused } : { done: { dialogue, earlier: earlier.length } };
  }

  async function lookAt(
    id: string,
    verdict: Decision['verdict'],
    { author, person }: { author: Author; person: Person | null },
  ): Promise<Outcome<{ dispute: Dispute; dialogue: Dialogue }>> {
    const dispute = await ledger.find(id);
    const dialogue = dispute && (await store.findDialogueById(dispute.dialogue.id));
    if (!dialogue) return { refused: { code: 'unknown_dispute' } };
    const allowed = verdict === 'withdrawn' || !person || may(person, 'decide_disputes', dialogue);
    if (!allowed) return { refused: { code: 'not_allowed' } };
    const refused = decideRefusal(author, dispute, verdict, dialogue.operator);
    return refused ? { refused } : { done: { dispute, dialogue } };
  }

  function entryOf(what: DisputeEntry['what'], { id, name }: Author, why: string): DisputeEntry {
    return { at: clock.now().getTime(), who: { id, name }, what, why };
  }

  function followUp(id: string, entries: number): Promise<boolean> {
    return queue.enqueue(followUpJob(id, entries, clock));
  }

  /** What was written to the ledger is brought onto the dialogue; what fails here the job does. */
  async function settled(id: string, dialogueId: string): Promise<Outcome<Dispute>> {
    await operations
      .noteDisputes({ id: dialogueId }, async () => standingOf(await ledger.ofDialogue(dialogueId)))
      .catch((error: unknown) => {
        log('warn', 'A dispute is brought onto its dialogue later', { dispute: id, ...faultFields(error) });
      });
    const dispute = await ledger.find(id);
    return dispute ? { done: dispute } : { refused: { code: 'unknown_dispute' } };
  }
}
