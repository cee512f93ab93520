import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type Chat, type ChatBook, createChatBook } from './chats.ts';
import { type HelpdeskState, helpdeskState, newHelpdeskState } from './helpdesk/state.ts';
import { createFiles, type Files } from './files.ts';
import { demoPeople } from './people.ts';
import type { CommandLists } from './telegram/commands.ts';

type Counter = 'update' | 'message' | 'query' | 'token' | 'dialogue' | 'conversation' | 'entry' | 'file';

export interface SimulatorState {
  telegram: ChatBook;
  viber: ChatBook;
  /** Whoever changes it calls `changed` afterwards. */
  helpdesk: HelpdeskState;
  /** Of the menus on Telegram; whoever changes them calls `changed` afterwards. */
  commands: CommandLists;
  files: Files;
  changed(): void;
  /** The next number of its kind; never the same again, also after a restart. */
  next(counter: Counter): number;
  onChange(listener: () => void): () => void;
  /** Writes what is not written yet. */
  stop(): void;
}

const button = z.object({
  label: z.string(),
  data: z.string(),
  url: z.string().optional(),
  columns: z.number().optional(),
  rows: z.number().optional(),
  silent: z.boolean().optional(),
});
const chat = z.object({
  clientId: z.string(),
  name: z.string(),
  locale: z.string(),
  blocked: z.boolean(),
  opened: z.boolean(),
  subscribed: z.boolean(),
  messages: z.array(
    z.object({
      id: z.string(),
      from: z.enum(['bot', 'client']),
      text: z.string(),
      markup: z.string(),
      at: z.coerce.date(),
      edited: z.boolean(),
      thread: z.string().optional(),
      silent: z.literal(true).optional(),
      replyTo: z.string().optional(),
      opensReply: z.literal(true).optional(),
      opensReplyFor: z.array(z.string()).optional(),
      forwardedFrom: z.object({ id: z.string(), name: z.string() }).optional(),
      author: z.string().optional(),
      attachment: z
        .object({
          kind: z.enum(['contact', 'file', 'location', 'photo', 'sticker', 'video', 'voice']),
          caption: z.string().optional(),
          seconds: z.number().optional(),
          name: z.string().optional(),
          bytes: z.number().optional(),
          url: z.string().optional(),
          file: z.string().optional(),
        })
        .optional(),
      keyboard: z.array(z.array(button)),
    }),
  ),
  bottomKeyboard: z.array(z.array(button)),
  toast: z.string().nullable(),
  toasts: z.number(),
  group: z
    .object({
      kind: z.enum(['group', 'supergroup']),
      bot: z.enum(['member', 'administrator', 'out']),
      isForum: z.literal(true).optional(),
      topics: z.array(z.object({ thread: z.string(), name: z.string(), closed: z.boolean() })),
      movedTo: z.string().optional(),
    })
    .optional(),
});
const file = z.object({
  counters: z.record(z.string(), z.number()),
  telegram: z.array(chat),
  viber: z.array(chat),
  /** A file of an earlier version has neither. */
  helpdesk: helpdeskState.optional(),
  commands: z
    .record(z.string(), z.array(z.object({ command: z.string(), description: z.string() })))
    .optional(),
});
type StateFile = z.infer<typeof file>;

/** Changes are gathered for this long before the file is written. */
const writeAfterMs = 200;

/** The chats and counters of both platforms, kept in `path` if it is given. @throws when that file cannot be read as a state */
export function createState({ path, now }: { path?: string; now: () => Date }): SimulatorState {
  const saved = path === undefined ? null : read(path);
  const counters: Record<string, number> = saved?.counters ?? {};
  // A bot's store may remember ids of an earlier run without a state file, or those that a crash kept
  // from being written: seconds since 1970 are beyond both.
  const first = Math.floor(now().getTime() / 1000);
  const listeners = new Set<() => void>();
  const chats = { telegram: byId(saved?.telegram), viber: byId(saved?.viber) };
  const helpdesk = saved?.helpdesk ?? newHelpdeskState();
  const commands = saved?.commands ?? {};
  let timer: NodeJS.Timeout | undefined;

  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const content = {
      counters,
      telegram: [...chats.telegram.values()],
      viber: [...chats.viber.values()],
      helpdesk,
      commands,
    };
    rmSync(`${path}.new`, { force: true });
    writeFileSync(`${path}.new`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  const writeLater = (): void => {
    try {
      write();
    } catch (error) {
      // The chats are only a convenience; a folder that is gone must not end the service.
      process.emitWarning(`The simulator could not keep its chats: ${String(error)}`);
    }
  };
  const changed = (): void => {
    if (path !== undefined) timer ??= setTimeout(writeLater, writeAfterMs);
    for (const listener of listeners) listener();
  };

  const state: SimulatorState = {
    telegram: createChatBook('telegram', chats.telegram, changed),
    viber: createChatBook('viber', chats.viber, changed),
    helpdesk,
    commands,
    files: createFiles(() => state.next('file')),
    changed,
    next(counter) {
      const number = Math.max((counters[counter] ?? 0) + 1, first);
      counters[counter] = number;
      return number;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      if (timer) writeLater();
    },
  };
  if (!saved) seed(state);
  return state;
}

function seed(state: SimulatorState): void {
  for (const platform of ['telegram', 'viber'] as const) {
    for (const person of [...demoPeople[platform].clients, demoPeople[platform].supervisor]) {
      Object.assign(state[platform].add(person), { opened: true, subscribed: true });
    }
  }
}

function byId(chats: Chat[] = []): Map<string, Chat> {
  return new Map(chats.map((entry) => [entry.clientId, entry]));
}

function read(path: string): StateFile | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return file.parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} is not a state of the simulator: move it away to start with new chats`);
  }
}
