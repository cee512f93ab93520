import { describe, expect, it } from 'vitest';
import {
  act,
  api,
  desk,
  openConversation,
  simulator,
  telegram,
  telegramMessage,
  texts,
  world,
  useHelpdesk,
} from './world.ts';

useHelpdesk();

describe('the part of Chatwoot’s API', () => {
  it('is open to the helpdesk’s access token and its one account alone', async () => {
    expect(await api('GET', '', undefined, 'another')).toEqual({
      status: 401,
      body: { error: 'Invalid Access Token' },
    });
    const other = await fetch(`${simulator.url}/helpdesk/api/v1/accounts/2/conversations`, {
      headers: { api_access_token: 'simulated-helpdesk-api-token' },
    });
    expect(other.status).toBe(404);
  });

  it('adds a private note, which no client sees', async () => {
    const id = await openConversation();
    const before = simulator.telegram.chat('501').messages.length;
    const { status, body } = await api('POST', `/${id}/messages`, {
      content: 'Rated 5 of 5',
      message_type: 'outgoing',
      private: true,
    });
    expect([status, body.private, body.conversation_id]).toEqual([200, true, id]);
    expect((await texts(id)).at(-1)).toBe('note: Rated 5 of 5');
    expect(simulator.telegram.chat('501').messages).toHaveLength(before);
    expect((await api('GET', `/${id}/messages`)).body.payload.at(-1)).toMatchObject({
      content: 'Rated 5 of 5',
      private: true,
    });
  });

  it('a note does not reopen a conversation', async () => {
    const id = await openConversation();
    await act('resolve', { conversation: id });
    await api('POST', `/${id}/messages`, { content: 'Rated 1', private: true });
    expect((await desk(id)).open.status).toBe('resolved');
  });

  it('sends a message that is not private to the client', async () => {
    const id = await openConversation();
    await api('POST', `/${id}/messages`, { content: 'From the API' });
    expect(simulator.telegram.chat('501').messages.at(-1)?.text).toBe('From the API');
  });

  it('replaces the custom attributes, and adds to them with merge', async () => {
    const id = await openConversation();
    const set = async (body: object): Promise<unknown> =>
      (await api('POST', `/${id}/custom_attributes`, body)).body.custom_attributes;
    expect(await set({ custom_attributes: { plan: 'pro' } })).toEqual({ plan: 'pro' });
    expect(await set({ custom_attributes: { rating: 5 }, merge: true })).toEqual({ plan: 'pro', rating: 5 });
    expect(await set({ custom_attributes: { rating: 4 } })).toEqual({ rating: 4 });
    expect((await desk(id)).open.customAttributes).toEqual({ rating: 4 });
  });

  it('lists conversations by status, 25 to a page, the last active first', async () => {
    for (let i = 1; i <= 30; i++) {
      world.now = new Date(world.now.getTime() + 1000);
      await telegram(telegramMessage('Hi', { id: i, first_name: `Client ${i}` } as never));
    }
    const [{ id }] = (await desk()).conversations;
    await act('resolve', { conversation: id });
    const open = await api('GET', '');
    expect(open.body.data.meta.all_count).toBe(29);
    expect(open.body.data.payload).toHaveLength(25);
    expect((await api('GET', '?status=open&page=2')).body.data.payload).toHaveLength(4);
    expect((await api('GET', '?status=resolved')).body.data.payload).toMatchObject([
      {
        id,
        status: 'resolved',
        additional_attributes: { chat_id: 30 },
        meta: {
          channel: 'Channel::Telegram',
          sender: { name: 'Client 30' },
          assignee: { name: 'Iryna Melnyk' },
        },
      },
    ]);
    expect((await api('GET', '?status=all&page=9')).body.data.payload).toEqual([]);
  });

  it('filters by status and time, joined as the request says', async () => {
    const id = await openConversation();
    await act('resolve', { conversation: id });
    const resolved = {
      attribute_key: 'status',
      filter_operator: 'equal_to',
      values: ['resolved'],
      query_operator: 'AND',
    };
    const since = (value: string): object => ({
      attribute_key: 'last_activity_at',
      filter_operator: 'is_greater_than',
      values: [value],
      query_operator: null,
    });
    const ids = async (...payload: object[]): Promise<number[]> =>
      (await api('POST', '/filter', { payload })).body.payload.map((one: { id: number }) => one.id);
    expect(await ids(resolved, since('2026-11-22T08:59:00Z'))).toEqual([id]);
    expect(await ids(resolved, since('2026-11-22T09:01:00Z'))).toEqual([]);
    expect(await ids({ ...resolved, query_operator: 'OR' }, since('2026-11-22T09:01:00Z'))).toEqual([id]);
    expect(await ids({ ...resolved, values: ['open'] })).toEqual([]);
  });

  it('refuses what it cannot read, and what is not there, in Chatwoot’s way', async () => {
    const id = await openConversation();
    expect((await api('GET', '/12')).status).toBe(404);
    expect((await api('POST', '/12/messages', { content: 'x', private: true })).status).toBe(404);
    expect((await api('POST', `/${id}/messages`, { private: true })).status).toBe(422);
    expect((await api('POST', `/${id}/custom_attributes`, {})).status).toBe(422);
    const weather = { attribute_key: 'weather', filter_operator: 'equal_to', values: ['rain'] };
    expect((await api('POST', '/filter', { payload: [weather] })).body.error).toContain('"weather"');
  });

  it('fails while the helpdesk is down, and nothing is written', async () => {
    const id = await openConversation();
    await act('outage', { mode: 'down' });
    expect((await api('POST', `/${id}/messages`, { content: 'Rated 5', private: true })).status).toBe(500);
    expect((await texts(id)).some((line) => line.startsWith('note'))).toBe(false);
  });
});
