import { describe, expect, it } from 'vitest';
import { createChatwootReader } from '../../../src/connectors/chatwoot/read.ts';
import { ApiError } from '../../../src/errors.ts';
import { chatwootBody } from './bodies.ts';

const { event, listed } = createChatwootReader([]);

function faultsOf(body: unknown): string[] {
  try {
    event(body);
  } catch (error) {
    if (error instanceof ApiError) return error.faults.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

describe('a webhook of Chatwoot', () => {
  it('that says "resolved" is a completed conversation with its client, operator, team and labels', () => {
    expect(event(chatwootBody('status-resolved'))).toEqual({
      kind: 'completed',
      conversation: {
        id: '3:42',
        channel: 'telegram',
        clientId: '501',
        at: new Date('2026-11-22T11:23:20.512Z'),
        operator: 'Anna Shevchenko',
        team: 'billing',
        tags: ['refund', 'vip'],
        lastMessage: { byClient: true, at: new Date('2026-11-22T11:23:00Z') },
      },
    });
  });

  it.each([
    ['the newest of several', [0, 1], { byClient: false }],
    ['none that only says what was done', [0, 2], { byClient: true }],
    ['a template as one of somebody else', [3], { byClient: false }],
    ['none where there is none', [], null],
  ])('says who wrote last: %s', (_what, types, lastMessage) => {
    const messages = types.map((message_type, index) => ({
      message_type,
      created_at: 1_795_346_580 + index,
    }));
    expect(event({ ...chatwootBody('status-resolved'), account_id: 3, messages })).toMatchObject({
      conversation: { lastMessage },
    });
  });

  it.each(['open', 'pending', 'snoozed'])('that says "%s" is a conversation that goes on', (status) => {
    expect(event({ ...chatwootBody('status-open'), status })).toEqual({
      kind: 'reopened',
      conversation: {
        id: '3:42',
        channel: 'telegram',
        clientId: '501',
        at: new Date('2026-11-22T11:28:20.004Z'),
      },
    });
  });

  it('that echoes a message of the bot is ignored', () => {
    expect(event(chatwootBody('message-created'))).toEqual({
      kind: 'ignored',
      reason: 'the event is message_created, not conversation_status_changed',
    });
  });

  it('needs neither assignee, team nor labels', () => {
    const body = {
      ...chatwootBody('status-resolved'),
      labels: undefined,
      meta: { sender: {}, assignee: null },
    };
    expect(event(body)).toMatchObject({ conversation: { operator: null, team: null, tags: [] } });
  });

  it.each([
    ['in its last message', {}, '3:42'],
    ['beside the conversation', { account_id: 5, messages: [] }, '5:42'],
    ['as an object', { account: { id: 6, name: 'Acme' }, messages: [] }, '6:42'],
  ])('names its account %s', (_where, fields, id) => {
    expect(event({ ...chatwootBody('status-resolved'), ...fields })).toMatchObject({ conversation: { id } });
  });

  it('is of the configured account where it names none', () => {
    const reader = createChatwootReader(['8']);
    const body = { ...chatwootBody('status-resolved'), messages: [] };
    expect(reader.event(body)).toMatchObject({ conversation: { id: '8:42' } });
  });

  it('of an account that is not configured is ignored', () => {
    expect(createChatwootReader(['8']).event(chatwootBody('status-resolved'))).toEqual({
      kind: 'ignored',
      reason: 'account 3 is not in CONNECT_CHATWOOT_ACCOUNT',
    });
  });

  it('of an older version has the moment of the last activity', () => {
    const body = { ...chatwootBody('status-resolved'), updated_at: undefined };
    expect(event(body)).toMatchObject({ conversation: { at: new Date('2026-11-22T11:23:00Z') } });
  });

  it('keeps names as the API does, and cuts what is too long', () => {
    const body = {
      ...chatwootBody('status-resolved'),
      meta: { assignee: { name: '  Anna \n Shevchenko\0 ' }, team: { name: 'x'.repeat(300) } },
      labels: ['', ' vip ', ...Array.from({ length: 80 }, (_, at) => `label-${at}`)],
    };
    const reading = event(body);
    expect(reading).toMatchObject({ conversation: { operator: 'Anna Shevchenko', team: 'x'.repeat(200) } });
    expect(reading.kind === 'completed' && reading.conversation.tags).toHaveLength(50);
    expect(reading.kind === 'completed' && reading.conversation.tags[0]).toBe('vip');
  });
});

describe('a body of another product', () => {
  it.each([
    ['an empty object', {}, ['event is missing', 'id is missing', 'status is missing']],
    ['a list', [], ['event is missing', 'id is missing', 'status is missing']],
    ['nothing', null, ['event is missing', 'id is missing', 'status is missing']],
    [
      'a ticket of a helpdesk',
      { ticket: { id: 35436, status: 'solved', requester: { id: 1 } } },
      ['event is missing', 'id is missing', 'status is missing'],
    ],
    [
      'an event by another name',
      { event: 'ticket.closed', id: 5, status: 'closed' },
      ['event is not what Chatwoot sends there'],
    ],
    [
      'a status change without its client',
      { event: 'conversation_status_changed', id: 5, status: 'resolved' },
      [
        'channel is missing',
        'contact_inbox.source_id is missing',
        'account_id is missing',
        'updated_at is missing',
      ],
    ],
    [
      'an id that is no number',
      { ...chatwootBody('status-resolved'), id: 'a4f0' },
      ['id is not what Chatwoot sends there'],
    ],
    [
      'labels in another form',
      { ...chatwootBody('status-resolved'), labels: [{ title: 'vip' }] },
      ['labels.0 is not what Chatwoot sends there'],
    ],
  ])('is refused with the fields that are wrong: %s', (_what, body, faults) => {
    expect(faultsOf(body)).toEqual(faults);
  });
});

describe('an entry of the list of resolved conversations', () => {
  it('is read like the webhook that was missed', () => {
    const webhook = event(chatwootBody('status-resolved'));
    const entry = listed(chatwootBody('listed'), '3');
    if (webhook.kind !== 'completed') throw new Error('not completed');
    expect(entry).toEqual({
      kind: 'completed',
      conversation: { ...webhook.conversation, at: new Date('2026-11-22T11:23:20.702Z') },
    });
  });

  it('has its client as the id of a private chat where no message says it', () => {
    const entry = { ...chatwootBody('listed'), messages: [], last_non_activity_message: null };
    expect(listed(entry, '3')).toMatchObject({ conversation: { clientId: '501' } });
  });

  it.each([
    [{}, 'an entry of its list has no id, status'],
    [
      { id: 4, status: 'resolved', updated_at: 1795346600 },
      'conversation 4 has no channel, contact_inbox.source_id',
    ],
  ])('holds up no other when it cannot be read: %j', (entry, reason) => {
    expect(listed(entry, '3')).toEqual({ kind: 'ignored', reason });
  });
});
