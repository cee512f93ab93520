#!/usr/bin/env node

// A part of its own in the build; see tools/bundle-command.mjs.
await import('./commands/program.ts');
