import type { FastifyPluginAsync } from 'fastify';
import type { SendDigestNow } from '../../../digest/send-now.ts';
import { ApiError } from '../../../errors.ts';
import { serve } from '../serve.ts';
import { digests } from './contract.ts';

export function digestRoutes(sendNow: SendDigestNow): FastifyPluginAsync {
  return serve(digests, {
    async send({ body }) {
      try {
        return { sent: await sendNow(body.day) };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ApiError(400, 'invalid_request', error.message, [{ path: 'day', message: error.message }]);
      }
    },
  });
}
