import { z } from 'zod';
import { ChannelError } from '../../errors.ts';
import type { ConversationAnswer, Helpdesk, Reading } from '../connector.ts';
import type { ChatwootApi } from './api.ts';
import { isByClient, writtenAt, writtenFields } from './message.ts';
import type { ChatwootReader } from './read.ts';

export interface ChatwootHelpdeskOptions {
  api: ChatwootApi;
  reader: ChatwootReader;
  /** The accounts whose conversations are asked for. */
  accounts: readonly string[];
}

const pageSchema = z.object({ data: z.object({ payload: z.array(z.unknown()) }) });
const entrySchema = z.object({
  id: z.unknown(),
  last_activity_at: z.number().nullish(),
  timestamp: z.number().nullish(),
});
const attributesSchema = z.object({ custom_attributes: z.record(z.string(), z.unknown()).nullish() });
const messageSchema = z.object({ id: z.number() });
const messagesSchema = z.object({
  payload: z.array(
    messageSchema.extend({
      ...writtenFields,
      content: z.string().nullish(),
      private: z.boolean().nullish(),
    }),
  ),
});

/** Of 25 conversations each, more than change in a long outage; a bound for a server that never ends its list. */
const MOST_PAGES = 400;

/** Reads from and writes to Chatwoot's API. A conversation's id is `<account>:<its number there>`. */
export function createChatwootHelpdesk({ api, reader, accounts }: ChatwootHelpdeskOptions): Helpdesk {
  return {
    async *touchedSince(since) {
      const faults: unknown[] = [];
      for (const account of accounts) {
        try {
          yield* touchedOf(account, since);
        } catch (error) {
          faults.push(error);
        }
      }
      if (faults.length > 0) throw faults[0];
    },
    async setAnswer(id, answer, confirm) {
      const path = pathOf(id);
      const { custom_attributes: known } = parsed(attributesSchema, await api.get(path));
      const wanted = attributesOf(answer, known ?? {});
      if (Object.entries(wanted).every(([name, value]) => known?.[name] === value)) return;
      await confirm();
      // Versions before July 2026 do not know `merge`: there the attributes that are sent replace all others.
      const custom_attributes = { ...known, ...wanted };
      await api.post(`${path}/custom_attributes`, { custom_attributes, merge: true });
    },
    async clientWroteSince(id, since) {
      const { payload } = parsed(messagesSchema, await api.get(`${pathOf(id)}/messages`));
      return payload.some((message) => isByClient(message) && (writtenAt(message) ?? since) > since);
    },
    async findNote(id, text, after) {
      const { payload } = parsed(messagesSchema, await api.get(`${pathOf(id)}/messages`));
      const wanted = withoutBreaks(asMarkdown(text));
      const note = payload.find(
        (message) =>
          message.private === true &&
          message.id > Number(after ?? 0) &&
          withoutBreaks(message.content ?? '') === wanted,
      );
      return note ? String(note.id) : null;
    },
    async addNote(id, text) {
      const note = { content: asMarkdown(text), message_type: 'outgoing', private: true };
      return String(parsed(messageSchema, await api.post(`${pathOf(id)}/messages`, note)).id);
    },
  };

  /** Newest activity first, which every change of a status is; so the list is read until it is older than `since`. */
  async function* touchedOf(account: string, since: Date): AsyncGenerator<Reading> {
    const seen = new Set<unknown>();
    let wasNew = true;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const query = new URLSearchParams({
        status: 'all',
        assignee_type: 'all',
        sort_by: 'last_activity_at_desc',
        page: String(page),
      });
      const { data } = parsed(pageSchema, await api.get(`${account}/conversations?${query.toString()}`));
      // An entry that moved down the list while it was read comes twice.
      const entries = data.payload.filter((entry) => !seen.has(idOf(entry)));
      const isRecent = (entry: unknown): boolean => touchedAt(entry) >= since.getTime();
      for (const entry of entries) seen.add(idOf(entry));
      for (const entry of entries.filter(isRecent)) yield reader.listed(entry, account);
      if (!data.payload.some(isRecent)) return;
      // One page may repeat because the list moved; two in a row come from a server that ignores `page`.
      if (entries.length === 0 && !wasNew) return;
      wasNew = entries.length > 0;
    }
  }
}

function pathOf(id: string): string {
  const [account, conversation] = id.split(':');
  return `${account}/conversations/${conversation}`;
}

/** An empty attribute is left out, unless it had a value that is to be cleared. */
function attributesOf(
  { rating, comment }: ConversationAnswer,
  known: Readonly<Record<string, unknown>>,
): Record<string, string | number | null> {
  const all = { csat_rating: rating, csat_comment: comment };
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => value !== null || known[name] != null),
  );
}

/** Chatwoot may change white space, so notes are compared without it. */
const withoutBreaks = (content: string): string => content.replace(/\s+/g, ' ').trim();

const idOf = (entry: unknown): unknown => entrySchema.safeParse(entry).data?.id;

/** In milliseconds; an entry without a time counts as new. */
function touchedAt(entry: unknown): number {
  const { data } = entrySchema.safeParse(entry);
  const seconds = data?.last_activity_at ?? data?.timestamp;
  return seconds == null ? Infinity : seconds * 1_000;
}

function parsed<Output>(schema: z.ZodType<Output>, answer: unknown): Output {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const place = read.error.issues[0]?.path.join('.') ?? '';
  const message = `the answer of CONNECT_CHATWOOT_URL has no ${place === '' ? 'fields' : place}; is it the address of Chatwoot?`;
  throw new ChannelError('network', message);
}

/**
 * Escapes a client's text, so that a note shows it as it is: Chatwoot fills notes in as Liquid templates, notifies the
 * agents that they mention, and renders them as Markdown.
 */
export function asMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>~|#&]/g, '\\$&')
    .replace(/mention:\/\//gi, (mention) => mention.replaceAll('/', '\\/'))
    .replace(/^(\s*\d*)([-+=.)])/gm, '$1\\$2')
    .replaceAll('\n', '  \n');
}
