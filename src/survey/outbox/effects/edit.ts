import type { Effect } from '../../../scenario/survey.ts';
import { type EffectKind, FIRST_RETRY_MS } from './effect-kind.ts';

const ATTEMPTS = 5;

/** Another text or keyboard of a message that was sent. It only tidies up: it waits when the platform says so, and not for ever. */
export const edit: EffectKind<Extract<Effect, { kind: 'edit' }>> = {
  inChat: true,
  inOrder: false,
  slot: ({ messageId }) => messageId,
  failure: 'A message could not be edited',
  async perform({ messageId, message }, _entry, { clientId }, { adapter }) {
    await adapter().edit?.(clientId, messageId, message);
    return {};
  },
  afterFault({ attempts }, _dialogue, fault) {
    const again = fault?.code === 'rate_limited' && attempts + 1 < ATTEMPTS;
    return again ? { kind: 'later', waitMs: fault.retryAfterMs ?? FIRST_RETRY_MS } : { kind: 'done' };
  },
};
