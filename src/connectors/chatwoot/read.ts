/**
 * Reads conversations from Chatwoot's webhooks and from the lists of its API. Both are read leniently: only the fields
 * that are used must be there.
 * @see https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks
 * @see https://developers.chatwoot.com/api-reference/conversations/conversations-list
 */
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { keptName } from '../../text/names.ts';
import type { CompletedConversation, Conversation, Reading } from '../connector.ts';
import { isActivity, isByClient, momentOf, writtenAt, writtenFields } from './message.ts';

const idSchema = z.union([z.number().int().positive(), z.string().regex(/^\d+$/)]).transform(String);
const sourceSchema = z.object({ source_id: z.union([z.string(), z.number()]).nullish() }).nullish();
const nameSchema = z.object({ name: z.string().nullish() }).nullish();
const timeSchema = writtenFields.created_at;
const messageSchema = z.object({
  ...writtenFields,
  account_id: idSchema.nullish(),
  conversation: z.object({ contact_inbox: sourceSchema }).nullish(),
});

const conversationSchema = z.object({
  id: idSchema,
  status: z.string(),
  /** `Channel::` and the name: of a webhook; in a list it stands in `meta`. */
  channel: z.string().nullish(),
  meta: z.object({ channel: z.string().nullish(), assignee: nameSchema, team: nameSchema }).nullish(),
  contact_inbox: sourceSchema,
  additional_attributes: z.object({ chat_id: z.union([z.string(), z.number()]).nullish() }).nullish(),
  labels: z.array(z.string()).nullish(),
  account_id: idSchema.nullish(),
  account: z.object({ id: idSchema }).nullish(),
  messages: z.array(messageSchema).nullish(),
  last_non_activity_message: messageSchema.nullish(),
  /** Seconds, with a fraction; older versions have only the other two. */
  updated_at: timeSchema,
  last_activity_at: timeSchema,
  timestamp: timeSchema,
});
type RawConversation = z.output<typeof conversationSchema>;
type Message = z.output<typeof messageSchema>;

const eventSchema = z.object({ event: z.string() });
const statusChanged = 'conversation_status_changed';
/** How the names of all of Chatwoot's events begin. */
const eventNames = /^(conversation|message|contact|inbox|webwidget)_/;

const MOST_LABELS = 50;
const MOST_CHARACTERS = 200;

export interface ChatwootReader {
  /** The body of a webhook. @throws {ApiError} 400, which names each field that is missing */
  event: (body: unknown) => Reading;
  /** An entry of a list of conversations. */
  listed: (entry: unknown, account: string) => Reading;
}

/** @param accounts the only ones whose conversations are taken; empty: all are */
export function createChatwootReader(accounts: readonly string[]): ChatwootReader {
  return {
    event(body) {
      const read = eventSchema.safeParse(body);
      const event = read.data?.event ?? statusChanged;
      if (!read.success || !eventNames.test(event)) throw notChatwoot(body, ['event']);
      if (event !== statusChanged) return ignored(`the event is ${shown(event)}, not ${statusChanged}`);
      const conversation = conversationSchema.safeParse(body);
      if (!conversation.success) throw notChatwoot(body, pathsOf(conversation.error));
      return readingOf(conversation.data, accountOf(conversation.data) ?? accounts[0], body);
    },
    listed(entry, account) {
      const conversation = conversationSchema.safeParse(entry);
      if (!conversation.success)
        return ignored(`an entry of its list has no ${pathsOf(conversation.error).join(', ')}`);
      try {
        return readingOf(conversation.data, account, entry);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return ignored(`conversation ${conversation.data.id} has no ${missingOf(error).join(', ')}`);
      }
    },
  };

  function readingOf(raw: RawConversation, account: string | undefined, body: unknown): Reading {
    const channel = /^Channel::(\w+)$/.exec(raw.channel ?? raw.meta?.channel ?? '')?.[1]?.toLowerCase();
    const clientId = sourceOf(raw);
    const at = changedAt(raw);
    if (channel === undefined || clientId === null || account === undefined || at === null) {
      throw notChatwoot(body, [
        ...(channel === undefined ? ['channel'] : []),
        ...(clientId === null ? ['contact_inbox.source_id'] : []),
        ...(account === undefined ? ['account_id'] : []),
        ...(at === null ? ['updated_at'] : []),
      ]);
    }
    if (accounts.length > 0 && !accounts.includes(account))
      return ignored(`account ${account} is not in CONNECT_CHATWOOT_ACCOUNT`);
    const conversation: Conversation = { id: `${account}:${raw.id}`, channel, clientId, at };
    // Open, pending and snoozed all mean that it goes on.
    if (raw.status !== 'resolved') return { kind: 'reopened', conversation };
    return {
      kind: 'completed',
      conversation: {
        ...conversation,
        operator: cut(raw.meta?.assignee?.name),
        team: cut(raw.meta?.team?.name),
        tags: (raw.labels ?? [])
          .map(cut)
          .filter((label) => label !== null)
          .slice(0, MOST_LABELS),
        lastMessage: lastMessageOf(raw),
      },
    };
  }
}

