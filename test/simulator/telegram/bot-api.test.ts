import { describe, expect, it } from 'vitest';
import { token, type Answer, world, simulator, call, send, poll, result, useTelegram } from './world.ts';

useTelegram();

describe('the Bot API', () => {
  it('knows its bot by the token alone', async () => {
    expect(result(await call('getMe'))).toMatchObject({ id: 42, is_bot: true });
    expect(await call('getMe', {}, '42:another-token')).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    });
    expect((await call('getMe', {}, 'nonsense')).error_code).toBe(404);
    expect((await call('getYou')).description).toBe('Not Found: method not found');
    expect((await call('constructor')).error_code).toBe(404);
  });

  it('takes parameters in the query, and refuses a body that is not JSON', async () => {
    const base = `${simulator.telegram.apiUrl}/bot${token}`;
    expect((await fetch(`${base}/sendMessage?chat_id=501&text=Hello`)).status).toBe(200);
    expect((await fetch(`${base}/sendMessage`, { method: 'POST', body: '{' })).status).toBe(400);
  });

  it('refuses commands that Telegram cannot show', async () => {
    const commands = (command: string, description: string): Promise<Answer> =>
      call('setMyCommands', { commands: [{ command, description }] });
    expect((await commands('start', 'Begin')).ok).toBe(true);
    expect((await commands('Start!', 'Begin')).description).toContain('BOT_COMMAND_INVALID');
    expect((await commands('start', '')).description).toContain('BOT_COMMAND_DESCRIPTION_INVALID');
  });
});

describe('answerCallbackQuery', () => {
  async function query(): Promise<string> {
    void simulator.telegram.forgeTap('501', 'x');
    return result(await poll()).at(-1).callback_query.id;
  }

  it('shows the toast once, and refuses a second answer, a late one or one to nothing', async () => {
    const answer = (id: string): Promise<Answer> =>
      call('answerCallbackQuery', { callback_query_id: id, text: 'Thanks' });
    const id = await query();
    expect((await answer(id)).ok).toBe(true);
    expect(simulator.telegram.chat('501').toast).toBe('Thanks');
    expect((await answer(id)).description).toContain('query is too old');
    expect((await answer('1')).description).toContain('query is too old');
    const late = await query();
    world.now = new Date(world.now.getTime() + 61_000);
    expect((await answer(late)).description).toContain('query is too old');
  });

  it('takes a toast of 200 characters', async () => {
    const answer = async (length: number): Promise<boolean> =>
      (await call('answerCallbackQuery', { callback_query_id: await query(), text: 'x'.repeat(length) })).ok;
    expect(await answer(200)).toBe(true);
    expect(await answer(201)).toBe(false);
  });
});

describe('faults', () => {
  const raw = (): Promise<Response> =>
    fetch(`${simulator.telegram.apiUrl}/bot${token}/sendMessage`, {
      method: 'POST',
      body: JSON.stringify({ chat_id: 501, text: 'Hello' }),
    });

  it('are met by the next requests and no others', async () => {
    simulator.telegram.fail({ kind: 'rate_limit', retryAfterSeconds: 7 }, 2);
    simulator.telegram.fail({ kind: 'server_error' });
    expect((await send('1')).parameters).toEqual({ retry_after: 7 });
    expect((await send('2')).error_code).toBe(429);
    expect((await poll()).ok).toBe(true);
    expect((await send('3')).error_code).toBe(500);
    expect((await send('4')).ok).toBe(true);
    expect(simulator.telegram.chat('501').messages.map((message) => message.text)).toEqual(['4']);
  });

  it('cut, empty and hang leave no usable answer', async () => {
    simulator.telegram.fail({ kind: 'cut' });
    await expect(raw().then((response) => response.text())).rejects.toThrow();
    simulator.telegram.fail({ kind: 'empty' });
    expect(await (await raw()).text()).toBe('');
    simulator.telegram.fail({ kind: 'hang' });
    const hanging = expect(raw()).rejects.toThrow();
    await simulator.stop();
    await hanging;
  });
});
