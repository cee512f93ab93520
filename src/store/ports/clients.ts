import type { Client, ClientFacts, SeenEvent } from '../../dialogue.ts';

export interface ClientStore {
  findClient(channel: string, clientId: string): Promise<Client | null>;
  /** Keeps what is known of a client, and that an event was taken. */
  saveClient(client: ClientFacts, event?: SeenEvent): Promise<void>;
}
