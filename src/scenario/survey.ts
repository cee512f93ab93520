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
  /** When its question was last asked: of several open surveys a typed text answers the one asked last. */
  waitsSince: number;
  variables: Record<string, Value>;
  /** When each variable was first answered. */
  answeredAt: Record<string, number>;
  /** The last message that carried a block's keyboard, where the platform gave its id. */
  prompts: Record<string, string>;
  /** After this no answer is taken; null: never. */
  expiresAt: number | null;
  /** When to remind a client who has not answered anything; null: not, or no more. */
  remindAt: number | null;
  /** When `statistic__set` ran; null: not (yet). */
  recordedAt: number | null;
}

/** Something to be done outside, once its survey's state is committed. Carried out in order, at least once. */
export type Effect =
  /** `prompt` names the block whose keyboard the message carries. */
  { kind: 'send'; message: Message; prompt?: string } | { kind: 'edit'; messageId: string; message: Message };
