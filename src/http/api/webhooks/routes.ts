import type { FastifyPluginAsync } from 'fastify';
import { ApiError } from '../../../errors.ts';
import type { JobRepeat } from '../../../jobs/repeat.ts';
import type { Deliveries } from '../../../webhooks/deliveries.ts';
import type { Webhooks } from '../../../webhooks/webhooks.ts';
import { pageOf } from '../fields/cursor.ts';
import { repeatOne } from '../jobs/routes.ts';
import { serve } from '../serve.ts';
import { webhooks } from './contract.ts';

export interface OutgoingWebhookRoutes {
  service: Pick<Webhooks, 'endpoints' | 'test'>;
  deliveries: Deliveries;
  repeat: JobRepeat;
}

export function outgoingWebhookRoutes({
  service,
  deliveries,
  repeat,
}: OutgoingWebhookRoutes): FastifyPluginAsync {
  return serve(webhooks, {
    async list() {
      return {
        endpoints: service.endpoints.map(({ id, url, types }) => ({
          id,
          url: withoutQuery(url),
          types: [...types],
        })),
      };
    },

    async deliveries({ query: { state, limit, cursor } }) {
      const { page, next } = await pageOf(
        { limit, cursor },
        ({ limit: most, after }) =>
          deliveries.list(state ?? null, most, after && { enqueuedAt: after.at, id: after.id }),
        ({ enqueuedAt, id }) => ({ at: enqueuedAt, id }),
      );
      return { deliveries: page, next };
    },

    async again({ body: { id } }) {
      // Other jobs have keys of their own kinds.
      if (!id.startsWith('webhook:')) throw unknown('id', 'unknown_job', `there is no delivery "${id}"`);
      await repeatOne(repeat, id, 'id');
      return { again: 1 };
    },

    async test({ body }) {
      const told = service.endpoints.filter(({ id }) => id === (body.endpoint ?? id));
      if (told.length === 0) {
        const ids = service.endpoints.map(({ id }) => id).join(', ');
        const known = ids ? `there are ${ids}` : 'WEBHOOKS names none';
        throw unknown(
          'endpoint',
          'unknown_endpoint',
          `there is no endpoint "${body.endpoint ?? ''}"; ${known}`,
        );
      }
      const begun = told.map(async (one) => ({ id: await service.test(one), endpoint: one.id }));
      return { deliveries: await Promise.all(begun) };
    },
  });
}

/** The query may hold a secret. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function unknown(path: string, code: string, message: string): ApiError {
  return new ApiError(404, code, message, [{ path, message }]);
}
