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

/** What is still to be done when nothing can be sent to the client any more. */
export const withoutChat = (outbox: readonly OutboxEntry[]): OutboxEntry[] =>
  outbox.filter(({ effect }) => !kindOf(effect).inChat);
