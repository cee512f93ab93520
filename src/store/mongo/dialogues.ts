import type { DialogueStore } from '../ports/dialogues.ts';
import { type Access, againIfRaced } from './connection/access.ts';
import { changesOf, countedAnew, type DialogueDocument, toDialogue, toDocument } from './documents.ts';
import { eventPipeline, type EventRow, leftOut, toEventContext } from './queries/event-query.ts';
import { waiting } from './schemas.ts';

/** Instances draw what they do from so many times as much, and seldom draw the same. */
const DRAWN_FROM = 8;

export function createDialogues({ run }: Access): DialogueStore {
  return {
    // An upsert: plain inserts of one key, several at once, wait for each other in DocumentDB until it gives some up.
    insertDialogue: (dialogue) =>
      run('keep a dialogue', async ({ dialogues }) => {
        const { channel, clientId, externalId, purpose, round, ...rest } = toDocument(dialogue);
        const conversation = { channel, clientId, externalId, purpose };
        const { value, lastErrorObject } = await againIfRaced(() =>
          dialogues.findOneAndUpdate(
            { ...conversation, round },
            { $setOnInsert: rest, ...countedAnew },
            {
              upsert: true,
              returnDocument: 'after',
              includeResultMetadata: true,
              runValidators: true,
              lean: true,
            },
          ),
        );
        if (!value) throw new Error('the server gave no document');
        const created = lastErrorObject?.upserted !== undefined;
        if (created || !value.reopenedAt) return { dialogue: toDialogue(value), created };
        const [last = value] = await dialogues.find(conversation).sort({ round: -1 }).limit(1).lean();
        return { dialogue: toDialogue(last), created };
      }),
    findDialogue: (channel, clientId, id) =>
      run('find a dialogue', async ({ dialogues }) => {
        const found = await dialogues.findOne({ _id: id, channel, clientId }).lean();
        return found && toDialogue(found);
      }),
    findDialogueById: (id) =>
      run('find a dialogue', async ({ dialogues }) => {
        const found = await dialogues.findOne({ _id: id }).lean();
        return found && toDialogue(found);
      }),
    findLastRound: (channel, clientId, externalId) =>
      run('find a dialogue', async ({ dialogues }) => {
        const conversation = { channel, clientId, externalId, purpose: 'csat' } as const;
        const [last] = await dialogues.find(conversation).sort({ round: -1 }).limit(1).lean();
        return last ? toDialogue(last) : null;
      }),
    findByExternalIds: (externalIds, limit) =>
      run('find dialogues', async ({ dialogues }) => {
        const found = dialogues.find({ externalId: { $in: [...externalIds] } });
        return (await found.sort({ completedAt: -1, _id: -1 }).limit(limit).lean()).map(toDialogue);
      }),
    findForEvent: (query) =>
      run('read what an event concerns', async ({ dialogues }) => {
        const rows = await dialogues.collection.aggregate<EventRow>(eventPipeline(query)).toArray();
        const others = leftOut(rows, query);
        if (others) rows.push(...(await dialogues.find(others).lean()));
        return toEventContext(rows, query);
      }),
    recentDialogues: (channel, clientId, limit) =>
      run("read a client's dialogues", async ({ dialogues }) => {
        const asked = dialogues.find({ channel, clientId, askedAt: { $ne: null } });
        return (await asked.sort({ askedAt: -1, _id: 1 }).limit(limit).lean()).map(toDialogue);
      }),
    saveDialogue: (dialogue, { before, mayWait } = {}) =>
      run('save a dialogue', ({ dialogueSaves }) => {
        const { id: _id, channel, clientId, revision } = dialogue;
        const filter = { _id, channel, clientId, revision };
        return dialogueSaves.save(filter, changesOf(dialogue, before), mayWait);
      }),
    dueDialogues: (now, limit) =>
      run('look for due dialogues', async ({ dialogues }) => {
        const due = await dialogues.aggregate<DialogueDocument>([
          { $match: { wakeAt: { $lte: now, ...waiting } } },
          { $sort: { wakeAt: 1, _id: 1 } },
          { $limit: limit * DRAWN_FROM },
          { $sample: { size: limit } },
          { $sort: { wakeAt: 1, _id: 1 } },
        ]);
        return due.map(toDialogue);
      }),
    nextWakeAt: (until) =>
      run('look for due dialogues', async ({ dialogues }) => {
        const waits = dialogues.find({ wakeAt: { $lte: until, ...waiting } });
        const [next] = await waits.sort({ wakeAt: 1 }).select({ wakeAt: 1 }).limit(1).lean();
        return next?.wakeAt ?? null;
      }),
    countOutboxes: (until) =>
      run('count what is to be sent', async ({ dialogues }) => {
        const counts = await dialogues.collection
          .aggregate<{ _id: string; dialogues: number; since: number | null }>([
            { $match: { wakeAt: { $lte: until, ...waiting }, 'outbox.0': { $exists: true } } },
            { $project: { channel: 1, since: { $min: '$outbox.since' } } },
            { $group: { _id: '$channel', dialogues: { $sum: 1 }, since: { $min: '$since' } } },
            { $sort: { _id: 1 } },
          ])
          .toArray();
        return counts.map(({ _id, since, ...count }) => ({
          channel: _id,
          ...count,
          since: since == null ? null : new Date(since),
        }));
      }),
    unreachedDialogues: (channel, clientId, since) =>
      run("read a client's dialogues", async ({ dialogues }) => {
        const found = dialogues.find({
          channel,
          clientId,
          completedAt: { $gte: since },
          outcome: 'not_asked',
          notAskedReason: 'unreachable',
        });
        return (await found.sort({ completedAt: 1, _id: 1 }).lean()).map(toDialogue);
      }),
    releaseOutboxes: (instance, now) =>
      run('give outboxes back', async ({ dialogues }) => {
        await dialogues.updateMany(
          { wakeAt: waiting, sendingBy: instance },
          { $set: { sendingBy: null, sendingUntil: null, wakeAt: now }, $inc: { revision: 1 } },
        );
      }),
  };
}
