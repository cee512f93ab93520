import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../../simulator/index.ts';
import { type Bot, startBot } from './bot.ts';

interface Call {
  method: string;
  url: string;
  authorization: string | undefined;
  body: unknown;
}

let simulator: Simulator;
let app: FastifyInstance;
let bot: Bot;
let api: FastifyInstance;
let base: string;
let calls: Call[];
let answer: { status: number; body: object };

/** Stands for Afterword's HTTP API. */
async function startApi(): Promise<string> {
  api = Fastify({ forceCloseConnections: true });
  api.all('/*', async (request, reply) => {
    const { method, url, headers, body } = request;
    calls.push({ method, url, authorization: headers.authorization, body });
    return reply.code(answer.status).send(answer.body);
  });
  return api.listen({ host: '127.0.0.1', port: 0 });
}

const get = (path: string): Promise<Response> => fetch(`${base}${path}`, { redirect: 'manual' });
// oxlint-disable-next-line typescript/no-explicit-any -- answers are read as the page reads them
const read = async (response: Response): Promise<any> => {
  expect(response.status).toBe(200);
  return response.json();
};
const post = async (path: string, body: object): ReturnType<typeof read> =>
  read(
    await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

beforeEach(async () => {
  calls = [];
  answer = { status: 200, body: {} };
  bot = await startBot();
  simulator = createSimulator({
    telegramToken: '42:token',
    viberToken: 'token',
    now: () => new Date('2026-11-22T09:00:00Z'),
    webhookRetries: { times: 0, pauseMs: 0 },
  });
  app = Fastify({ forceCloseConnections: true });
  await app.register(simulator.plugin, { prefix: '/simulator' });
  base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/simulator`;
  simulator.listening(base);
  simulator.connectHelpdesk({
    baseUrl: await startApi(),
    apiKey: 'secret',
    supervisors: { telegram: '100', viber: 'another==' },
    describe: 'embedded SQLite at ./data/afterword.db',
    scenarios: ['csat', 'thumbs'],
  });
  await fetch(`${simulator.telegram.apiUrl}/bot42:token/setWebhook?url=${bot.url}`);
});
afterEach(async () => {
  await simulator.stop();
  await Promise.all([app.close(), bot.close(), api.close()]);
});

describe('the page', () => {
  it('stands at the root of the mount, with everything that it names', async () => {
    expect((await get('')).headers.get('location')).toBe('/simulator/');
    const html = await (await get('/')).text();
    // What begins with a slash is the service's own.
    const names = [...html.matchAll(/(?:href|src)="([^"/][^"]*)"/g)].map(([, name]) => `/${name}`);
    expect(names).toContain('/page.js');
    for (const name of names) expect((await get(name)).status).toBe(200);
    for (const name of names.filter((entry) => entry.endsWith('.js'))) {
      const script = await (await get(name)).text();
      for (const [, other] of script.matchAll(/from '\.(\/[^']+)'/g)) {
        expect((await get(other ?? '')).status).toBe(200);
      }
    }
  });

  it('needs no inline script or style, so that a strict policy may guard it', async () => {
    const html = await (await get('/')).text();
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)| on\w+=/);
  });

  it('gets the chats, and who is a supervisor', async () => {
    const state = await read(await get('/page/state'));
    expect(state).toMatchObject({
      connected: true,
      describe: 'embedded SQLite at ./data/afterword.db',
      scenarios: ['csat', 'thumbs'],
    });
    const supervisors = [...state.telegram, ...state.viber].filter(({ supervisor }) => supervisor);
    expect(supervisors.map(({ clientId, opened }) => [clientId, opened])).toEqual([
      ['100', true],
      ['another==', true],
    ]);
  });

  it('hears of a change', async () => {
    const stream = (await get('/events')).body?.pipeThrough(new TextDecoderStream()).getReader();
    await stream?.read();
    await post('/page/chats/telegram/say', { clientId: '501', text: 'hello' });
    expect((await stream?.read())?.value).toContain('event: change');
  });
});

describe('what a bot sent', () => {
  /** A document of the bot to 501. */
  async function sendDocument(name: string, content: string): Promise<void> {
    const form = new FormData();
    form.append('chat_id', '501');
    form.append('document', new Blob([content]), name);
    await fetch(`${simulator.telegram.apiUrl}/bot42:token/sendDocument`, { method: 'POST', body: form });
  }

  it('can be seen and saved, and is never run', async () => {
    for (const name of ['week.png', 'тиждень.html']) await sendDocument(name, '<script>');
    const { telegram } = await read(await get('/page/state'));
    const { messages } = telegram.find(({ clientId }: { clientId: string }) => clientId === '501');
    const [picture, page] = await Promise.all(
      messages.map(({ attachment }: { attachment: { file: string } }) =>
        get(`/page/files/${attachment.file}`),
      ),
    );
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('тиждень.html')}`,
    );
    for (const { headers } of [picture, page]) expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(await page.text()).toBe('<script>');
    expect((await get('/page/files/none')).status).toBe(404);
  });

  it('has the menu of each chat beside it', async () => {
    const commands = [{ command: 'today', description: 'How is today?' }];
    await fetch(`${simulator.telegram.apiUrl}/bot42:token/setMyCommands`, {
      method: 'POST',
      body: JSON.stringify({ commands, scope: { type: 'chat', chat_id: 100 } }),
    });
    const { telegram, viber } = await read(await get('/page/state'));
    const menus = [...telegram, ...viber].map((chat) => [chat.clientId, chat.commands]);
    expect(menus.filter(([, menu]) => menu.length > 0)).toEqual([['100', commands]]);
  });
});

