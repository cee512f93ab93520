import { readFileSync } from 'node:fs';

/** The bytes of a payload recorded in test/fixtures: `fixture('viber/text.json')`. */
export function fixture(path: string): Buffer {
  return readFileSync(new URL(`../fixtures/${path}`, import.meta.url));
}
