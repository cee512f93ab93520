import { describeMongo } from '../support/mongo.ts';
import { testRaces } from './races.ts';

describeMongo('people in MongoDB', (uri) => testRaces(uri));
