/** Runs before each file of tests, also where its worker shares modules with the files before. */
import { restartIds } from '../dialogues.ts';

restartIds();
