// Starts the simulation from the build and keeps what V8 compiled meanwhile: node tools/code-cache.mjs <build>
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const [build] = process.argv.slice(2);
const scenarios = resolve('scenarios');
const { openBundle } = await import(pathToFileURL(resolve(build, 'src/commands/bundle.js')).href);
const bundle = openBundle(resolve(build, 'src/parts'));
const { run } = bundle.load('program.cjs');

const folder = mkdtempSync(join(tmpdir(), 'afterword-build-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// Nothing of the configuration of whoever builds.
process.chdir(folder);
process.env = { PATH: process.env.PATH, PORT: '0', SCENARIOS_DIR: scenarios, LOG_LEVEL: 'warn' };
process.argv = [process.execPath, 'afterword', 'start'];
await run();
bundle.saveCodeCache();
process.exit();
