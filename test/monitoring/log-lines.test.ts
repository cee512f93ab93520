import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createSetClock } from '../../src/clock.ts';
import { StoreError } from '../../src/errors.ts';
import { createLogger } from '../../src/log/logger.ts';
import { readConfig, secretsOf, startService } from '../../src/service.ts';
import { clients, NOON } from '../support/service.ts';

const said = 'My card is 5168-0000-1111-2222';
const name = 'Олена-Таємна';
const key = 'a-very-secret-api-key-0001';
const guessed = 'guessed-key-that-is-wrong-0002';
const connectSecret = 'connect-secret-of-the-helpdesk-0003';
const hookSecret = `whsec_${Buffer.from('webhook-secret-0004-0004-0004').toString('base64')}`;

/** A service whose log is written as in production, with every line. */
async function startLogging() {
  const destination = new PassThrough();
  const chunks: string[] = [];
  destination.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')));
  const config = readConfig({
    STORE_URL: 'sqlite::memory:',
    PORT: '0',
    API_KEYS: key,
    WEBHOOKS: `https://127.0.0.1:9/hook ${hookSecret}`,
    CONNECT_CHATWOOT_SECRET: connectSecret,
  });
  const log = await createLogger({
    level: 'debug',
    forPerson: false,
    secrets: secretsOf(config),
    destination,
  });
  const clock = createSetClock(NOON);
  const service = await startService(config, { clock, log, simulatorState: null });
  onTestFinished(() => service.stop());
  if (!service.simulator) throw new Error('no simulator');
  const lines = () =>
    chunks
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { service, simulator: service.simulator, clock, lines };
}

it('a service logs requests, dialogues and jobs by their ids, and nothing that a client wrote or that is secret', async () => {
  const { service, simulator, clock, lines } = await startLogging();
  const { telegram, viber } = simulator;
  const { en } = clients.telegram;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const report = (externalId: string, headers = {}, clientId: string = en) =>
    post('/api/v1/dialogues', { channel: 'telegram', clientId, externalId, operator: name }, headers);

  // What is answered, with an id of the caller's and without.
  const given = await report('1', { 'x-request-id': 'trace-1:a.b=c' });
  expect(given.headers.get('x-request-id')).toBe('trace-1:a.b=c');
  const made = await report('2', { 'x-request-id': 'two words' });
  expect(made.headers.get('x-request-id')).toMatch(/^[\w-]{12}$/);
  await service.app.outbox.idle();
  await telegram.tap(en, '⭐');
  await telegram.say(en, said);
  await service.app.outbox.idle();
  await viber.say(clients.viber.en, said);
  // Jobs that fail: the webhook of the answer, which nobody takes.
  await service.app.worker.round();
  await expect.poll(() => lines().some(({ kind }) => kind === 'webhook')).toBe(true);

  // What is refused: a wrong key, a body that is none, a forged call.
  await post('/api/v1/dialogues', {}, { authorization: `Bearer ${guessed}` });
  await post('/api/v1/dialogues', `{"comment": "${said}`);
  await post(`/connect/chatwoot/${guessed}`, { said });
  await post(`/connect/chatwoot/${connectSecret}`, { said });
  await post('/webhooks/viber', { said }, { 'x-viber-content-signature': guessed });
  await post('/webhooks/telegram', { said }, { 'x-telegram-bot-api-secret-token': guessed });
  await fetch(`${service.url}/files/${guessed}/${encodeURIComponent(said)}`);
  await fetch(`${service.url}/${encodeURIComponent(said)}?token=${guessed}`);

  // What fails: the platform, the store, and a bug that quotes what it was given.
  telegram.fail({ kind: 'server_error' }, 1);
  await report('3', {}, clients.telegram.uk);
  await service.app.outbox.idle();
  const away = vi.spyOn(service.store, 'findForEvent').mockRejectedValue(new StoreError('away'));
  await telegram.say(en, said);
  away.mockRestore();
  service.store.insertDialogue = async () => {
    throw new TypeError('a bug');
  };
  const failed = await report('4', { 'x-request-id': 'trace-4' });
  expect(failed.status).toBe(500);
  clock.set(1);

  const all = lines();
  const text = JSON.stringify(all);
  for (const secret of [said, '5168', name, key, guessed, connectSecret, hookSecret, hookSecret.slice(6)]) {
    expect(text).not.toContain(secret);
  }
  const [dialogue] = await service.store.listDialogues({ from: new Date(0), to: new Date(8e15), limit: 1 });
  const about = (message: string) => all.filter(({ msg }) => msg === message);
  const answered = about('A request was answered');
  expect(answered.every(({ reqId, route, status, ms }) => reqId && route && status && ms !== undefined)).toBe(
    true,
  );
  expect(answered.map(({ reqId }) => reqId)).toEqual(expect.arrayContaining(['trace-1:a.b=c', 'trace-4']));
  expect(about('POST /api/v1/dialogues failed')).toMatchObject([
    { reqId: 'trace-4', status: 500, level: 50 },
  ]);
  const [refused] = about('A call of a helpdesk had another secret in its address');
  expect(refused).toMatchObject({ connector: 'chatwoot', reqId: expect.any(String) });
  expect(about('A message could not be sent')[0]).toMatchObject({ dialogue: expect.any(String) });
  const [job] = about('A job failed and is tried again');
  expect(job).toMatchObject({
    job: expect.stringMatching(/^webhook:/),
    kind: 'webhook',
    dialogue: dialogue?.id,
  });
  const [update] = about('An update failed');
  expect(update).toMatchObject({ channel: 'telegram', reqId: expect.any(String) });
});
