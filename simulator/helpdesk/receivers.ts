import type { FastifyPluginAsync } from 'fastify';
import type { HelpdeskChannel, Reading } from './channels/channel.ts';
import type { Outage } from './outage.ts';
import type { Received } from './received.ts';
import type { HelpdeskChannelName } from './state.ts';

/** A platform repeats what is not answered with 200, so what cannot be read is acknowledged. */
const acknowledged = {};

/** `POST /telegram` and `POST /viber`: the helpdesk's webhooks, for the platforms or for Afterword's relay. */
export function createReceivers({
  channels,
  outage,
  received,
  take,
}: {
  channels: Record<HelpdeskChannelName, HelpdeskChannel>;
  outage: Outage;
  received: Received;
  /** Puts an update into the inbox; gives the answer's body. */
  take: (name: HelpdeskChannelName, reading: Reading) => object;
}): FastifyPluginAsync {
  return async (app) => {
    for (const [key, channel] of Object.entries(channels)) {
      const name = key as HelpdeskChannelName;
      app.post(`/${name}`, { logLevel: 'silent' }, (request, reply) =>
        outage.answer(
          reply,
          async () => {
            const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
            if (!channel.isGenuine(request.headers, raw)) {
              received.count(name, 'refused');
              void reply.code(401);
              return { error: 'This is not signed by its platform' };
            }
            const body = raw.toString();
            const reading = channel.read(body);
            if (!reading) {
              received.count(name, 'refused');
              return acknowledged;
            }
            const { kind, id, client, entry } = reading;
            const { isRepeat } = received.take({
              channel: name,
              kind,
              id,
              clientId: client?.clientId ?? null,
              text: entry?.type === 'event' ? null : (entry?.text ?? null),
              body,
            });
            return isRepeat ? acknowledged : take(name, reading);
          },
          () => received.count(name, 'missed'),
        ),
      );
    }
    app.get('/received', { logLevel: 'silent' }, async (request) => {
      const { after = '0' } = request.query as { after?: string };
      return { counts: received.counts(), updates: received.updates(Number(after) || 0) };
    });
  };
}
