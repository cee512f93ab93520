import type { FastifyPluginAsync } from 'fastify';
import type { ChannelAdapter } from '../channel.ts';

/** `POST /webhooks/<channel>`: hands the raw bytes to the channel's adapter, which checks and reads them. */
export function webhookRoutes(channels: ReadonlyMap<string, ChannelAdapter>): FastifyPluginAsync {
  return async (server) => {
    // A signature is over the bytes as they came.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    server.post<{ Params: { channel: string }; Querystring: Record<string, string | string[]> }>(
      '/:channel',
      async (request, reply) => {
        const adapter = channels.get(request.params.channel);
        if (!adapter?.webhook) return reply.callNotFound();
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { status, body } = await adapter.webhook({
          headers: request.headers,
          query: request.query,
          rawBody,
        });
        return reply.status(status).send(body ?? '');
      },
    );
  };
}
