import { withEvent } from '../ports/seen-events.ts';
import type { ClientStore } from '../ports/clients.ts';
import type { Access } from './connection/access.ts';
import { type ClientRow, clientRow, toClient } from './rows.ts';

/** `:name` is bound from the field of that name. */
const statements = {
  findClient: 'SELECT * FROM clients WHERE channel = :channel AND clientId = :clientId',
  saveClient: `INSERT INTO clients (channel, clientId, name, locale, reachable, seenAt, wroteAt, events)
    VALUES (:channel, :clientId, :name, :locale, :reachable, :seenAt, :wroteAt, :events)
    ON CONFLICT (channel, clientId) DO UPDATE
    SET name = :name, locale = :locale, reachable = :reachable, seenAt = :seenAt, events = :events,
      wroteAt = coalesce(max(wroteAt, excluded.wroteAt), wroteAt, excluded.wroteAt)`,
  setOptOut: `INSERT INTO clients (channel, clientId, reachable, seenAt, optedOutAt, events)
    VALUES (:channel, :clientId, 1, 0, :at, '[]')
    ON CONFLICT (channel, clientId) DO UPDATE SET optedOutAt = :at`,
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
        const { channel, clientId, name, locale, reachable, seenAt, wroteAt = null } = facts;
        const [row] = run.findClient.all<ClientRow>({ channel, clientId });
        const known = row ? toClient(row).events : [];
        const events = event ? withEvent(known, event) : known;
        const own = { channel, clientId, name, locale, reachable, seenAt, wroteAt, events };
        run.saveClient.change(clientRow(own));
      }),
    setOptOut: (channel, clientId, at) =>
      write('save a client', (run) => {
        run.setOptOut.change({ channel, clientId, at: at && at.getTime() });
      }),
  };
}
