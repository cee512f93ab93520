import { createMongoStore } from '../../../src/store/mongo/store.ts';
import { describeMongo, emptyDatabase } from '../../support/mongo.ts';
import { testCorrections } from './corrections.ts';
import { testReopening } from './reopening.ts';

describeMongo('over MongoDB', (uri) => {
  const create = async () => {
    await emptyDatabase(uri);
    return createMongoStore({ uri });
  };
  testReopening('MongoDB', create);
  testCorrections('MongoDB', create);
});
