import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { openApiDocument, type OpenApiDocument } from './openapi/document.ts';
import { identify, authorize } from './gate/caller.ts';
import { type IdempotencyOptions, repeatAnswers } from './gate/idempotency.ts';
import { limitRates } from './gate/limits.ts';
import { referencePolicy } from './reference/policy.ts';
import type { Clock } from '../../clock.ts';
import type { ApiKeys } from '../../access/keys/api-keys.ts';

export interface ApiOptions extends IdempotencyOptions {
  clock: Clock;
  keys: Pick<ApiKeys, 'find'>;
  /** See `limitRates`. */
  requestsPerSecond: number;
  /** The channels in use; the documentation's examples name the first. */
  channels: readonly string[];
  /** Where the service is reached, for the documentation's examples. */
  baseUrl: string;
  /** A plugin for each resource of the contract. */
  resources: readonly FastifyPluginAsync[];
}

/** Everything below /api/v1. */
export function api(options: ApiOptions): FastifyPluginAsync {
  const { keys, requestsPerSecond, channels, resources } = options;
  return async (server) => {
    identify(server, keys.find);
    await limitRates(server, requestsPerSecond, options.clock);
    authorize(server);
    repeatAnswers(server, options);
    await server.register(documentation(channels[0] ?? '', options.baseUrl));
    for (const resource of resources) await server.register(resource);
  };
}

/** `GET /openapi.json` and `GET /docs`; nothing of them is data, so they need no key. */
function documentation(channel: string, baseUrl: string): FastifyPluginAsync {
  let document: OpenApiDocument | undefined;
  let page: string | undefined;
  const read = (): OpenApiDocument => (document ??= openApiDocument(channel));
  return async (server: FastifyInstance) => {
    server.get('/openapi.json', { config: { scope: null } }, async () => read());
    server.get('/docs', { config: { scope: null } }, async (_request, reply) => {
      page ??= (await import('./reference/page.tsx')).referencePage(read(), baseUrl);
      return reply
        .header('content-security-policy', referencePolicy)
        .type('text/html; charset=utf-8')
        .send(page);
    });
  };
}
