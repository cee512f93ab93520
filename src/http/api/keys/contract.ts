import { z } from 'zod';
import { apiScopes } from '../../../access/keys/scopes.ts';
import { resource } from '../endpoint.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { optionalMoment } from '../fields/moment.ts';
import { limitField } from '../fields/period.ts';
import { idOf, requiredName } from '../fields/texts.ts';

const about = (description: string) => ({ description });

const keySchema = z
  .object({
    name: z.string(),
    scopes: z.union([z.array(z.enum(apiScopes)), z.literal('all')]),
    createdAt: optionalMoment.meta(about('null: it is one of API_KEYS.')),
    lastUsedAt: optionalMoment.meta(about('To the minute.')),
  })
  .meta({ id: 'Key', description: 'A key of the API. The key itself is kept nowhere.' });

const exampleKey = {
  name: 'reports',
  scopes: ['figures:read', 'comments:read'],
  createdAt: '2026-11-01T08:00:00.000Z',
  lastUsedAt: '2026-11-22T14:03:00.000Z',
};

export const keys = resource({
  title: 'Keys',
  about: ['Who may call the API, and for what. A key has the scopes that it was made with.'],
  endpoints: {
    list: {
      method: 'GET',
      path: '/keys',
      scope: 'keys:read',
      summary: 'List keys',
      about: ['Those of API_KEYS first, then by name.'],
      query: z.strictObject({ limit: limitField, cursor: cursorField }),
      answer: z.object({ keys: z.array(keySchema), next: nextField }),
      example: { answer: { keys: [exampleKey], next: null } },
    },
    create: {
      method: 'POST',
      path: '/keys',
      scope: 'keys:write',
      summary: 'Make a key',
      about: [
        '`secret` is the key, which is shown this once. A key can give no scope that it does not have itself.',
      ],
      body: z.strictObject({
        name: requiredName.meta(about('By which people and logs know it; unique.')),
        scopes: z.array(z.string()).meta({ ...about('At least one.'), items: { enum: [...apiScopes] } }),
      }),
      answer: z.object({ key: keySchema, secret: z.string() }),
      statuses: { 201: 'It is made.' },
      refusals: ['key_exists', 'too_many_keys'],
      example: {
        given: { name: 'reports', scopes: ['figures:read', 'comments:read'] },
        answer: { key: { ...exampleKey, lastUsedAt: null }, secret: 'aw_qm2v...' },
      },
    },
    revoke: {
      method: 'DELETE',
      path: '/keys/{name}',
      scope: 'keys:write',
      summary: 'Revoke a key',
      about: ['Within three seconds no process takes it any more.'],
      params: z.object({ name: idOf() }),
      answer: z.object({ name: z.string(), deleted: z.literal(true) }),
      refusals: ['unknown_key', 'key_of_environment'],
      example: { params: { name: 'reports' }, answer: { name: 'reports', deleted: true } },
    },
  },
});

export type ShownKey = z.output<typeof keySchema>;
