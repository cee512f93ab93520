import type { Message } from '../channel.ts';

export type Value = string | number;

/**
 * One run of a scenario for one dialogue. Plain JSON, so that every store keeps it whole;
 * times are milliseconds since the epoch.
 */
export interface Survey {
  /** The scenario's `version`: a survey finishes on the version that it began with. */
  version: string;
  /** One of the scenario's languages. */
  language: string;
  /** The block that waits for the client; null when the survey is over. */
  waitsAt: string | null;
  /** The block whose job has not ended; the survey goes on with its result. */
  awaits?: string;
  /** When its question was last asked: of several open surveys a typed text answers the one asked last. */
  waitsSince: number;
  variables: Record<string, Value>;
  /** When each variable was first answered. */
  answeredAt: Record<string, number>;
  /** The last message that carried a block's keyboard, where the platform gave its id. */
  prompts: Record<string, string>;
  /**
   * The blocks of messages that `prompts` does not have, by the message's id: of questions before their reminder;
   * empty for what was only said, such as the thanks.
   */
  earlierPrompts?: Record<string, string>;
  /** Where each answer that was typed came from, in the order in which it was given. */
  parts?: Part[];
  /** The album whose message was taken last, and the text that it gave to, if it gave to one. */
  album?: { id: string; variable?: string };
  /** Answers that the client changed or took back, the oldest first. */
  edits?: Edit[];
  /** When an answer was last given or changed. */
  lastAnswerAt?: number;
  /** When the waiting question was first asked, where it was asked again; otherwise that is `waitsSince`. */
  firstAskedAt?: number;
  /** When the client's newest message or tap was sent that changed anything. */
  heardAt?: number;
  /** The thread of the chat in which the client answers. */
  thread?: string;
  /** What is offered to be given to the helpdesk instead, by the number of its button; null: it was given. */
  asides?: Record<string, Aside | null>;
  /** Until then the buttons of `asides` count; then what they hold is forgotten. */
  asidesUntil?: number;
  /** True: the client was told that the survey is closed, which is said once. */
  toldClosed?: true;
  /** When it was taken back; it takes no answer any more. */
  withdrawnAt?: number;
  /** The question that was on its way to the client at that moment; it is closed once it is known to have arrived. */
  closing?: string;
  /** After this no answer is taken; null: never. */
  expiresAt: number | null;
  /** When to remind a client who has not answered anything; null: not, or no more. */
  remindAt: number | null;
  /** When the reminder was sent. */
  remindedAt?: number;
  /** When `statistic__set` ran; null: not (yet). */
  recordedAt: number | null;
  /**
   * How it came to its end: the client went through to the last block, or left a question until it expired. Not given of
   * one that runs or was withdrawn before that, and of those of earlier releases.
   */
  ended?: 'finished' | 'expired';
}

/** What one message of the client gave to one variable. The parts of a text are joined by line breaks. */
export interface Part {
  /** The message's id; empty where the platform gives none. */
  message: string;
  variable: string;
  /** UTF-16 units of the part, where the variable is a text of the client's own. */
  chars?: number;
  /** The block that read the message, where the variable is one of its values. */
  block?: string;
  /** True: the message was a voice message, a photo or the like, of which the text has only what it was. */
  attached?: true;
}

/** An answer that was changed or taken back. */
export interface Edit {
  at: number;
  variable: string;
  /** What it was; null for a text of the client's own, which is not kept. */
  before: Value | null;
}

/** What was taken as the comment and may be meant for the helpdesk that uses the same bot. */
export interface Aside {
  /** What came, in its order: a text, or the messages of an album, and the last edits of them. */
  events: AsideEvent[];
  /** What they gave to the comment, with the id of the client's message; empty where the platform gives none. */
  texts: Array<{ message: string; text: string }>;
  /** The message that offers it, without that button. */
  message: Message;
}

/** An event of a platform as it is kept: plain JSON, of which this much is read. */
export interface AsideEvent {
  messageId?: string;
  replyTo?: string;
  edited?: true;
  album?: string;
}

/** Something to be done outside, once its survey's state is committed. Carried out in order, at least once. */
export type Effect =
  /** `prompt` names the block whose keyboard the message carries. */
  | { kind: 'send'; message: Message; prompt?: string }
  | { kind: 'edit'; messageId: string; message: Message }
  /**
   * `block` names the block that goes on with the job's result, if one waits for it. `ordering`: of which one job runs
   * after another; without one, of those of the dialogue.
   */
  | { kind: 'enqueue'; job: { kind: string; payload: unknown; block?: string; ordering?: string } };

/** True until the survey has come to its end: it waits for the client, or for a job. */
export const isRunning = ({ waitsAt, awaits }: Survey): boolean => waitsAt !== null || awaits !== undefined;
