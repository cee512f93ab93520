// What tsc does not emit but the product reads beside its compiled files.
import { chmodSync, cpSync } from 'node:fs';

for (const folder of ['src/locales', 'simulator/page']) {
  cpSync(folder, `dist/${folder}`, { recursive: true, filter: (path) => !path.endsWith('.ts') });
}
chmodSync('dist/src/cli.js', 0o755);
