import type { PipelineStage } from '../connection/connection.ts';
import { type ClientDocument, type DialogueDocument, toClient, toDialogue } from '../documents.ts';
import type { Client } from '../../../dialogue.ts';
import type { EventContext, EventQuery } from '../../ports/dialogues.ts';

/** A row of `eventPipeline`. */
export type EventRow = DialogueDocument | { client: ClientDocument & { _id?: unknown } };
type Key = Pick<EventQuery, 'channel' | 'clientId'>;
/** What a pipeline with `$unionWith` may contain of its own. */
type Stages = Array<PipelineStage.Match | PipelineStage.Sort | PipelineStage.Limit>;

/** Who an event is of. */
export const clientKey = ({ channel, clientId }: Key): string => `${channel} ${clientId}`;

/**
 * Reads the clients and their latest dialogues in one command, run on the dialogues: of each client one more than was
 * asked for, so that it shows whether there are others. With `recent` 0 it reads the dialogue that is named alone.
 * @param queries of different clients
 */
export function eventPipeline(queries: readonly EventQuery[]): PipelineStage[] {
  const named = queries.filter(({ recent }) => recent === 0);
  const latest = queries.filter(({ recent }) => recent > 0).map(latestOf);
  const [first = [], ...others] = named.length > 0 ? [namedIn(named), ...latest] : latest;
  return [
    ...first,
    ...others.map((pipeline) => ({ $unionWith: { coll: 'dialogues', pipeline } })),
    {
      $unionWith: {
        coll: 'clients',
        pipeline: [{ $match: keysOf(queries) }, { $project: { _id: 0, client: '$$ROOT' } }],
      },
    },
  ];
}

function namedIn(queries: readonly EventQuery[]): Stages {
  const ids = queries.flatMap(({ dialogueId }) => dialogueId ?? []);
  return [{ $match: { ...keysOf(queries), _id: { $in: ids } } }];
}

function latestOf({ channel, clientId, recent }: EventQuery): Stages {
  return [{ $match: { channel, clientId } }, { $sort: { askedAt: -1, _id: 1 } }, { $limit: recent + 1 }];
}

/** May also meet a client of another of their channels, who is then not looked for among the rows. */
function keysOf(queries: readonly Key[]): Record<keyof Key, { $in: string[] }> {
  const channels = new Set(queries.map(({ channel }) => channel));
  return { channel: { $in: [...channels] }, clientId: { $in: queries.map(({ clientId }) => clientId) } };
}

/** The rows of each client, by `clientKey`. */
export function rowsByClient(rows: readonly EventRow[]): Map<string, EventRow[]> {
  const byClient = new Map<string, EventRow[]>();
  for (const row of rows) {
    const key = clientKey(isDialogue(row) ? row : row.client);
    const known = byClient.get(key);
    if (known) known.push(row);
    else byClient.set(key, [row]);
  }
  return byClient;
}

const isDialogue = (row: EventRow): row is DialogueDocument => !('client' in row);

/** Finds what the event concerns among the dialogues that `eventPipeline` left out; null: nothing can be there. */
export function leftOut(rows: readonly EventRow[], query: EventQuery): Record<string, unknown> | null {
  const { channel, clientId, eventId, dialogueId, recent } = query;
  const known = rows.filter(isDialogue);
  if (recent === 0 || known.length <= recent) return null;
  const named = dialogueId === undefined ? [] : [{ _id: dialogueId }];
  const ids = known.map(({ _id }) => _id);
  return { channel, clientId, _id: { $nin: ids }, $or: [{ 'events.id': eventId }, ...named] };
}

/** @param rows of the query's client */
export function toEventContext(rows: readonly EventRow[], query: EventQuery): EventContext {
  const { eventId, dialogueId, recent } = query;
  const known = rows.filter(isDialogue).toSorted(lastAskedFirst);
  const latest = new Set(known.filter(({ askedAt }) => askedAt != null).slice(0, recent));
  const isConcerned = (row: DialogueDocument): boolean =>
    latest.has(row) || row._id === dialogueId || (row.events ?? []).some(({ id }) => id === eventId);
  return { client: clientOf(rows), dialogues: known.filter(isConcerned).map(toDialogue) };
}

/** A command with several pipelines promises no order. */
function lastAskedFirst(one: DialogueDocument, other: DialogueDocument): number {
  const later = (other.askedAt?.getTime() ?? 0) - (one.askedAt?.getTime() ?? 0);
  return later || (one._id < other._id ? -1 : 1);
}

function clientOf(rows: readonly EventRow[]): Client | null {
  for (const row of rows) {
    if (isDialogue(row)) continue;
    const { _id, ...client } = row.client;
    return toClient(client);
  }
  return null;
}
