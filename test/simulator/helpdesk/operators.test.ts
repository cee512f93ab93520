import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { conversationsKept, messagesKept } from '../../../simulator/helpdesk/inbox.ts';
import {
  act,
  botToken,
  desk,
  openConversation,
  receiver,
  simulator,
  start,
  telegram,
  telegramMessage,
  texts,
  viber,
  viberMessage,
  world,
  useHelpdesk,
} from './world.ts';

useHelpdesk();

const settings = (webhookUrl = receiver.url, signingSecret = ''): Promise<any> =>
  act('settings', { webhookUrl, signingSecret });
const told = (): any[] => receiver.received.map(({ body }) => JSON.parse(body));

describe('an operator', () => {
  it('answers in the client’s chat through the bot API of the same bot', async () => {
    const id = await openConversation();
    await act('answer', { conversation: id, text: 'We look into it' });
    expect(simulator.telegram.chat('501').messages.at(-1)).toMatchObject({
      from: 'bot',
      text: 'We look into it',
    });
    expect((await texts(id)).at(-1)).toBe('operator: We look into it');
    await simulator.viber.say('client-james==', 'Hi');
    await fetch(`${simulator.viber.apiUrl}/set_webhook`, {
      method: 'POST',
      headers: { 'x-viber-auth-token': 'viber-token' },
      body: JSON.stringify({ url: receiver.url }),
    });
    await viber(viberMessage('Hi', '5700000000000000001'));
    const [{ id: other }] = (await desk()).conversations;
    await act('answer', { conversation: other, text: 'Good day' });
    expect(simulator.viber.chat('client-james==').messages.at(-1)).toMatchObject({ text: 'Good day' });
  });

  it('is shown why the platform did not take an answer', async () => {
    const id = await openConversation();
    void simulator.telegram.block('501');
    await act('answer', { conversation: id, text: 'Are you there?' });
    expect((await desk(id)).open.messages.at(-1)).toMatchObject({
      text: 'Are you there?',
      failed: 'Forbidden: bot was blocked by the user',
    });
  });

  it('is told what cannot be done', async () => {
    expect((await act('answer', { conversation: 1, text: 'x' })).error.message).toContain(
      'not there any more',
    );
    expect((await act('answer', { conversation: 1, text: ' ' })).error.message).toContain('text');
    expect((await act('dance', {})).error.message).toContain('no such action');
    expect((await settings('ftp://x')).error.message).toContain('must begin with http');
  });

  it('registers the helpdesk’s own webhook again, and then has the client’s messages at first hand', async () => {
    await act('register', { channel: 'telegram' });
    await act('register', { channel: 'viber' });
    const info = await (await fetch(`${simulator.telegram.apiUrl}/bot${botToken}/getWebhookInfo`)).json();
    expect(info).toMatchObject({ result: { url: `${simulator.url}/helpdesk/telegram` } });
    expect(await simulator.telegram.say('501', 'Directly')).toBe(200);
    expect(await simulator.viber.say('client-james==', 'Also directly')).toBe(200);
    const { conversations } = await desk();
    expect(conversations.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'Emily Carter',
      'James Miller',
    ]);
    expect(simulator.telegram.chat('501').messages.at(-1)?.text).toContain('You have reached the helpdesk');
  });
});

