import type { FastifyPluginAsync } from 'fastify';
import type { ApiKeys } from '../../../access/keys/api-keys.ts';
import type { ApiKey } from '../../../access/keys/key-records.ts';
import { apiScopes, beyond } from '../../../access/keys/scopes.ts';
import { ApiError } from '../../../errors.ts';
import { forbidden } from '../gate/caller.ts';
import { sliceOf } from '../fields/cursor.ts';
import { serve } from '../serve.ts';
import { keys, type ShownKey } from './contract.ts';

export function keyRoutes(service: Pick<ApiKeys, 'list' | 'create' | 'revoke'>): FastifyPluginAsync {
  return serve(keys, {
    async list({ query }) {
      const { page, next } = sliceOf(await service.list(), query, ({ name }) => name);
      return { keys: page.map(present), next };
    },

    async create({ body, caller, reply }) {
      const lacking = beyond(
        caller,
        apiScopes.filter((scope) => body.scopes.includes(scope)),
      );
      if (lacking.length > 0) throw forbidden(lacking);
      const { key: secret, name, scopes, createdAt, lastUsedAt } = await service.create(body);
      void reply.status(201);
      return { key: present({ name, scopes, createdAt, lastUsedAt }), secret };
    },

    async revoke({ params: { name } }) {
      if (await service.revoke(name)) return { name, deleted: true as const };
      const message = `there is no key "${name}"; GET /api/v1/keys lists them`;
      throw new ApiError(404, 'unknown_key', message, [{ path: 'name', message }]);
    },
  });
}

const present = ({ scopes, ...key }: ApiKey): ShownKey => ({
  ...key,
  scopes: scopes === 'all' ? scopes : [...scopes],
});
