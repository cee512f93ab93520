import type { FastifyPluginAsync } from 'fastify';
import type { ChannelAdapter } from '../channel.ts';
import { StoreError } from '../errors.ts';
import type { Relay } from '../relay/relay.ts';
import { type Refusal, refusalOf, refuse } from './refusals.ts';

const refusals: Partial<Record<number, Refusal>> = {
  400: {
    status: 400,
    code: 'invalid_request',
    message: 'the body is no update of this platform',
    faults: [],
  },
  401: {
    status: 401,
    code: 'unauthorized',
    message: 'the signature or secret of the platform is missing or wrong',
    faults: [],
  },
  508: {
    status: 508,
    code: 'loop_detected',
    message: 'this service sent the request itself: the helpdesk that it passes events on to is this service',
    faults: [],
  },
  503: refusalOf(new StoreError('nothing was saved')),
};

/**
 * `POST /webhooks/<channel>`: hands the raw bytes to the channel's adapter, which checks and reads them.
 * @param relay knows the requests that it sent itself
 */
export function webhookRoutes(
  channels: ReadonlyMap<string, ChannelAdapter>,
  relay: Pick<Relay, 'isOwnRequest'>,
): FastifyPluginAsync {
  return async (server) => {
    // A signature is over the bytes as they came.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    server.post<{ Params: { channel: string }; Querystring: Record<string, string | string[]> }>(
      '/:channel',
      // No browser reads the answer.
      { helmet: false },
      async (request, reply) => {
        const adapter = channels.get(request.params.channel);
        if (!adapter?.webhook) return reply.callNotFound();
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { id: requestId, headers, query } = request;
        const { status, body } = relay.isOwnRequest(adapter.name, headers)
          ? { status: 508, body: undefined }
          : await adapter.webhook({ headers, query, rawBody, requestId });
        const refusal = refusals[status];
        if (body === undefined && refusal) return refuse(reply, refusal);
        return reply.status(status).send(body ?? '');
      },
    );
  };
}
