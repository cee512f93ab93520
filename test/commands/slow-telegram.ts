import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A Telegram that knows every bot and holds back its answers to sendMessage until `answer` is called. */
export async function startSlowTelegram(): Promise<{
  url: string;
  asked: Promise<void>;
  answer: () => void;
}> {
  const held: ServerResponse[] = [];
  let told = (): void => {};
  let answering = false;
  const asked = new Promise<void>((resolve) => (told = resolve));
  const say = (response: ServerResponse, result: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, result }));
  };
  const message = { message_id: 1, date: 0, chat: { id: 9, type: 'private' } };
  const server = createServer((request, response) => {
    request.resume();
    const method = /\/(\w+)$/.exec(request.url ?? '')?.[1];
    if (method === 'getMe') say(response, { id: 1, is_bot: true, first_name: 'Bot', username: 'bot' });
    else if (method === 'getUpdates') setTimeout(() => say(response, []), 200);
    else if (method === 'sendMessage') {
      told();
      if (answering) say(response, message);
      else held.push(response);
    } else say(response, true);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: () => {
      answering = true;
      for (const response of held) say(response, message);
    },
  };
}
