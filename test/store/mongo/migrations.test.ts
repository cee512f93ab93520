import mongoose from 'mongoose';
import { expect, it, onTestFinished } from 'vitest';
import { createMongoStore } from '../../../src/store/mongo/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { describeMongo } from '../../support/mongo.ts';
import { expectEarlierFigures, expectFirstRounds, readFixture } from '../earlier.ts';

async function opened(uri: string): Promise<Store> {
  const store = createMongoStore({ uri });
  onTestFinished(() => store.close());
  await store.open();
  return store;
}

async function connected(uri: string): Promise<mongoose.Connection> {
  const connection = await mongoose.createConnection(uri).asPromise();
  onTestFinished(() => connection.destroy());
  return connection;
}

describeMongo('a MongoDB of the first version', (uri) => {
  it('is brought to the newest shape, and gives the same answers', async () => {
    const {
      id,
      events: _events,
      sendingBy: _by,
      survey: _survey,
      ...kept
    } = aDialogue({ rating: 5, comment: 'x' });
    const answeredAt = new Date('2026-11-22T09:05:00Z');
    const commentedAt = Date.parse('2026-11-22T09:07:00Z');
    const survey = {
      answeredAt: [{ name: 'quality_comment', value: commentedAt }],
      variables: [],
      prompts: [],
    };
    const connection = await connected(uri);
    const dialogues = connection.collection<{ _id: string }>('dialogues');
    await dialogues.insertOne({ _id: id, ...kept, answeredAt, survey, eventIds: ['e1', 'e2'] } as {
      _id: string;
    });
    const store = await opened(uri);
    const found = await store.findDialogue(kept.channel, kept.clientId, id);
    expect(found?.events).toEqual(['e1', 'e2'].map((event) => ({ id: event, at: answeredAt.getTime() })));
    expect(await dialogues.findOne({ _id: id })).toMatchObject({
      ratedAt: answeredAt,
      commentedAt: new Date(commentedAt),
      heardAt: new Date(commentedAt),
    });
    expect(await dialogues.countDocuments({ eventIds: { $exists: true } })).toBe(0);
    const again = await opened(uri);
    expect(await again.findDialogue(kept.channel, kept.clientId, id)).toEqual(found);
  });

  it('is refused when a newer version has been there', async () => {
    const connection = await connected(uri);
    const schema = connection.collection<{ _id: string; version: number }>('schema');
    await schema.updateOne({ _id: 'dialogues' }, { $set: { version: 99 } }, { upsert: true });
    await expect(createMongoStore({ uri }).open()).rejects.toThrow(
      /the database has version 99 and this Afterword knows \d+: update it/,
    );
  });
});

describeMongo('a MongoDB of the release before', (uri) => {
  it('is brought to the newest shape and gives the same figures, also where that was begun before', async () => {
    const { indexes, ...collections } = mongoose.mongo.BSON.EJSON.parse(
      readFixture('version-1.mongo.json'),
    ) as Record<string, object[]> & { indexes: Array<{ key: Record<string, 1>; name: string }> };
    const connection = await connected(uri);
    for (const [name, documents] of Object.entries(collections)) {
      if (documents.length > 0) await connection.collection(name).insertMany(documents);
    }
    await connection.collection('dialogues').createIndexes(indexes.filter(({ name }) => name !== '_id_'));
    // Two instances that start together, and one of which died half way.
    await connection
      .collection('dialogues')
      .updateOne({}, { $set: { round: 1, purpose: 'csat', superseded: false } });
    const [store] = await Promise.all([opened(uri), opened(uri)]);
    await expectEarlierFigures(store);
    await expectFirstRounds(store);
    const names = (await connection.collection('dialogues').indexes()).map(({ name }) => name);
    expect(names).not.toContain('reported_once');
    expect(await connection.listCollections()).not.toContainEqual(
      expect.objectContaining({ name: 'digests' }),
    );
  });
});