describe('the webhook of the helpdesk', () => {
  it('tells that a conversation was resolved, with its client, operator, team and labels', async () => {
    await settings();
    const id = await openConversation();
    await act('assign', { conversation: id, assignee: 'Anna', team: 'Billing', labels: ['refund', 'vip'] });
    await act('resolve', { conversation: id });
    expect(told()).toMatchObject([
      {
        event: 'conversation_status_changed',
        id,
        status: 'resolved',
        channel: 'Channel::Telegram',
        contact_inbox: { source_id: '501' },
        meta: { assignee: { name: 'Anna' }, team: { name: 'Billing' }, sender: { name: 'Emily Carter' } },
        labels: ['refund', 'vip'],
        messages: [{ account_id: 1, private: false }],
        changed_attributes: [{ status: { previous_value: 'open', current_value: 'resolved' } }],
      },
    ]);
    expect((await desk()).webhooks).toMatchObject([{ conversation: id, status: 'resolved', answered: 200 }]);
  });

  it('tells that it was reopened, by the operator or by a new message, and nothing twice', async () => {
    await settings();
    const id = await openConversation();
    await act('resolve', { conversation: id });
    await act('resolve', { conversation: id });
    await act('reopen', { conversation: id });
    await act('resolve', { conversation: id });
    await telegram(telegramMessage('It came back'));
    await expect
      .poll(() => told().map(({ status }) => status))
      .toEqual(['resolved', 'open', 'resolved', 'open']);
  });

  it('was told or was not: resolving and reopening say which', async () => {
    const id = await openConversation();
    expect(await act('resolve', { conversation: id })).toEqual({ told: false });
    expect(await act('reopen', { conversation: id })).toEqual({ told: false });
    await settings();
    expect(await act('resolve', { conversation: id })).toEqual({ told: true });
    expect(told()).toHaveLength(1);
  });

  it('is signed over the timestamp and the bytes where a secret was entered', async () => {
    const id = await openConversation();
    await settings(receiver.url, 'signing-secret');
    await act('resolve', { conversation: id });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const timestamp = String(world.now.getTime() / 1000);
    expect(headers['x-chatwoot-timestamp']).toBe(timestamp);
    const signature = createHmac('sha256', 'signing-secret').update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-chatwoot-signature']).toBe(`sha256=${signature}`);
    await settings();
    await act('reopen', { conversation: id });
    expect(receiver.received[1]?.headers).not.toHaveProperty('x-chatwoot-signature');
  });

  it('is sent once, whatever it is answered', async () => {
    await settings();
    const id = await openConversation();
    receiver.statuses.push(500);
    await act('resolve', { conversation: id });
    expect(told()).toHaveLength(1);
    expect((await desk()).webhooks).toMatchObject([{ answered: 500 }]);
    await receiver.close();
    await act('reopen', { conversation: id });
    expect((await desk()).webhooks).toMatchObject([{ answered: 0 }, { answered: 500 }]);
  });

  it('goes nowhere but to the service, where the simulator serves one', async () => {
    await start({ onlyCalls: 'http://127.0.0.1:8080' });
    expect((await settings('http://127.0.0.1:9/connect')).error.message).toContain('http://127.0.0.1:8080/');
    expect((await settings('http://127.0.0.1:8080/connect/chatwoot/x')).error).toBeUndefined();
  });
});

describe('the helpdesk’s state', () => {
  const inFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'afterword-helpdesk-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return join(folder, 'simulator.json');
  };

  it('is found again by the next start, and a repeat is still known', async () => {
    const stateFile = await inFolder();
    await start({ stateFile });
    await settings('http://127.0.0.1:1/x', 'signing');
    const update = telegramMessage('kept');
    await telegram(update);
    const [{ id }] = (await desk()).conversations;
    await act('resolve', { conversation: id });
    const before = await texts(id);
    await simulator.stop();
    await start({ stateFile });
    expect((await desk()).settings).toEqual({ webhookUrl: 'http://127.0.0.1:1/x', signingSecret: 'signing' });
    await telegram(update);
    expect((await desk(id)).open.status).toBe('resolved');
    expect(await texts(id)).toEqual(before);
  });

  it('begins empty with a file of an earlier version, which had no helpdesk', async () => {
    const stateFile = await inFolder();
    await start({ stateFile });
    await openConversation();
    await simulator.stop();
    const { helpdesk, ...earlier } = JSON.parse(await readFile(stateFile, 'utf8'));
    expect(helpdesk.conversations).toHaveLength(1);
    await writeFile(stateFile, JSON.stringify(earlier));
    await start({ stateFile });
    expect((await desk()).conversations).toEqual([]);
  });

  it('is bounded: old messages and old conversations are forgotten, resolved ones first', async () => {
    const first = await openConversation('first');
    await act('resolve', { conversation: first });
    for (let i = 1; i <= conversationsKept; i++) {
      await telegram(telegramMessage('Hi', { id: 10_000 + i, first_name: `Client ${i}` } as never));
    }
    expect((await desk(first)).open).toBeNull();
    const [{ id }] = (await desk()).conversations;
    const last = { id: 10_000 + conversationsKept, first_name: 'Last' } as never;
    for (let i = 0; i < messagesKept; i++) await telegram(telegramMessage(`${i}`, last));
    expect(await texts(id)).toEqual(Array.from({ length: messagesKept }, (_, i) => `client: ${i}`));
  });
});
