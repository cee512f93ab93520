import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FastifyPluginAsync } from 'fastify';

const require = createRequire(import.meta.url);
const own = (name: string): URL => new URL(`./assets/${name}`, import.meta.url);
const css = 'text/css; charset=utf-8';
const script = 'text/javascript; charset=utf-8';

/** What pages load, by name. */
const files: Record<string, { file: URL | string; type: string }> = {
  'base.css': { file: own('base.css'), type: css },
  'controls.css': { file: own('controls.css'), type: css },
  'charts.css': { file: own('charts.css'), type: css },
  'pages.css': { file: own('pages.css'), type: css },
  'reference.css': { file: own('reference.css'), type: css },
  'sign-in.js': { file: own('sign-in.js'), type: script },
  'account.css': { file: own('account.css'), type: css },
  'evidence.css': { file: own('evidence.css'), type: css },
  'dialogues.css': { file: own('dialogues.css'), type: css },
  'dialogue.css': { file: own('dialogue.css'), type: css },
  'narrow.css': { file: own('narrow.css'), type: css },
  'favicon.svg': { file: own('favicon.svg'), type: 'image/svg+xml' },
  'htmx.js': { file: require.resolve('htmx.org/dist/htmx.min.js'), type: script },
};

const read = new Map<string, { body: Buffer; version: string }>();

function assetOf(name: string): { body: Buffer; version: string } {
  const known = read.get(name);
  if (known) return known;
  const entry = files[name];
  if (!entry) throw new RangeError(`there is no asset "${name}"`);
  const body = readFileSync(entry.file);
  const asset = { body, version: createHash('sha256').update(body).digest('hex').slice(0, 12) };
  read.set(name, asset);
  return asset;
}

/** An address that changes with what the file holds, so that browsers may keep it for ever. @throws {RangeError} */
export const assetUrl = (name: string): string => `/dashboard/assets/${assetOf(name).version}/${name}`;

/** `GET /assets/<version>/<name>`; they say nothing of anybody, so whoever asks gets them. */
export const assetRoutes: FastifyPluginAsync = async (server) => {
  server.get<{ Params: { version: string; name: string } }>(
    '/assets/:version/:name',
    async (request, reply) => {
      const { version, name } = request.params;
      if (!Object.hasOwn(files, name) || assetOf(name).version !== version) return reply.callNotFound();
      return reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .type(files[name]?.type ?? 'application/octet-stream')
        .send(assetOf(name).body);
    },
  );
};
