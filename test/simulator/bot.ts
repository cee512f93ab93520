import Fastify from 'fastify';

/** One request that a platform made of the bot, as it came over the wire. */
interface Received {
  headers: Record<string, unknown>;
  body: string;
}

export interface Bot {
  url: string;
  /** Oldest first; the check that Viber makes when the webhook is set is among them. */
  received: Received[];
  /** Statuses of the next answers; 200 when there is none left. */
  statuses: number[];
  /** Bodies of the next answers; empty when there is none left. */
  bodies: string[];
  close(): Promise<void>;
}

/** A bot that writes down what the platforms send to its webhook. */
export async function startBot(): Promise<Bot> {
  const app = Fastify({ forceCloseConnections: true });
  const bot: Bot = { url: '', received: [], statuses: [], bodies: [], close: () => app.close() };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/webhook', async (request, reply) => {
    bot.received.push({ headers: request.headers, body: request.body as string });
    return reply.code(bot.statuses.shift() ?? 200).send(bot.bodies.shift() ?? '');
  });
  bot.url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/webhook`;
  return bot;
}
