// What the two Telegram peers share: a bot that is told its server, and its webhook.
import { createServer } from 'node:http';
import { Bot, webhookCallback } from 'grammy';

export function createBot() {
  const { BENCH_TOKEN: token, BENCH_API: apiRoot } = process.env;
  const bot = new Bot(token, {
    client: { apiRoot },
    botInfo: { id: 1, is_bot: true, first_name: 'Peer', username: 'peer_bot' },
  });
  bot.catch(({ error }) => console.error(error));
  return bot;
}

export async function serve(bot) {
  const handle = webhookCallback(bot, 'http');
  const server = createServer((request, response) => void handle(request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.on('disconnect', () => process.exit());
  process.send({ url: `http://127.0.0.1:${server.address().port}/` });
}

export const stars = {
  inline_keyboard: [5, 4, 3, 2, 1].map((rating) => [
    { text: '⭐'.repeat(rating), callback_data: `rate:${rating}` },
  ]),
};
