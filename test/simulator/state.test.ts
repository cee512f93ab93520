import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, demoPeople, type Simulator, startSimulator } from '../../simulator/index.ts';

let folder: string;
let path: string;

const options = (stateFile?: string) => ({ telegramToken: '42:token', viberToken: 'token', stateFile });

async function send(simulator: Simulator, text: string): Promise<number> {
  const response = await fetch(`${simulator.telegram.apiUrl}/bot42:token/sendMessage`, {
    method: 'POST',
    body: JSON.stringify({ chat_id: 501, text }),
  });
  const answer = (await response.json()) as { result: { message_id: number } };
  return answer.result.message_id;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'afterword-simulator-'));
  path = join(folder, 'deeper', 'simulator.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the state of the simulator', () => {
  it('is read by its user alone, also where an older file was readable by all', async () => {
    const simulator = createSimulator(options(path));
    simulator.telegram.addClient({ clientId: '7', name: 'Seven', locale: 'en' });
    await simulator.stop();
    const modes = [await stat(join(folder, 'deeper')), await stat(path)].map(({ mode }) => mode & 0o777);
    expect(modes).toEqual([0o700, 0o600]);
    await chmod(path, 0o644);
    const again = createSimulator(options(path));
    again.telegram.addClient({ clientId: '8', name: 'Eight', locale: 'en' });
    await again.stop();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('begins with people who opened their chats', () => {
    const simulator = createSimulator(options());
    expect(simulator.telegram.chats().map(({ clientId, opened }) => [clientId, opened])).toEqual([
      ...demoPeople.telegram.clients.map(({ clientId }) => [clientId, true]),
      ['100', true],
    ]);
    expect(simulator.viber.chat('supervisor-viber==')).toMatchObject({ opened: true, messages: [] });
  });

  it('is found again by the next start, and no id is given twice', async () => {
    const first = await startSimulator(options(path));
    const ids = [await send(first, 'one'), await send(first, 'two')];
    first.telegram.addClient({ clientId: '777', name: 'Ada', locale: 'en' });
    first.telegram.addGroup?.({ clientId: '-7', name: 'CSAT', bot: 'member', topics: true });
    const commands = [{ command: 'today', description: 'How is today?' }];
    await fetch(`${first.telegram.apiUrl}/bot42:token/setMyCommands`, {
      method: 'POST',
      body: JSON.stringify({ commands }),
    });
    void first.telegram.block('502');
    await first.stop();

    const second = await startSimulator(options(path));
    expect(second.telegram.chat('501').messages).toMatchObject([
      { text: 'one', at: expect.any(Date) },
      { text: 'two' },
    ]);
    expect(second.telegram.chat('502').blocked).toBe(true);
    expect(second.telegram.chat('777').opened).toBe(false);
    expect(second.telegram.commands?.('777')).toEqual(commands);
    const group = second.telegram.addGroup?.({ clientId: '-7', name: 'CSAT' });
    await expect(group?.addBot('501')).rejects.toThrow('already');
    expect(ids).not.toContain(await send(second, 'three'));
    await second.stop();
    expect(await readdir(join(folder, 'deeper'))).toEqual(['simulator.json']);
  });

  it('keeps all of a message that came with a wish', async () => {
    const first = await startSimulator(options(path));
    const id = await send(first, 'one');
    const markup = { inline_keyboard: [[{ text: 'See', url: 'https://shop.example/7' }]], force_reply: true };
    const form = new FormData();
    form.append('chat_id', '501');
    form.append('photo', new Blob(['png']), 'week.png');
    form.append('disable_notification', 'true');
    form.append('reply_parameters', JSON.stringify({ message_id: id }));
    form.append('reply_markup', JSON.stringify(markup));
    await fetch(`${first.telegram.apiUrl}/bot42:token/sendPhoto`, { method: 'POST', body: form });
    const { messages } = first.telegram.chat('501');
    expect(messages.at(-1)).toMatchObject({
      silent: true,
      replyTo: String(id),
      opensReply: true,
      attachment: { kind: 'photo', name: 'week.png', bytes: 3 },
      keyboard: [[{ label: 'See', url: 'https://shop.example/7' }]],
    });
    await first.stop();
    const second = await startSimulator(options(path));
    expect(second.telegram.chat('501').messages).toEqual(messages);
    await second.stop();
  });

  it('is not written where no file is named', async () => {
    const simulator = createSimulator(options());
    simulator.telegram.addClient({ clientId: '777', name: 'Ada', locale: 'en' });
    await simulator.stop();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is left alone where it cannot be read', async () => {
    path = join(folder, 'other.json');
    await writeFile(path, '{"somebody":"else"}');
    expect(() => createSimulator(options(path))).toThrow('other.json is not a state of the simulator');
    expect(await readFile(path, 'utf8')).toBe('{"somebody":"else"}');
  });

  it('has no address before it is told', () => {
    const simulator = createSimulator(options());
    expect(() => simulator.telegram.apiUrl).toThrow('listening');
    simulator.listening('http://127.0.0.1:8080/simulator/');
    expect(simulator.telegram.apiUrl).toBe('http://127.0.0.1:8080/simulator/telegram');
    expect(simulator.viber.apiUrl).toBe('http://127.0.0.1:8080/simulator/viber/pa');
  });
});
