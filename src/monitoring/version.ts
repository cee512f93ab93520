import { existsSync, readFileSync } from 'node:fs';

/** The version of this service, as package.json has it; empty: it is not there. */
export function readVersion(): string {
  // From dist/src/monitoring as from src/monitoring.
  const file = ['../../package.json', '../../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .find(existsSync);
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : '';
}
