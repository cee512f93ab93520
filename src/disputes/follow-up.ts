/** The jobs of disputes: what is written in the ledger is brought onto the dialogue, and told. */
import { z } from 'zod';
import { type Chat, chatOf, chatSchema, topicKey } from '../access/chat.ts';
import { may, type Subject } from '../access/may.ts';
import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import type { ChannelAdapter, Message } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { Dialogue } from '../dialogue.ts';
import { ChannelError, StoreError } from '../errors.ts';
import { endOfRefusal } from '../jobs/end-of-refusal.ts';
import { type JobEnd, type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue, JobRequest } from '../jobs/queue.ts';
import { createTranslator } from '../locales/index.ts';
import type { DialogueStore } from '../store/store.ts';
import type { Messenger } from '../survey/messenger.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import { type Dispute, type DisputeLedger, standingOf } from './dispute.ts';
import { isOperator } from './rules.ts';
import { type ToldMessages } from './told.ts';
import { disputeMessage, type ShownDispute, verdictMessage } from './words.ts';
import type { DialogueUrl } from '../text/dialogue-url.ts';

export interface FollowUpOptions {
  store: Pick<DialogueStore, 'findDialogueById'>;
  ledger: DisputeLedger;
  told: ToldMessages;
  people: Pick<People, 'whoMay' | 'place' | 'current' | 'fresh'>;
  operations: Pick<DialogueOperations, 'noteDisputes'>;
  queue: Pick<JobQueue, 'enqueue'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'edit'>>;
  send: Messenger;
  urlOf: DialogueUrl;
  clock: Pick<Clock, 'now'>;
}

/** After so long the ledger has been written, if the process that enqueued the job lives. */
const WRITTEN_AFTER_MS = 1_000;
/** So often a job looks for what was to be written; then that process died before it wrote. */
const MOST_LOOKS = 3;
/** By then nobody asks what became of such a job. */
const FORGET_AFTER_MS = 30 * 86_400_000;

const followed = z.object({ dispute: z.string(), entries: z.number() });

/**
 * To be enqueued before the ledger is written: were it enqueued after that, a process that dies in between would leave
 * the dialogue as it was and everybody untold. Each try to write has a job of its own, since one may come to nothing.
 * @param entries how many the ledger has of the dispute then
 */
export function followUpJob(
  dispute: string,
  entries: number,
  clock: Pick<Clock, 'now' | 'newId'>,
): JobRequest {
  return {
    kind: 'dispute',
    key: `dispute:${dispute}:${entries}:${clock.newId()}`,
    payload: { dispute, entries } satisfies z.output<typeof followed>,
    runAt: new Date(clock.now().getTime() + WRITTEN_AFTER_MS),
  };
}

/** The chats of those who may decide a dispute. @param subject its dialogue, of whose operator it is about */
export function decidersOf(
  people: Pick<People, 'whoMay'>,
  { entries: [{ who: raiser }] }: Pick<Dispute, 'entries'>,
  subject: Subject,
): Array<{ chat: Chat; person: Person }> {
  return people
    .whoMay('decide_disputes', subject)
    .filter(({ person }) => person.id !== raiser.id && !isOperator(person, subject.operator));
}

const telling = z.object({
  dispute: z.string(),
  chat: chatSchema,
  /** Whose chat it is. */
  person: z.string(),
  /** `decider`: shown the dispute, in a message that is kept up to date; `raiser`: told the verdict. */
  as: z.enum(['decider', 'raiser']),
});
type Telling = z.output<typeof telling>;

