// viber-bot with its own middleware, which answers 200 before anything is done; nothing is kept.
import { createServer } from 'node:http';
import viberBot from 'viber-bot';

const { Bot, Message } = viberBot;
const { BENCH_TOKEN: authToken, BENCH_API: api } = process.env;
const logger = { debug() {}, info() {}, warn() {}, error: console.error };
const bot = new Bot({ logger, authToken, name: 'Peer', avatar: '' });
bot._client._url = api;

const keyboard = {
  Type: 'keyboard',
  Buttons: [5, 4, 3, 2, 1].map((rating) => ({
    ActionType: 'reply',
    ActionBody: `rate:${rating}`,
    Text: '⭐'.repeat(rating),
  })),
};
bot.onTextMessage(/^rate:[1-5]$/, (_message, response) =>
  response.send(new Message.Text('Thank you! Please leave a comment on your rating')),
);
bot.onTextMessage(/^start$/, (_message, response) =>
  response.send(new Message.Text('Please rate the quality of service', keyboard)),
);

const middleware = bot.middleware();
const server = createServer((request, response) => {
  // viber-bot looks for the signature under a header that no request has, and finds it in the address alone.
  request.url += `?sig=${String(request.headers['x-viber-content-signature'])}`;
  middleware(request, response);
});
server.keepAliveTimeout = 60_000;
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
process.on('disconnect', () => process.exit());
process.send({ url: `http://127.0.0.1:${server.address().port}/` });
