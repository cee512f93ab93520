import type { Conversation, HelpdeskChannelName, HelpdeskMessage, HelpdeskState } from './state.ts';

export interface HelpdeskClient {
  channel: HelpdeskChannelName;
  clientId: string;
  name: string;
  locale: string;
}

/** One conversation for each client and channel, open or resolved, with its messages in order. */
export interface Inbox {
  all(): Conversation[];
  find(id: number): Conversation | undefined;
  /** Adds what a client did; a message reopens a resolved conversation. */
  take(client: HelpdeskClient, entry: Entry): Taken;
  add(conversation: Conversation, message: Omit<HelpdeskMessage, 'id' | 'at'>): HelpdeskMessage;
  /** Also adds `what` to the conversation. False: it had that status already. */
  setStatus(conversation: Conversation, status: Conversation['status'], what: string): boolean;
  change(conversation: Conversation, facts: Partial<Conversation>): void;
}

export interface Entry {
  type: 'message' | 'edit' | 'event';
  text: string;
  sourceId?: string;
}

export interface Taken {
  conversation: Conversation | null;
  isNew: boolean;
  /** The same message came before; it was not added again. */
  isRepeat: boolean;
  isReopened: boolean;
}

/** Older ones are deleted, so that the state file stays small. */
export const conversationsKept = 300;
export const messagesKept = 100;

export function createInbox({
  state,
  next,
  now,
  changed,
}: {
  state: HelpdeskState;
  next: (counter: 'conversation' | 'entry') => number;
  now: () => Date;
  changed: () => void;
}): Inbox {
  const touch = (conversation: Conversation, isActivity: boolean): void => {
    conversation.updatedAt = now();
    if (isActivity) conversation.activityAt = conversation.updatedAt;
    changed();
  };

  const inbox: Inbox = {
    all: () =>
      state.conversations.toSorted((a, b) => b.activityAt.getTime() - a.activityAt.getTime() || b.id - a.id),
    find: (id) => state.conversations.find((conversation) => conversation.id === id),
    take(client, entry) {
      const known = state.conversations.find(
        ({ channel, clientId }) => channel === client.channel && clientId === client.clientId,
      );
      const earlier =
        entry.sourceId === undefined
          ? undefined
          : known?.messages.find(({ sourceId }) => sourceId === entry.sourceId);
      const nothing = { conversation: known ?? null, isNew: false, isRepeat: false, isReopened: false };
      if (entry.type === 'edit') {
        if (known && earlier) {
          Object.assign(earlier, { text: entry.text, edited: true });
          touch(known, false);
        }
        return nothing;
      }
      if (earlier) return { ...nothing, isRepeat: true };
      if (!known && entry.type === 'event') return nothing;
      const conversation = known ?? open(client);
      Object.assign(conversation, { name: client.name || conversation.name, locale: client.locale });
      inbox.add(conversation, {
        from: entry.type === 'event' ? 'event' : 'client',
        text: entry.text,
        ...(entry.sourceId !== undefined && { sourceId: entry.sourceId }),
      });
      const isReopened =
        entry.type === 'message' && inbox.setStatus(conversation, 'open', 'Reopened by a new message');
      return { conversation, isNew: !known, isRepeat: false, isReopened };
    },
    add(conversation, fields) {
      const message = { id: next('entry'), at: now(), ...fields };
      conversation.messages.push(message);
      if (conversation.messages.length > messagesKept) conversation.messages.shift();
      touch(conversation, true);
      return message;
    },
    setStatus(conversation, status, what) {
      if (conversation.status === status) return false;
      conversation.status = status;
      inbox.add(conversation, { from: 'event', text: what });
      return true;
    },
    change(conversation, facts) {
      Object.assign(conversation, facts);
      touch(conversation, false);
    },
  };

  function open({ channel, clientId, name, locale }: HelpdeskClient): Conversation {
    const at = now();
    const conversation: Conversation = {
      id: next('conversation'),
      channel,
      clientId,
      name: name || clientId,
      locale,
      status: 'open',
      assignee: 'Iryna Melnyk',
      team: 'First line',
      labels: [],
      customAttributes: {},
      createdAt: at,
      activityAt: at,
      updatedAt: at,
      messages: [],
    };
    if (state.conversations.length >= conversationsKept) forgetOne();
    state.conversations.push(conversation);
    return conversation;
  }

  /** The one that rested longest, of those that were resolved if there are any. */
  function forgetOne(): void {
    const oldestFirst = inbox.all().toReversed();
    const victim = oldestFirst.find(({ status }) => status === 'resolved') ?? oldestFirst[0];
    state.conversations = state.conversations.filter((conversation) => conversation !== victim);
  }

  return inbox;
}
