/**
 * Chatwoot's objects, as far as the documentation of its webhooks and of its API shows them.
 * @see https://developers.chatwoot.com/api-reference/conversations
 */
import { credentials } from '../credentials.ts';
import type { Conversation, HelpdeskMessage } from '../state.ts';

const { accountId: account_id } = credentials;
/** Chatwoot itself has no Viber inbox; the name is the one that those who added one chose. */
const inboxes = {
  telegram: { id: 1, channel: 'Channel::Telegram' },
  viber: { id: 2, channel: 'Channel::Viber' },
};
const messageTypes = { client: 0, operator: 1, note: 1, event: 2 };

export function messageObject(conversation: Conversation, message: HelpdeskMessage): object {
  return {
    id: message.id,
    content: message.text,
    account_id,
    inbox_id: inboxes[conversation.channel].id,
    conversation_id: conversation.id,
    message_type: messageTypes[message.from],
    created_at: seconds(message.at),
    updated_at: message.at,
    private: message.from === 'note',
    status: message.failed === undefined ? 'sent' : 'failed',
    source_id: message.sourceId ?? null,
    content_type: 'text',
    content_attributes: message.failed === undefined ? {} : { external_error: message.failed },
    sender_type: message.from === 'client' ? 'Contact' : 'User',
    conversation: { contact_inbox: { source_id: conversation.clientId } },
  };
}

/** As the API lists it. Unlike a webhook it names no `contact_inbox` but that of its last message. */
export function conversationObject(conversation: Conversation): object {
  const { id: inbox_id, channel } = inboxes[conversation.channel];
  return {
    meta: { ...metaOf(conversation), channel },
    id: conversation.id,
    account_id,
    inbox_id,
    uuid: `00000000-0000-4000-8000-${String(conversation.id).padStart(12, '0')}`,
    messages: lastMessages(conversation),
    additional_attributes: additionalAttributes(conversation),
    custom_attributes: conversation.customAttributes,
    labels: conversation.labels,
    status: conversation.status,
    muted: false,
    snoozed_until: null,
    priority: null,
    can_reply: true,
    unread_count: 0,
    created_at: seconds(conversation.createdAt),
    updated_at: conversation.updatedAt.getTime() / 1000,
    timestamp: seconds(conversation.activityAt),
    last_activity_at: seconds(conversation.activityAt),
  };
}

/** The body of a webhook for a conversation whose status changed. Its last message alone names the account. */
export function statusChanged(conversation: Conversation, previous: Conversation['status']): object {
  const { id: inbox_id, channel } = inboxes[conversation.channel];
  return {
    event: 'conversation_status_changed',
    additional_attributes: additionalAttributes(conversation),
    can_reply: true,
    channel,
    id: conversation.id,
    inbox_id,
    contact_inbox: {
      id: conversation.id,
      contact_id: conversation.id,
      inbox_id,
      source_id: conversation.clientId,
      created_at: conversation.createdAt,
      updated_at: conversation.updatedAt,
      hmac_verified: false,
    },
    messages: lastMessages(conversation),
    labels: conversation.labels,
    meta: metaOf(conversation),
    status: conversation.status,
    custom_attributes: conversation.customAttributes,
    snoozed_until: null,
    unread_count: 0,
    first_reply_created_at: null,
    priority: null,
    waiting_since: 0,
    agent_last_seen_at: seconds(conversation.updatedAt),
    contact_last_seen_at: 0,
    last_activity_at: seconds(conversation.activityAt),
    timestamp: seconds(conversation.activityAt),
    created_at: seconds(conversation.createdAt),
    updated_at: conversation.updatedAt.getTime() / 1000,
    changed_attributes: [{ status: { previous_value: previous, current_value: conversation.status } }],
  };
}

function metaOf({ id, clientId, channel, name, locale, assignee, team }: Conversation): object {
  return {
    sender: {
      id,
      name,
      type: 'contact',
      email: null,
      identifier: null,
      phone_number: null,
      thumbnail: '',
      custom_attributes: {},
      additional_attributes: {
        language_code: locale,
        ...(channel === 'telegram' && { social_telegram_user_id: Number(clientId) }),
      },
    },
    assignee:
      assignee === ''
        ? null
        : { id: 1, name: assignee, available_name: assignee, type: 'user', availability_status: 'online' },
    team: team === '' ? null : { id: 1, name: team },
    hmac_verified: false,
  };
}

function additionalAttributes({ channel, clientId }: Conversation): object {
  return channel === 'telegram' ? { chat_id: Number(clientId) } : {};
}

/** The newest that the client could see. */
function lastMessages(conversation: Conversation): object[] {
  const last = conversation.messages.findLast(({ from }) => from === 'client' || from === 'operator');
  return last ? [messageObject(conversation, last)] : [];
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
