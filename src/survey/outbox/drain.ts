import { faultFields } from '../../errors.ts';
import type { Dialogue, OutboxEntry } from '../../dialogue.ts';
import { type BesideOptions, createBeside } from './beside.ts';
import type { DeliveryResult } from './effects/effect-kind.ts';
import { isInOrder, withoutChat } from './effects/index.ts';
import type { HeldDialogue } from './held-dialogue.ts';
import { type Announce, notAsked, wasDelivered, withPrompt, withSaid } from '../progress.ts';

/** Carries one dialogue's outbox out: messages one after another, the rest beside them. */
export interface Drain {
  held: HeldDialogue;
  /** Resolves when nothing is left to be done now, or it is another instance's business. @throws {StoreError} */
  run(): Promise<void>;
  /** Says that the dialogue has changed. */
  poke(): void;
}

export interface DrainOptions extends BesideOptions {
  /** Keeps that the client cannot be reached, and `save`s in one go with it. */
  onUnreachable(save: () => Promise<unknown>): Promise<void>;
  announce: Announce;
  isStopping: () => boolean;
  /** Resolves when the process is told to stop. */
  stopped: Promise<void>;
}

const WAIT_FOR_EDITS_MS = 2_000;
const LONGEST_MARK_PAUSE_MS = 30_000;

type Outcome = { entry: OutboxEntry; result: DeliveryResult };

