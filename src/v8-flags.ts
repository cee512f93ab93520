/**
 * How V8 uses memory and CPU. `cli.ts` imports this file first, so that it holds for the start itself; `npm run bench --
 * size` shows what it is worth. Each of these flags is read by V8 whenever it decides, so it may change while running.
 */
import { setFlagsFromString } from 'node:v8';

// The old generation is collected after growing by so much rather than to four times its size.
setFlagsFromString('--heap-growing-percent=60');
// Nothing runs often enough during the start for optimized code to pay, and most of what is allocated stays.
setFlagsFromString('--no-opt');
setFlagsFromString('--semi-space-growth-factor=1');

/** From now on code that runs often is optimized, and the young generation grows when there is much to do. */
export function started(): void {
  setFlagsFromString('--opt');
  setFlagsFromString('--semi-space-growth-factor=2');
}
