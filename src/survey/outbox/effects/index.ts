import type { OutboxEntry } from '../../../dialogue.ts';
import type { Effect } from '../../../scenario/survey.ts';
import { edit } from './edit.ts';
import type { EffectKind } from './effect-kind.ts';
import { enqueue } from './enqueue.ts';
import { send } from './send.ts';

/** Every kind of effect. */
const effects = { send, edit, enqueue } as const satisfies {
  [Kind in Effect['kind']]: EffectKind<Extract<Effect, { kind: Kind }>>;
};

/** The behaviour of an effect, typed for whatever effect it is. */
export const kindOf = (effect: Effect): EffectKind<Effect> =>
  effects[effect.kind] as unknown as EffectKind<Effect>;

/** See `EffectKind.inOrder`. */
export const isInOrder = ({ effect }: OutboxEntry): boolean => kindOf(effect).inOrder;

/** See `EffectKind.slot`. */
export const slotOf = (effect: Effect): string | null => kindOf(effect).slot(effect);

/** What concerns the client's chat no more once nothing can be sent there is left out; the rest is still to be done. */
export const withoutChat = (outbox: readonly OutboxEntry[]): OutboxEntry[] =>
  outbox.filter(({ effect }) => effect.kind === 'enqueue');
