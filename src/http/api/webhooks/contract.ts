import { z } from 'zod';
import { jobStates } from '../../../store/ports/jobs.ts';
import { resource } from '../endpoint.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { moment, optionalMoment } from '../fields/moment.ts';
import { limitField } from '../fields/period.ts';

const about = (description: string) => ({ description });

const endpoint = z
  .object({
    id: z.string().meta(about('An address always has the same.')),
    url: z.string().meta(about('Without its query, which may hold a secret.')),
    types: z.array(z.string()),
  })
  .meta({ id: 'WebhookEndpoint' });

const delivery = z
  .object({
    id: z.string().meta(about('The `webhook-id` of its requests.')),
    type: z.string(),
    endpoint: z.string(),
    state: z.enum(jobStates),
    attempts: z.number(),
    reason: z.string().nullable(),
    enqueuedAt: moment,
    runAt: moment,
    endedAt: optionalMoment,
    dialogueId: z.string().nullable(),
    externalId: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhooks = resource({
  title: 'Webhooks',
  about: [
    'Requests that this service sends when something happens to a dialogue; WEBHOOKS names their addresses.',
  ],
  endpoints: {
    list: {
      method: 'GET',
      path: '/webhooks',
      scope: 'webhooks:read',
      summary: 'List endpoints',
      answer: z.object({ endpoints: z.array(endpoint) }),
      example: {
        answer: {
          endpoints: [{ id: '6f1c2d', url: 'https://desk.example.com/hooks', types: ['survey.answered'] }],
        },
      },
    },
    deliveries: {
      method: 'GET',
      path: '/webhooks/deliveries',
      scope: 'webhooks:read',
      summary: 'List deliveries',
      about: ['What was sent and what is to be sent, the newest first.'],
      query: z.strictObject({
        state: z.enum(jobStates).optional().meta(about('Without it, any.')),
        limit: limitField,
        cursor: cursorField,
      }),
      answer: z.object({ deliveries: z.array(delivery), next: nextField }),
      example: { given: { state: 'waiting' }, answer: { deliveries: [], next: null } },
    },
    again: {
      method: 'POST',
      path: '/webhooks/deliveries/again',
      scope: 'webhooks:write',
      summary: 'Send a delivery again',
      about: ['Also one that arrived.'],
      body: z.strictObject({ id: z.string() }),
      answer: z.object({ again: z.number() }),
      refusals: ['unknown_job', 'job_waiting', 'job_done'],
      example: { given: { id: 'webhook:q3Vb0x9LmZ2k:7:6f1c2d' }, answer: { again: 1 } },
    },
    test: {
      method: 'POST',
      path: '/webhooks/test',
      scope: 'webhooks:write',
      summary: 'Send a test',
      about: ['To one endpoint, or to all.'],
      body: z.strictObject({ endpoint: z.string().optional() }),
      answer: z.object({ deliveries: z.array(z.object({ id: z.string(), endpoint: z.string() })) }),
      refusals: ['unknown_endpoint'],
      example: {
        given: { endpoint: '6f1c2d' },
        answer: { deliveries: [{ id: 'webhook:test:q3Vb0x9LmZ2k:6f1c2d', endpoint: '6f1c2d' }] },
      },
    },
  },
});
