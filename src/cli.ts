#!/usr/bin/env node

// Imported afterwards, so that V8's flags hold while the rest is loaded.
await import('./commands/program.ts');
