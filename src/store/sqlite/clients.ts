import { withEvent } from '../../dialogue.ts';
import type { ClientStore } from '../ports/clients.ts';
import type { Access } from './connection/access.ts';
import { type ClientRow, clientRow, toClient } from './rows.ts';

/** `:name` is bound from the field of that name. */
const statements = {
  findClient: 'SELECT * FROM clients WHERE channel = :channel AND clientId = :clientId',
  saveClient: `INSERT INTO clients (channel, clientId, name, locale, reachable, seenAt, events)
    VALUES (:channel, :clientId, :name, :locale, :reachable, :seenAt, :events)
    ON CONFLICT (channel, clientId) DO UPDATE
    SET name = :name, locale = :locale, reachable = :reachable, seenAt = :seenAt, events = :events`,
} as const;

export function createClients({ using }: Access): ClientStore {
  const { read, write } = using(statements);
  return {
    findClient: (channel, clientId) =>
      read('find a client', (run) => {
        const [row] = run.findClient.all<ClientRow>({ channel, clientId });
        return row ? toClient(row) : null;
      }),
    saveClient: (facts, event) =>
      write('save a client', (run) => {
        const { channel, clientId } = facts;
        const [row] = run.findClient.all<ClientRow>({ channel, clientId });
        const events = row ? toClient(row).events : [];
        run.saveClient.change(clientRow({ ...facts, events: event ? withEvent(events, event) : events }));
      }),
  };
}
