import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { JobRepeat } from '../../jobs/repeat.ts';
import { jobStates } from '../../store/ports/jobs.ts';
import type { Deliveries } from '../../webhooks/deliveries.ts';
import type { Webhooks } from '../../webhooks/webhooks.ts';
import { errorResponses } from '../refusals.ts';
import { repeatOne } from './jobs.ts';
import { limitField } from './period.ts';

const endpoint = z.object({ id: z.string(), url: z.string(), types: z.array(z.string()) });
const delivery = z.object({
  id: z.string(),
  type: z.string(),
  endpoint: z.string(),
  state: z.enum(jobStates),
  attempts: z.number(),
  reason: z.string().nullable(),
  enqueuedAt: z.date(),
  runAt: z.date(),
  endedAt: z.date().nullable(),
  dialogueId: z.string().nullable(),
  externalId: z.string().nullable(),
});
const sent = z.object({ id: z.string(), endpoint: z.string() });

const responses = <T extends z.ZodType>(ok: T) => ({ 200: ok, ...errorResponses });
const endpoints = { response: responses(z.object({ endpoints: z.array(endpoint) })) };
const list = {
  querystring: z.strictObject({ state: z.enum(jobStates).optional(), limit: limitField }),
  response: responses(z.object({ deliveries: z.array(delivery) })),
};
const again = {
  body: z.strictObject({ id: z.string() }),
  response: responses(z.object({ again: z.number() })),
};
const test = {
  body: z.strictObject({ endpoint: z.string().optional() }),
  response: responses(z.object({ deliveries: z.array(sent) })),
};

export interface OutgoingWebhookRoutes {
  webhooks: Pick<Webhooks, 'endpoints' | 'test'>;
  deliveries: Deliveries;
  repeat: JobRepeat;
}

/**
 * - `GET /webhooks`: the endpoints
 * - `GET /webhooks/deliveries?state=&limit=`: what was sent and is to be sent, the newest first
 * - `POST /webhooks/deliveries/again {"id"}`: sends one once more
 * - `POST /webhooks/test {"endpoint"?}`: sends a test to one endpoint or to all
 */
export function outgoingWebhookRoutes(options: OutgoingWebhookRoutes): FastifyPluginAsync {
  const { webhooks, deliveries, repeat } = options;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/webhooks', { schema: endpoints }, async () => ({
      endpoints: webhooks.endpoints.map(({ id, url, types }) => ({
        id,
        url: withoutQuery(url),
        types: [...types],
      })),
    }));

    server.get('/webhooks/deliveries', { schema: list }, async ({ query: { state, limit } }) => ({
      deliveries: await deliveries.list(state ?? null, limit),
    }));

    server.post('/webhooks/deliveries/again', { schema: again }, async ({ body: { id } }) => {
      // Other jobs have keys of their own kinds.
      if (!id.startsWith('webhook:')) throw unknown('id', 'unknown_job', `there is no delivery "${id}"`);
      await repeatOne(repeat, id, 'id');
      return { again: 1 };
    });

    server.post('/webhooks/test', { schema: test }, async ({ body }) => {
      const told = webhooks.endpoints.filter(({ id }) => id === (body.endpoint ?? id));
      if (told.length === 0) {
        const ids = webhooks.endpoints.map(({ id }) => id).join(', ');
        const known = ids ? `there are ${ids}` : 'WEBHOOKS names none';
        throw unknown(
          'endpoint',
          'unknown_endpoint',
          `there is no endpoint "${body.endpoint ?? ''}"; ${known}`,
        );
      }
      const begun = told.map(async (one) => ({ id: await webhooks.test(one), endpoint: one.id }));
      return { deliveries: await Promise.all(begun) };
    });
  };
}

/** The query may hold a secret. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function unknown(path: string, code: string, message: string): ApiError {
  return new ApiError(404, code, message, [{ path, message }]);
}
