import type { Client, ClientFacts, SeenEvent } from '../../dialogue.ts';

export interface ClientStore {
  findClient(channel: string, clientId: string): Promise<Client | null>;
  /** Keeps what is known of a client, and that an event was taken; see `ClientFacts` for what it leaves as it is. */
  saveClient(client: ClientFacts, event?: SeenEvent): Promise<void>;
  /**
   * Keeps that a client wants no more surveys since `at`, or does again (null), and nothing else. One who is not known
   * yet is kept as reachable.
   */
  setOptOut(channel: string, clientId: string, at: Date | null): Promise<void>;
}
