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
    { sharesBuckets: true },
  );
});
