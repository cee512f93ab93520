import { z } from 'zod';
import type { Dialogue } from '../dialogue.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { ClientStore, DialogueStore } from '../store/store.ts';
import { factsOf } from './alert.ts';
import { isPraise } from './announce.ts';
import type { Audience } from './telling/audience.ts';
import type { Escalation } from './escalation.ts';
import type { Praise } from './praise.ts';
import type { AlertRecords } from './records.ts';
import { callOf, type Spread } from './telling/spread.ts';
import { reflect } from './transitions.ts';

export interface RaiseOptions {
  store: Pick<DialogueStore, 'findDialogue'> & Pick<ClientStore, 'findClient'>;
  records: AlertRecords;
  audience: Audience;
  spread: Spread;
  escalation: Escalation;
  praise: Praise;
}

/** `at`: when the answer was given, in milliseconds since the epoch. */
const payloadSchema = z.object({ at: z.number() });

/**
 * The kind of job that brings a dialogue's alert to what the dialogue says now, and tells who is to be told. Those of
 * one dialogue run one after another; a repeat changes nothing and enqueues nothing new.
 */
export function createRaiseKind(options: RaiseOptions): JobKind {
  const { store, records, audience, spread, escalation, praise } = options;

  return jobKind(
    payloadSchema,
    async ({ at }, { origin }) => {
      if (!origin) return { state: 'given_up', reason: 'it names no dialogue' };
      const { channel, clientId, dialogueId } = origin;
      const dialogue = await store.findDialogue(channel, clientId, dialogueId);
      if (!dialogue) return { state: 'given_up', reason: 'its dialogue is not there any more' };
      await raise(dialogue, at);
      if (isPraise(dialogue)) await praise.enqueue(dialogue);
      return { state: 'done' };
    },
    { forgetAfterMs: 7 * 86_400_000, givesUpAfter: 'never' },
  );

  async function raise(dialogue: Dialogue, at: number): Promise<void> {
    const client = await store.findClient(dialogue.channel, dialogue.clientId);
    const facts = factsOf(dialogue, client?.name ?? null, client?.locale ?? null);
    const result = await records.change(dialogue.id, (before) => reflect(before, dialogue.id, facts, at));
    if (!result) return;
    const { alert } = result;
    await spread.update(alert);
    if (alert.state !== 'open') return;
    await spread.tell(alert, await audience.first(alert), callOf(alert, 0));
    await escalation.begin(alert);
  }
}
