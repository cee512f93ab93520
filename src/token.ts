/** What a button brings back when it is tapped: which answer to which question of which dialogue. */

export interface Token {
  dialogueId: string;
  block: string;
  value: string;
}

/**
 * The version of the format and the kind of button, a character each. Keyboards outlive releases: a change of the
 * format is another version, and a button that is no survey's answer is another kind.
 */
const SURVEY_ANSWER = '1s';

/**
 * `1s<dialogueId>:<block>:<value>`, of which dialogue, block and value take up to 62 of the 64 bytes that Telegram
 * gives a button.
 */
export function writeToken({ dialogueId, block, value }: Token): string {
  return `${SURVEY_ANSWER}${dialogueId}:${block}:${value}`;
}

/** Tokens of version 0.1 had no beginning of their own; a dialogue's id has twelve characters, so they are told apart. */
const FORMAT = /^(?:1s)?([A-Za-z0-9_-]{12}):([a-z][a-z0-9_]{0,23}):([~A-Za-z0-9._-]{1,24})$/;

/** @returns null for anything that `writeToken` cannot have written; who tapped is checked elsewhere */
export function readToken(token: string): Token | null {
  const match = FORMAT.exec(token);
  return match ? { dialogueId: match[1] ?? '', block: match[2] ?? '', value: match[3] ?? '' } : null;
}

/** A button for people of the company: which part of the service it is for, and what it says to that. */
export interface StaffToken {
  /** The name of a part: 1..8 characters of a-z. */
  area: string;
  /** 0..50 characters of A-Z a-z 0-9 _ - . : ~ */
  argument: string;
}

const STAFF = '1p';
const STAFF_FORMAT = /^1p([a-z]{1,8})\/([A-Za-z0-9_.:~-]{0,50})$/;

/** `1p<area>/<argument>`. @throws {RangeError} for what would not come back as it is */
export function writeStaffToken({ area, argument }: StaffToken): string {
  const token = `${STAFF}${area}/${argument}`;
  if (!STAFF_FORMAT.test(token)) throw new RangeError(`"${token}" is no token of a button`);
  return token;
}

/** @returns null for anything that `writeStaffToken` cannot have written; who tapped is checked elsewhere */
export function readStaffToken(token: string): StaffToken | null {
  const match = STAFF_FORMAT.exec(token);
  return match ? { area: match[1] ?? '', argument: match[2] ?? '' } : null;
}
