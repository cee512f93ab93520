import type { Client, Dialogue } from '../../dialogue.ts';

/** What is known when a client is about to be asked. */
export interface Situation {
  client: Pick<Client, 'reachable' | 'optedOutAt'> | null;
  /** The dialogue about which the client would be asked. */
  dialogue: Dialogue;
  /** When this client was last asked about any dialogue. */
  lastAskedAt: Date | null;
  /** The scenario's rules, in milliseconds. */
  rules: { delay: number; cooldown: number; expire_after: number };
  /** The names under which the helpdesk knows the client, where they are an operator of the company as well. */
  operators: readonly string[];
  now: Date;
}

/** True: the client is not to be asked. */
export type Rule = (situation: Situation) => boolean;
