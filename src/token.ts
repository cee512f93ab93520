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
