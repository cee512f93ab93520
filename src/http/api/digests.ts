import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SendDigestNow } from '../../digest/send-now.ts';
import { ApiError } from '../../errors.ts';
import { errorResponses } from '../refusals.ts';

const order = z.strictObject({ day: z.string().default('yesterday') });
const sent = z.object({
  sent: z.array(z.object({ supervisor: z.string(), ok: z.boolean(), error: z.string().optional() })),
});
const schema = { body: order, response: { 200: sent, ...errorResponses } };

/** `POST /digests {"day": "today" | "yesterday" | "2026-11-22"}` sends the digest to every supervisor now. */
export function digestRoutes(sendNow: SendDigestNow): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.post('/digests', { schema }, async ({ body }) => {
      try {
        return { sent: await sendNow(body.day) };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ApiError(400, 'invalid_request', error.message, [{ path: 'day', message: error.message }]);
      }
    });
  };
}
