import type { PipelineStage } from '../connection/connection.ts';
import { type ClientDocument, type DialogueDocument, toClient, toDialogue } from '../documents.ts';
import type { Client } from '../../../dialogue.ts';
import type { EventContext, EventQuery } from '../../ports/dialogues.ts';

/** A row of `eventPipeline`. */
export type EventRow = DialogueDocument | { client: ClientDocument & { _id?: unknown } };

const isDialogue = (row: EventRow): row is DialogueDocument => !('client' in row);

/**
 * Reads the client and its latest dialogues in one command, run on the dialogues: one more than was asked for, so that
 * it shows whether the client has others. With `recent` 0 it reads the dialogue that is named alone.
 */
export function eventPipeline({ channel, clientId, dialogueId, recent }: EventQuery): PipelineStage[] {
  const key = { channel, clientId };
  const latest: PipelineStage[] = [
    { $match: key },
    { $sort: { askedAt: -1, _id: 1 } },
    { $limit: recent + 1 },
  ];
  return [
    ...(recent > 0 ? latest : [{ $match: { ...key, _id: dialogueId ?? '' } }]),
    {
      $unionWith: {
        coll: 'clients',
        pipeline: [{ $match: key }, { $project: { _id: 0, client: '$$ROOT' } }],
      },
    },
  ];
}

/** Finds what the event concerns among the dialogues that `eventPipeline` left out; null: nothing can be there. */
export function leftOut(rows: readonly EventRow[], query: EventQuery): Record<string, unknown> | null {
  const { channel, clientId, eventId, dialogueId, recent } = query;
  const known = rows.filter(isDialogue);
  if (recent === 0 || known.length <= recent) return null;
  const named = dialogueId === undefined ? [] : [{ _id: dialogueId }];
  const ids = known.map(({ _id }) => _id);
  return { channel, clientId, _id: { $nin: ids }, $or: [{ 'events.id': eventId }, ...named] };
}

export function toEventContext(rows: readonly EventRow[], query: EventQuery): EventContext {
  const { eventId, dialogueId, recent } = query;
  const known = rows.filter(isDialogue);
  const latest = new Set(known.filter(({ askedAt }) => askedAt != null).slice(0, recent));
  const isConcerned = (row: DialogueDocument): boolean =>
    latest.has(row) || row._id === dialogueId || (row.events ?? []).some(({ id }) => id === eventId);
  return { client: clientOf(rows), dialogues: known.filter(isConcerned).map(toDialogue) };
}

function clientOf(rows: readonly EventRow[]): Client | null {
  for (const row of rows) {
    if (isDialogue(row)) continue;
    const { _id, ...client } = row.client;
    return toClient(client);
  }
  return null;
}
