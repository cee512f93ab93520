import { createMongoStore } from '../../../src/store/mongo/store.ts';
import { describeMongo, emptyDatabase } from '../../support/mongo.ts';
import { testSurveyFlow } from './survey-flow.ts';

describeMongo('over MongoDB', (uri) => {
  testSurveyFlow('MongoDB', async () => {
    await emptyDatabase(uri);
    return createMongoStore({ uri });
  });
});
