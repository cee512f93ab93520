import type { Choice } from '../channel.ts';
import { foldName } from '../text/names.ts';
import { createHash } from 'node:crypto';
import { writeStaffToken } from '../token.ts';

/** The areas whose buttons are commands: one answers with a message of its own, the other changes the message it is on. */
export const askArea = 'ask';
export const pageArea = 'page';

/** A button that does what typing `/name words` does. */
export function askButton(label: string, name: string, ...words: readonly string[]): Choice {
  return { label, token: writeStaffToken({ area: askArea, argument: [name, ...words].join(':') }) };
}

/** The same, in the message on which it is: for pages and other views of one thing. */
export function pageButton(label: string, name: string, ...words: readonly string[]): Choice {
  return { label, token: writeStaffToken({ area: pageArea, argument: [name, ...words].join(':') }) };
}

/** What stands for a name in a button, which has no room for the name: `~` and a part of its hash. */
export function nameMark(name: string): string {
  return `~${createHash('sha256').update(foldName(name)).digest('base64url').slice(0, 8)}`;
}

export const isNameMark = (word: string): boolean => /^~[\w-]{8}$/.test(word);

/** In rows of `most`, as they come. */
export function rowsOf<T>(items: readonly T[], most: number): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < items.length; at += most) rows.push(items.slice(at, at + most));
  return rows;
}
