import { createMongoStore } from '../../src/store/mongo/store.ts';
import { describeMongo, emptyDatabase } from '../support/mongo.ts';
import { testMainJob } from './main-job.ts';

describeMongo('over MongoDB', (uri) => {
  testMainJob('MongoDB', async () => {
    await emptyDatabase(uri);
    return createMongoStore({ uri });
  });
});
