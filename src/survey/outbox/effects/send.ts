import type { Effect } from '../../../scenario/survey.ts';
import { type EffectKind, FIRST_RETRY_MS } from './effect-kind.ts';

const LONGEST_RETRY_MS = 600_000;

/** A message into the client's chat; tried again with backoff until the survey expires. */
export const send: EffectKind<Extract<Effect, { kind: 'send' }>> = {
  inChat: true,
  inOrder: true,
  slot: () => null,
  failure: 'A message could not be sent',
  perform: ({ message }, _entry, { clientId }, { adapter, beforeRequest }) =>
    adapter().send(clientId, message, { beforeRequest }),
  afterFault({ attempts }, { survey }, fault, now) {
    // Only groups move, and no client is one.
    if (fault?.code === 'unreachable' || fault?.code === 'moved')
      return { kind: 'refused', reason: 'unreachable' };
    const over = survey?.expiresAt != null && now >= survey.expiresAt;
    if (fault?.code === 'rejected' || over) return { kind: 'refused', reason: 'undelivered' };
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
    return { kind: 'later', waitMs: fault?.retryAfterMs ?? backoff };
  },
};
