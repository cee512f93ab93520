import type { Effect } from '../../../scenario/survey.ts';
import { type EffectKind, FIRST_RETRY_MS } from './effect-kind.ts';

/**
 * Work that goes anywhere else than into the client's chat: it becomes a job, whose key is the dialogue's and the
 * entry's. So a process that dies between the two repeats an insert, which is a no-op, and never the work.
 */
export const enqueue: EffectKind<Extract<Effect, { kind: 'enqueue' }>> = {
  inChat: false,
  inOrder: false,
  slot: () => null,
  failure: 'A job could not be enqueued',
  async perform({ job: { kind, payload, block, ordering } }, { id }, dialogue, { queue }) {
    const { channel, clientId, id: dialogueId } = dialogue;
    await queue.enqueue({
      // Keys of one moment run in their own order.
      key: `${kind}:${dialogueId}:${String(id).padStart(12, '0')}`,
      kind,
      payload,
      ordering: ordering ?? `dialogue:${dialogueId}`,
      origin: { channel, clientId, dialogueId, block: block ?? null },
    });
    return {};
  },
  afterFault: () => ({ kind: 'later', waitMs: FIRST_RETRY_MS }),
};
