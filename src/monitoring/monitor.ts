/** What is counted and timed of the running service. Whoever counts knows this port alone. */

/**
 * Who took an event:
 * - `survey`: an answer, or what a client is told otherwise
 * - `staff`: the company's own people
 * - `relay`: the helpdesk on the same bot, alone
 * - `nobody`: it concerns nobody here
 * - `refused`: it could not be saved; the platform sends it again
 */
export type EventOutcome = 'survey' | 'staff' | 'relay' | 'nobody' | 'refused';

/** A code of ChannelError; `withdrawn`: not to be sent any more when its turn came; `failed`: a bug. */
export type SendResult =
  | 'sent'
  | 'unreachable'
  | 'moved'
  | 'rate_limited'
  | 'rejected'
  | 'unauthorized'
  | 'network'
  | 'withdrawn'
  | 'failed';

/** Times are milliseconds. What is handed over as a label comes from a list in the code or the configuration, never from outside. */
export interface Monitor {
  /** @param ms from when the adapter gave it until it was handled, its answer saved */
  event(channel: string, outcome: EventOutcome, ms: number): void;
  /**
   * A message to a chat, of a survey or to the company's people.
   * @param waitMs until its turn came, by the platform's limits @param ms from then until the platform answered
   */
  sent(channel: string, result: SendResult, waitMs: number, ms: number): void;
  /** An entry of a dialogue's outbox failed and is tried again. @param effect its kind */
  retried(effect: string): void;
  /** An attempt of a job has ended. @param lagMs from when it was enqueued */
  job(kind: string, result: 'done' | 'given_up' | 'retried', ms: number, lagMs: number): void;
  /** A helpdesk on the same bot took an event. @param lagMs from when the event was kept */
  relayed(channel: string, lagMs: number): void;
  /** A try to send a digest. @param kind `daily`, `weekly`, `monthly`, `shift` */
  digest(kind: string, result: 'sent' | 'failed'): void;
  /** A call of the store. @param operation the method */
  stored(operation: string, isOk: boolean, ms: number): void;
  /** A dialogue was written, for which somebody waited. */
  committed(ms: number): void;
  /** An answered request. @param route the pattern, such as `/webhooks/:channel`; null: there is none */
  request(method: string, route: string | null, status: number, ms: number): void;
}

/** Counts nothing. */
export const unmonitored: Monitor = {
  event() {},
  sent() {},
  retried() {},
  job() {},
  relayed() {},
  digest() {},
  stored() {},
  committed() {},
  request() {},
};
