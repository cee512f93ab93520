import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { testSurveyFlow } from './survey-flow.ts';

testSurveyFlow('SQLite', async () => createSqliteStore({ path: ':memory:' }));