/** The kinds of job of disputes, by name. */
export function createFollowUpKinds(options: FollowUpOptions): { dispute: JobKind; dispute_tell: JobKind } {
  const { store, ledger, told, people, operations, queue, channels, send, urlOf, clock } = options;

  return {
    dispute: jobKind(
      followed,
      async ({ dispute: id, entries }, { number }) => {
        const dispute = await ledger.find(id);
        if (!dispute || dispute.entries.length < entries) {
          if (number >= MOST_LOOKS) return { state: 'done', result: 'nothing was written' };
          throw new StoreError('the ledger of disputes is not written yet');
        }
        const { id: dialogueId } = dispute.dialogue;
        const read = async () => standingOf(await ledger.ofDialogue(dialogueId));
        const dialogue = await operations.noteDisputes({ id: dialogueId }, read);
        if (dialogue) for (const one of await tellings(dispute, dialogue)) await enqueueTelling(dispute, one);
        return { state: 'done' };
      },
      { forgetAfterMs: FORGET_AFTER_MS },
    ),
    dispute_tell: jobKind(telling, tell, { forgetAfterMs: FORGET_AFTER_MS }),
  };

  /** Who is to be told of a dispute as it stands now. */
  async function tellings(dispute: Dispute, dialogue: Dialogue): Promise<Telling[]> {
    const { id, state, place } = dispute;
    if (state === 'open') {
      await people.fresh();
      return decidersOf(people, dispute, dialogue).map(({ chat, person }) => ({
        dispute: id,
        chat: chatOf(chat),
        person: person.id,
        as: 'decider',
      }));
    }
    const shown = (await told.list(id)).map(
      ({ chat, person }): Telling => ({ dispute: id, chat, person, as: 'decider' }),
    );
    const owner = state === 'withdrawn' ? null : place && (await people.place(place));
    return place && owner
      ? [...shown, { dispute: id, chat: place, person: owner.person.id, as: 'raiser' }]
      : shown;
  }

  async function enqueueTelling({ entries }: Dispute, one: Telling): Promise<void> {
    const { dispute, chat, person, as } = one;
    const { mutedUntil } = (await people.current(person))?.settings ?? { mutedUntil: null };
    const now = clock.now().getTime();
    await queue.enqueue({
      kind: 'dispute_tell',
      key: `dispute_tell:${dispute}:${entries.length}:${as}:${topicKey(chat)}`,
      ordering: `dispute_tell:${dispute}:${topicKey(chat)}`,
      payload: one,
      runAt: new Date(Math.max(now, mutedUntil ?? 0)),
    });
  }

  async function tell(one: Telling, { confirm }: { confirm: () => Promise<void> }): Promise<JobEnd> {
    const dispute = await ledger.find(one.dispute);
    const place = await people.place(one.chat);
    const dialogue = dispute && (await store.findDialogueById(dispute.dialogue.id));
    if (!dialogue) return { state: 'given_up', reason: 'the dispute or its dialogue is there no more' };
    const person = place?.person;
    if (!place || person?.id !== one.person)
      return { state: 'given_up', reason: 'the chat is nobody’s any more' };
    const here = { ...one, chat: chatOf(place.chat) };
    try {
      return await (one.as === 'raiser'
        ? tellVerdict(here, shownTo(person, dispute, dialogue), person, confirm)
        : show(here, shownTo(person, dispute, dialogue), person, confirm));
    } catch (error) {
      return endOfRefusal(error);
    }
  }

  async function tellVerdict(
    { chat }: Telling,
    shown: ShownDispute,
    { language }: Person,
    confirm: () => Promise<void>,
  ): Promise<JobEnd> {
    await send(chat, verdictMessage(createTranslator(language), shown), { beforeRequest: confirm });
    return { state: 'done' };
  }

  /** Has the chat show the dispute as it stands: edits the message that is there, or sends one. */
  async function show(
    { chat }: Telling,
    shown: ShownDispute,
    person: Person,
    confirm: () => Promise<void>,
  ): Promise<JobEnd> {
    const { dispute, dialogue } = shown;
    const before = await told.find(dispute.id, chat);
    const entries = dispute.entries.length;
    if (before && before.entries >= entries) return { state: 'done' };
    const isOver = dispute.state !== 'open';
    // Who was never told of it need not hear that it is over, and who was moved elsewhere meanwhile no more of it.
    if (!before && isOver) return { state: 'done' };
    if (!may(person, 'decide_disputes', dialogue)) return { state: 'done' };
    const message = disputeMessage(createTranslator(person.language), shown);
    const messageId =
      (before && (await edited(chat, before.messageId, message, confirm))) ??
      (await send(chat, message, { beforeRequest: confirm })).messageId;
    await told.keep(dispute.id, { chat, person: person.id, messageId, entries }, clock.now());
    return { state: 'done' };
  }

  /** @returns null: the platform cannot edit, or the message is gone, so another one is to be sent */
  async function edited(
    { channel, clientId }: Chat,
    messageId: string,
    message: Message,
    confirm: () => Promise<void>,
  ): Promise<string | null> {
    const adapter = channels.get(channel);
    if (!adapter?.edit) return null;
    await confirm();
    try {
      await adapter.edit(clientId, messageId, message);
      return messageId;
    } catch (error) {
      if (error instanceof ChannelError && error.code === 'rejected') return null;
      throw error;
    }
  }

  function shownTo(person: Person, dispute: Dispute, dialogue: Dialogue): ShownDispute {
    const withComment = may(person, 'read_comments', dialogue);
    return { dispute, dialogue, withComment, url: urlOf(dialogue.externalId) };
  }
}
