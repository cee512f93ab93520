import { describe } from 'vitest';
import { testRaces } from './races.ts';

describe('people in SQLite', () => testRaces());
