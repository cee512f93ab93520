import type { Clock } from '../../clock.ts';
import type { OutboxEntry } from '../../dialogue.ts';
import { faultFields } from '../../errors.ts';
import type { Log } from '../../log/log.ts';
import { nextEntryId } from '../progress.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryResult } from './effects/effect-kind.ts';
import { isInOrder, slotOf } from './effects/index.ts';
import type { HeldDialogue } from './held-dialogue.ts';
import type { Lease } from './lease.ts';

/** The effects of one dialogue that are carried out beside its messages: they hold none up. */
export interface Beside {
  /** Begins what is due and was not begun. */
  begin(): void;
  isToBegin: (entry: OutboxEntry) => boolean;
  /** True once it was carried out, or a newer one in its place: the next write may strike it off. */
  isDone: (entry: OutboxEntry) => boolean;
  /** How many lines of work are under way. */
  pending(): number;
  /** Resolves when what is under way now has come to its end. */
  settled(): Promise<unknown>;
}

export interface BesideOptions {
  held: HeldDialogue;
  lease: Lease;
  delivery: Delivery;
  clock: Clock;
  log: Log;
  /** Waits until one more effect of this kind may be under way for this channel. */
  inTurn: <T>(kind: string, work: () => Promise<T>) => Promise<T>;
  /** Called when an entry was written back to be tried again. */
  onLater(entryId: number, waitMs: number): void;
}

export function createBeside(options: BesideOptions): Beside {
  const { held, lease, delivery, clock, log, inTurn } = options;
  /** The work under way: a line for each slot, and one for each kind that has none. One entry of a line at a time. */
  const lines = new Map<string, Promise<void>>();
  /** The newest entry that was begun, and that was done, in each line. */
  const begun = new Map<string, number>();
  const done = new Map<string, number>();
  /** Where each entry is to be carried out, none passes over one that failed: the next drain begins with that. */
  const failed = new Set<string>();

  const beside: Beside = {
    begin() {
      for (const entry of held.current().outbox) if (beside.isToBegin(entry)) beginOne(entry);
    },
    isToBegin: (entry) =>
      !isInOrder(entry) &&
      entry.notBefore <= clock.now().getTime() &&
      !failed.has(lineOf(entry)) &&
      (begun.get(lineOf(entry)) ?? 0) < entry.id,
    isDone: (entry) => !isInOrder(entry) && (done.get(lineOf(entry)) ?? 0) >= entry.id,
    pending: () => lines.size,
    settled: () => Promise.all(lines.values()),
  };
  return beside;

  function beginOne(entry: OutboxEntry): void {
    const line = lineOf(entry);
    begun.set(line, entry.id);
    const run = (lines.get(line) ?? Promise.resolve())
      .then(() => (failed.has(line) ? undefined : carryOut(entry, line)))
      .catch((error: unknown) => {
        log('error', 'An effect failed', { ...faultFields(error) });
        if (slotOf(entry.effect) === null) failed.add(line);
      })
      .finally(() => {
        if (lines.get(line) === run) lines.delete(line);
      });
    lines.set(line, run);
  }

  /** What is done is struck off with the next write; what is to be tried again is put back. */
  async function carryOut(entry: OutboxEntry, line: string): Promise<void> {
    const result = await inTurn(entry.effect.kind, async (): Promise<DeliveryResult> => {
      // While it waited for its turn another instance may have done it, or a newer one in its place.
      if (!(await held.mayGoOn())) return { kind: 'withdrawn' };
      return isLeft(entry) ? delivery.perform(held.current(), entry, async () => true) : { kind: 'done' };
    });
    const isReplaceable = slotOf(entry.effect) !== null;
    if (result.kind === 'withdrawn') {
      if (!isReplaceable) failed.add(line);
    } else if (result.kind !== 'later') {
      done.set(line, entry.id);
    } else if (!isReplaceable || begun.get(line) === entry.id) {
      await putBack(entry, result.waitMs);
    }
  }

  async function putBack(entry: OutboxEntry, waitMs: number): Promise<void> {
    const notBefore = clock.now().getTime() + waitMs;
    const slot = slotOf(entry.effect);
    let { id } = entry;
    const saved = await held.update((dialogue) => {
      const outbox = dialogue.outbox.filter((other) => other.id !== entry.id);
      if (slot !== null && outbox.some(({ effect }) => slotOf(effect) === slot)) return null;
      // A new id, since the old one counts as begun.
      id = nextEntryId({ ...dialogue, outbox }, entry.id);
      const again = { ...entry, id, attempts: entry.attempts + 1, notBefore };
      return lease.keepOrRelease({ ...dialogue, outbox: [...outbox, again] });
    });
    if (saved) options.onLater(id, waitMs);
  }

  function isLeft({ id }: OutboxEntry): boolean {
    return held.current().outbox.some((other) => other.id === id);
  }
}

const lineOf = ({ effect }: OutboxEntry): string => slotOf(effect) ?? effect.kind;
