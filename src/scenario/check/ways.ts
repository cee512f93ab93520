/** Checks of the ways from block to block. Each visits a block and a way once. */
import type { Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { isWaiting, type Scenario, waysOn } from '../scenario.ts';

type Part = Pick<Scenario, 'start' | 'blocks'>;

export function checkWays({ start, blocks }: Part, names: ReadonlySet<string>, anyStart: boolean): Fault[] {
  const ways: Array<{ path: Fault['path']; to: string }> = anyStart ? [] : [{ path: ['start'], to: start }];
  for (const [id, { next }] of Object.entries(blocks)) {
    if (typeof next === 'string') ways.push({ path: ['blocks', id, 'next'], to: next });
    else next?.forEach(({ to }, index) => ways.push({ path: ['blocks', id, 'next', index, 'to'], to }));
  }
  const all = [...names];
  return ways
    .filter(({ to }) => !names.has(to))
    .map(({ path, to }) => ({ path, message: `no block named "${to}"`, hint: () => nearest(to, all) }));
}

export function checkReach({ start, blocks }: Part): Fault[] {
  const reached = spread([start], (id) => waysOn(blocks[id]?.next));
  return Object.keys(blocks)
    .filter((id) => !reached.has(id))
    .map((id) => ({ path: ['blocks', id], message: 'no way leads here; name it in a next or remove it' }));
}

/** Of a round of questions without a way out only its first block is named. */
export function checkEnd({ blocks }: Part): Fault[] {
  const from = new Map<string, string[]>();
  const ends: string[] = [];
  for (const [id, { next }] of Object.entries(blocks)) {
    for (const to of waysOn(next)) {
      const earlier = from.get(to);
      if (earlier) earlier.push(id);
      else from.set(to, [id]);
    }
    const mayEnd = next === undefined || (typeof next !== 'string' && next.every(({ when }) => when));
    if (mayEnd) ends.push(id);
  }
  const ending = spread(ends, (id) => from.get(id) ?? []);
  const endless = Object.keys(blocks).find((id) => !ending.has(id));
  if (endless === undefined) return [];
  const message = 'the survey never ends from here, every way leads back; leave out the next of a last block';
  return [{ path: ['blocks', endless, 'next'], atKey: true, message }];
}

function spread(from: readonly string[], waysFrom: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(from);
  // A set gives what is added while it is gone through.
  for (const id of reached) for (const to of waysFrom(id)) reached.add(to);
  return reached;
}

/** How many names of a round are spelled out. */
const SHOWN = 6;

/** A round of blocks that never waits would never end. */
export function checkCycles({ blocks }: Part): Fault[] {
  const done = new Set<string>();
  const faults = new Map<string, Fault>();
  for (const first of Object.keys(blocks)) {
    /** The way from `first` to the block being visited, with what is still to be visited of each. */
    const trail: Array<{ id: string; ways: string[] }> = [];
    const positions = new Map<string, number>();
    const enter = (id: string): void => {
      const block = blocks[id];
      if (!block || isWaiting(block) || done.has(id)) return;
      const position = positions.get(id);
      if (position === undefined) {
        positions.set(id, trail.length);
        trail.push({ id, ways: waysOn(block.next).reverse() });
      } else if (!faults.has(id)) {
        faults.set(id, cycle(id, position, trail));
      }
    };
    enter(first);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const to = top.ways.pop();
      if (to !== undefined) {
        enter(to);
        continue;
      }
      done.add(top.id);
      positions.delete(top.id);
      trail.pop();
    }
  }
  return [...faults.values()];
}

function cycle(id: string, position: number, trail: ReadonlyArray<{ id: string }>): Fault {
  const names = trail.slice(position, position + SHOWN).map((step) => step.id);
  const round = [...names, ...(trail.length - position > SHOWN ? ['...'] : []), id].join(' -> ');
  return {
    path: ['blocks', id, 'next'],
    message: `${round} goes round without waiting for the client; add a message_with_keyboard or a wait_for_response to the round, or another way on`,
  };
}

/** An entry of `next` that is never taken because an earlier one always is. */
export function checkEntries({ blocks }: Part): Fault[] {
  return Object.entries(blocks).flatMap(([id, { next }]) => {
    if (!Array.isArray(next)) return [];
    const path = ['blocks', id, 'next'];
    const seen = new Set<string>();
    const always = next.findIndex(({ when }) => !when);
    return next.flatMap(({ when }, index): Fault[] => {
      if (always !== -1 && index > always) {
        const message = `is never taken: entry ${always + 1} has no when and comes first; give that one a when, or remove this one`;
        return [{ path: [...path, index], message }];
      }
      const spelled = JSON.stringify(when);
      const again = seen.has(spelled);
      seen.add(spelled);
      return again
        ? [
            {
              path: [...path, index, 'when'],
              message: 'is never taken: an earlier entry has the same when; remove one',
            },
          ]
        : [];
    });
  });
}