const ignored = (reason: string): Reading => ({ kind: 'ignored', reason });

/** Where in a webhook the account stands depends on the version; its last message has always named it. */
function accountOf({ account_id, account, messages }: RawConversation): string | undefined {
  return (
    account_id ?? account?.id ?? messages?.find((message) => message.account_id)?.account_id ?? undefined
  );
}

/** The client's id on the platform. A list has it in the messages and, for private chats, as the chat's id. */
function sourceOf(raw: RawConversation): string | null {
  const sources = [
    raw.contact_inbox?.source_id,
    ...messagesOf(raw).map(({ conversation }) => conversation?.contact_inbox?.source_id),
    raw.additional_attributes?.chat_id,
  ].map((source) => String(source ?? '').trim());
  return sources.find((source) => source !== '') ?? null;
}

const changedAt = ({ updated_at, last_activity_at, timestamp }: RawConversation): Date | null =>
  momentOf(updated_at) ?? momentOf(last_activity_at) ?? momentOf(timestamp);

function lastMessageOf(raw: RawConversation): CompletedConversation['lastMessage'] {
  const written = messagesOf(raw).flatMap((message) => {
    const at = isActivity(message) ? null : writtenAt(message);
    return at ? [{ byClient: isByClient(message), at }] : [];
  });
  return written.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
}

const messagesOf = ({ messages, last_non_activity_message: last }: RawConversation): Message[] => [
  ...(messages ?? []),
  ...(last ? [last] : []),
];

/** A name that is too long is cut, rather than the conversation refused. */
function cut(name: string | null | undefined): string | null {
  const kept = keptName((name ?? '').replaceAll('\0', ''));
  return Array.from(kept).slice(0, MOST_CHARACTERS).join('').trim() || null;
}

/** @param paths of the fields that are wrong; those of every status change that are missing are named as well */
function notChatwoot(body: unknown, paths: readonly string[]): ApiError {
  const missing = ['event', 'id', 'status'].filter((path) => valueAt(body, path) == null);
  const faults = [...new Set([...missing, ...paths])].map((path) => ({
    path,
    message: valueAt(body, path) == null ? 'is missing' : 'is not what Chatwoot sends there',
  }));
  const message =
    'the body is no webhook of Chatwoot; point its webhook for conversation_status_changed here';
  return new ApiError(400, 'invalid_request', message, faults);
}

const missingOf = ({ faults }: ApiError): string[] =>
  faults.map(({ path }) => path).filter((path) => path !== 'event');

const pathsOf = ({ issues }: z.ZodError): string[] => issues.map(({ path }) => path.join('.'));

function valueAt(body: unknown, path: string): unknown {
  return path
    .split('.')
    .filter((part) => part !== '')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, part)
          ? (value as Record<string, unknown>)[part]
          : undefined,
      body,
    );
}

const shown = (event: string): string => event.slice(0, 60);
