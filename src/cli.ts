#!/usr/bin/env node

import { fileURLToPath } from 'node:url';
import { openBundle } from './commands/bundle.ts';

const bundle = openBundle(fileURLToPath(new URL('./parts', import.meta.url)));
const { run } = bundle.load('program.cjs') as typeof import('./commands/program.ts');
await run();