describe('what a person does on the page', () => {
  it('is written in a group by the supervisor', async () => {
    simulator.telegram.addGroup?.({ clientId: '-7', name: 'CSAT' });
    const { telegram } = await read(await get('/page/state'));
    expect(telegram.map((chat: { clientId: string }) => chat.clientId)).toContain('-7');
    expect(await post('/page/chats/telegram/say', { clientId: '-7', text: '/today' })).toEqual({
      status: 200,
    });
    const [message] = simulator.telegram.chat('-7').messages;
    expect(message).toMatchObject({ text: '/today', author: '100' });
  });

  it('may be a voice message', async () => {
    expect(await post('/page/chats/telegram/voice', { clientId: '501' })).toEqual({ status: 200 });
    expect(simulator.telegram.chat('501').messages.at(-1)).toMatchObject({
      attachment: { kind: 'voice', seconds: 7 },
    });
  });

  it('reaches the bot', async () => {
    expect(await post('/page/chats/telegram/say', { clientId: '501', text: ' hello ' })).toEqual({
      status: 200,
    });
    expect(JSON.parse(bot.received[0]?.body ?? '')).toMatchObject({ message: { text: 'hello' } });
    bot.statuses.push(503);
    expect(await post('/page/chats/telegram/block', { clientId: '501' })).toEqual({ status: 503 });
    expect(await post('/page/chats/telegram/unblock', { clientId: '501' })).toEqual({ status: 200 });
  });

  it('says which message is replied to, and that none is where the client closed the reply field', async () => {
    const markup = JSON.stringify({ force_reply: true });
    const sent = await fetch(
      `${simulator.telegram.apiUrl}/bot42:token/sendMessage?chat_id=501&text=Why%3F&reply_markup=${markup}`,
    );
    const { result } = (await sent.json()) as { result: { message_id: number } };
    const message = (index: number): unknown => JSON.parse(bot.received[index]?.body ?? '').message;
    await post('/page/chats/telegram/say', { clientId: '501', text: 'Hello', replyTo: '' });
    expect(message(0)).not.toHaveProperty('reply_to_message');
    await post('/page/chats/telegram/say', {
      clientId: '501',
      text: 'Late',
      replyTo: String(result.message_id),
    });
    expect(message(1)).toMatchObject({ text: 'Late', reply_to_message: { message_id: result.message_id } });
  });

  it('changes a client’s language, and adds a client who has not opened the chat', async () => {
    await post('/page/chats/viber/language', { clientId: 'client-james==', locale: 'uk' });
    expect(simulator.viber.chat('client-james==').locale).toBe('uk');
    const { clientId } = await post('/page/chats/telegram/add', {});
    expect(simulator.telegram.chat(clientId).opened).toBe(false);
    await post('/page/chats/telegram/open', { clientId });
    expect(simulator.telegram.chat(clientId).opened).toBe(true);
  });

  it('is told what cannot be done', async () => {
    const refused = async (path: string, body: object): Promise<string> =>
      (await post(`/page/chats/${path}`, body)).error.message;
    expect(await refused('telegram/tap', { clientId: '501', label: '5' })).toContain('No button');
    expect(await refused('telegram/say', { clientId: '501', text: ' ' })).toContain('1 to 4096');
    expect(await refused('telegram/dance', {})).toContain('no such action');
    expect(await refused('icq/say', { clientId: '501', text: 'hello' })).toContain('no such action');
  });
});

describe('the helpdesk', () => {
  const form = {
    channel: 'telegram',
    clientId: '502',
    operator: 'Iryna',
    team: '',
    topic: 'Delivery',
    scenario: 'csat',
  };

  it('reports a dialogue over the public API, each under an id of its own', async () => {
    answer = { status: 201, body: { dialogue: { id: 'd1' }, asked: true, reason: null } };
    expect(await post('/page/dialogues', form)).toEqual(answer.body);
    await post('/page/dialogues', form);
    expect(calls[0]).toMatchObject({
      method: 'POST',
      url: '/api/v1/dialogues',
      authorization: 'Bearer secret',
      body: {
        channel: 'telegram',
        clientId: '502',
        externalId: expect.stringMatching(/^HD-\d+$/),
        operator: 'Iryna',
        topic: 'Delivery',
        tags: [],
        scenario: 'csat',
        language: 'uk',
        completedAt: '2026-11-22T09:00:00.000Z',
      },
    });
    expect(calls[0]?.body).not.toHaveProperty('team');
    expect(new Set(calls.map(({ body }) => (body as { externalId: string }).externalId)).size).toBe(2);
  });

  it('lists dialogues and asks for the digest', async () => {
    answer.body = { dialogues: [] };
    expect(await read(await get('/page/dialogues'))).toEqual({ dialogues: [] });
    answer.body = { sent: [{ supervisor: 'telegram:100', ok: true }] };
    expect(await post('/page/digests', {})).toEqual(answer.body);
    expect(calls).toMatchObject([
      { method: 'GET', url: '/api/v1/dialogues?limit=50' },
      { method: 'POST', url: '/api/v1/digests', body: { day: 'today' } },
    ]);
  });

  it('shows what the API says against it, and its silence', async () => {
    const error = { code: 'invalid', message: 'No', faults: [{ path: 'topic', message: 'too long' }] };
    answer = { status: 400, body: { error } };
    expect(await post('/page/dialogues', form)).toEqual({ error });
    answer = { status: 500, body: {} };
    expect((await post('/page/digests', {})).error.message).toBe('Afterword answered 500');
    await api.close();
    expect((await post('/page/digests', {})).error.message).toContain('does not answer');
    expect((await post('/page/dialogues', {})).error.message).toContain('not complete');
  });
});
