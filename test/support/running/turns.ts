import { setImmediate } from 'node:timers/promises';

/** Lets so many turns of the event loop pass, in which what was begun in the background goes on. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate();
}