export function createDrain(options: DrainOptions): Drain {
  const { held, lease, delivery, clock, log, inTurn, announce, isStopping } = options;
  const beside = createBeside(options);
  let poke = (): void => {};

  return { held, run, poke: () => poke() };

  async function run(): Promise<void> {
    while (!isStopping()) {
      const poked = new Promise<void>((resolve) => {
        poke = resolve;
      });
      const { outbox } = held.current();
      const next = outbox.find(isInOrder);
      if (next && isDue(next)) {
        const result = await send(next);
        if (result?.kind === 'withdrawn') return;
        // The edit of the used keyboard went out beside it, and is mostly there in time for the same write.
        if (result && beside.pending() > 0) {
          const { over, cancel } = timeout(WAIT_FOR_EDITS_MS);
          await Promise.race([beside.settled(), poked, over]);
          cancel();
        }
        if (result) await settle({ entry: next, result });
      } else if (outbox.some(beside.isToBegin)) {
        if (!(await held.mayGoOn())) return;
        beside.begin();
      } else if (beside.pending() > 0) {
        // A message that comes meanwhile does not wait for them.
        await Promise.race([beside.settled(), poked]);
      } else if (outbox.some(beside.isDone)) {
        await held.update((dialogue) => strikeOff(dialogue, null), true);
      } else {
        return;
      }
    }
  }

  /** Sends one message once its turn has come. @returns undefined when it is not to be sent any more */
  function send(entry: OutboxEntry): Promise<DeliveryResult | undefined> {
    return inTurn('send', async () => {
      if (isStopping() || !(await held.mayGoOn())) return { kind: 'withdrawn' };
      if (!isLeft(entry)) return undefined;
      const isSkipped = (): boolean => isWithdrawn(held.current(), entry);
      if (isSkipped()) return { kind: 'skipped' };
      if (isAnswered(held.current(), entry)) return { kind: 'done' };
      const stopRenewing = held.keepRenewing();
      try {
        const mayStart = async (): Promise<boolean> =>
          (await held.mayGoOn()) && isLeft(entry) && !isSkipped();
        const sending = delivery.perform(held.current(), entry, mayStart);
        beside.begin();
        const result = await sending;
        return result.kind === 'withdrawn' && isLeft(entry) && isSkipped() ? { kind: 'skipped' } : result;
      } finally {
        stopRenewing();
      }
    });
  }

  /** Writes down what became of a message; that it was sent is not forgotten while the store is away. */
  async function settle(outcome: Outcome): Promise<void> {
    const { entry, result } = outcome;
    // Nothing waits for the mark of the last message: should the process be killed before it is written, that message
    // is sent once more.
    const isLast = !held.current().outbox.some((other) => isInOrder(other) && other.id !== entry.id);
    const mayWait = isLast && result.kind === 'done';
    const save = (): Promise<boolean> => held.update((dialogue) => strikeOff(dialogue, outcome), mayWait);
    if (result.kind === 'refused' && result.reason === 'unreachable') return options.onUnreachable(save);
    for (let tries = 0; ; tries++) {
      try {
        await save();
        break;
      } catch (error) {
        if (result.kind !== 'done' || isStopping()) throw error;
        if (tries === 0) {
          log('error', 'A message was sent, which could not be saved', { ...faultFields(error) });
        }
        const pause = Math.min(1_000 * 2 ** tries, LONGEST_MARK_PAUSE_MS);
        await Promise.race([timeout(pause).over, options.stopped]);
      }
    }
    if (result.kind === 'later') options.onLater(entry.id, result.waitMs);
  }

  /** The dialogue without what was done beside its messages, and with the outcome of one message. */
  function strikeOff(dialogue: Dialogue, outcome: Outcome | null): Dialogue {
    const { entry: sent, result } = outcome ?? {};
    if (result?.kind === 'refused' && !wasDelivered(dialogue))
      return announce(dialogue, notAsked(dialogue, result.reason, clock.now()));
    const now = clock.now().getTime();
    const outbox = dialogue.outbox.flatMap((entry): OutboxEntry[] => {
      const { id, attempts } = entry;
      if (!isInOrder(entry)) return beside.isDone(entry) ? [] : [entry];
      if (id !== sent?.id) return [entry];
      return result?.kind === 'later'
        ? [{ ...entry, attempts: attempts + 1, notBefore: now + result.waitMs }]
        : [];
    });
    const left = result?.kind === 'refused' && result.reason === 'unreachable' ? withoutChat(outbox) : outbox;
    return lease.keepOrRelease({ ...withArrival(dialogue, outcome, now), outbox: left });
  }

  function timeout(ms: number): { over: Promise<void>; cancel: () => void } {
    let cancel = (): void => {};
    const over = new Promise<void>((resolve) => {
      cancel = clock.after(ms, resolve);
    });
    return { over, cancel };
  }

  function isLeft({ id }: OutboxEntry): boolean {
    return held.current().outbox.some((other) => other.id === id);
  }

  function isDue({ notBefore }: OutboxEntry): boolean {
    return notBefore <= clock.now().getTime();
  }
}

/** A question of a survey that was withdrawn before its turn came. */
function isWithdrawn({ survey }: Dialogue, { effect }: OutboxEntry): boolean {
  return effect.kind === 'send' && effect.prompt !== undefined && survey?.withdrawnAt !== undefined;
}

/** A question that the survey has left behind: it had arrived, though a process died before that was saved. */
function isAnswered({ survey }: Dialogue, { effect }: OutboxEntry): boolean {
  const prompt = effect.kind === 'send' ? effect.prompt : undefined;
  return prompt !== undefined && survey !== null && survey.waitsAt !== prompt;
}

/** Notes the message that carried a question, or only said something, where the platform gave its id. */
function withArrival(dialogue: Dialogue, outcome: Outcome | null, now: number): Dialogue {
  if (outcome?.result.kind !== 'done' || outcome.entry.effect.kind !== 'send') return dialogue;
  const { messageId } = outcome.result;
  const { prompt } = outcome.entry.effect;
  const { deliveredAt } = dialogue;
  const arrived =
    prompt === undefined ? dialogue : { ...dialogue, deliveredAt: deliveredAt ?? new Date(now) };
  if (messageId === undefined) return arrived;
  if (prompt === undefined) return withSaid(dialogue, messageId);
  return withPrompt(arrived, prompt, messageId, outcome.entry.attempts > 0 ? now : null);
}
