// Adds what tsc does not emit, bundles the command, then puts the new build in the place of the old one in one move:
// a service that runs from it keeps finding its files.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { bundleCommand } from './bundle-command.mjs';

for (const folder of ['src/locales', 'src/http/dashboard/assets', 'simulator/page']) {
  cpSync(folder, `dist.new/${folder}`, { recursive: true, filter: (path) => !path.endsWith('.ts') });
}
await bundleCommand('dist.new');
chmodSync('dist.new/src/cli.js', 0o755);
rmSync('dist.old', { recursive: true, force: true });
try {
  renameSync('dist', 'dist.old');
} catch (error) {
  if (error.code !== 'ENOENT') throw error; // the first build
}
renameSync('dist.new', 'dist');
rmSync('dist.old', { recursive: true, force: true });

// V8's code cache holds for the flags that it was made with: those of `npm start`, and none, as in the container. It
// keeps the paths of the parts, so it is made where they are to stay.
const { start } = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
for (const flags of [start.match(/--\S+/g) ?? [], []]) {
  const stdio = ['ignore', 'ignore', 'inherit'];
  execFileSync(process.execPath, [...flags, 'tools/code-cache.mjs', 'dist'], { stdio });
}
