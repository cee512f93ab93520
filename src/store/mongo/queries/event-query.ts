import type { PipelineStage } from '../connection/connection.ts';
import { type ClientDocument, type DialogueDocument, toClient, toDialogue } from '../documents.ts';
import type { Client } from '../../../dialogue.ts';
import type { EventContext, EventQuery } from '../../ports/dialogues.ts';

/** A row of `eventPipeline`. */
export type EventRow = DialogueDocument | { client: ClientDocument };

/** Reads the client and the dialogues that an event may concern in one command, run on the dialogues. */
export function eventPipeline({
  channel,
  clientId,
  eventId,
  dialogueId,
  recent,
}: EventQuery): PipelineStage[] {
  const key = { channel, clientId };
  const latest: PipelineStage[] = [
    { $match: { ...key, askedAt: { $ne: null } } },
    { $sort: { askedAt: -1, _id: 1 } },
    { $limit: recent },
  ];
  const named = dialogueId === undefined ? [] : [{ _id: dialogueId }];
  const others = [{ 'events.id': eventId }, ...named].map((which) => ({
    $unionWith: { coll: 'dialogues', pipeline: [{ $match: { ...key, ...which } }] },
  }));
  return [
    ...(recent > 0 ? [...latest, ...others] : [{ $match: { ...key, _id: dialogueId ?? '' } }]),
    {
      $unionWith: {
        coll: 'clients',
        pipeline: [{ $match: key }, { $project: { _id: 0, client: '$$ROOT' } }],
      },
    },
  ];
}

export function toEventContext(rows: readonly EventRow[]): EventContext {
  const dialogues = new Map<string, EventContext['dialogues'][number]>();
  let client: Client | null = null;
  for (const row of rows) {
    if (!('client' in row)) dialogues.set(row._id, toDialogue(row));
    else {
      const { _id, ...known } = row.client as ClientDocument & { _id?: unknown };
      client = toClient(known);
    }
  }
  return { client, dialogues: [...dialogues.values()] };
}
