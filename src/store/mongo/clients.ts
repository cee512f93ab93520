import { EVENT_MEMORY_MS, EVENTS_REMEMBERED } from '../ports/seen-events.ts';
import type { ClientStore } from '../ports/clients.ts';
import { type Access, againIfRaced } from './connection/access.ts';
import { toClient } from './documents.ts';

export function createClients({ run }: Access): ClientStore {
  return {
    findClient: (channel, clientId) =>
      run('find a client', async ({ clients }) => {
        const found = await clients.findOne({ channel, clientId }).select({ _id: 0 }).lean();
        return found && toClient(found);
      }),
    saveClient: ({ channel, clientId, name, locale, reachable, seenAt, wroteAt }, event) =>
      run('save a client', async ({ clients }) => {
        const known = { $ifNull: ['$events', []] };
        const fresh = {
          $filter: { input: known, cond: { $gt: ['$$this.at', (event?.at ?? 0) - EVENT_MEMORY_MS] } },
        };
        const events = event
          ? { $slice: [{ $concatArrays: [fresh, [{ $literal: event }]] }, -EVENTS_REMEMBERED] }
          : known;
        // A name may look like an expression of the pipeline: `$salary`.
        const facts = Object.entries({ name, locale, reachable, seenAt }).map(([field, value]) => [
          field,
          { $literal: value },
        ]);
        const set = {
          ...Object.fromEntries(facts),
          ...(wroteAt && { wroteAt: { $max: ['$wroteAt', wroteAt] } }),
          events,
        };
        await againIfRaced(() =>
          clients.updateOne({ channel, clientId }, [{ $set: set }], { upsert: true, updatePipeline: true }),
        );
      }),
    setOptOut: (channel, clientId, at) =>
      run('save a client', async ({ clients }) => {
        const unknown = { name: null, locale: null, reachable: true, seenAt: new Date(0), events: [] };
        const change = at ? { $set: { optedOutAt: at } } : { $unset: { optedOutAt: 1 } };
        await againIfRaced(() =>
          clients.updateOne({ channel, clientId }, { ...change, $setOnInsert: unknown }, { upsert: true }),
        );
      }),
  };
}
