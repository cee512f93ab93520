import mongoose from 'mongoose';
import { createMongoStore } from '../../../src/store/mongo/store.ts';
import { testStore } from '../../contracts/store.ts';
import { describeMongo } from '../../support/mongo.ts';

describeMongo('over MongoDB', (uri) => {
  testStore(
    'MongoDB',
    async () => {
      const store = createMongoStore({ uri });
      return { store, dispose: () => store.close() };
    },
    { sharesBuckets: true, age: (ms) => age(uri, ms) },
  );
});

async function age(uri: string, ms: number): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  const older = (field: string) => [{ $set: { [field]: { $subtract: [`$${field}`, ms] } } }];
  await connection.collection('cells').updateMany({}, older('countedAt'));
  await connection.collection('dialogues').updateMany({ changedAt: { $type: 'date' } }, older('changedAt'));
  await connection.destroy();
}
