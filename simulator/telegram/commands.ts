import type { Chat, ChatBook } from '../chats.ts';
import type { SimulatedCommand } from '../platform.ts';
import { badRequest } from './refusal.ts';
import { list, type Methods, object, type Parameters, text } from './request/parameters.ts';

/** The lists of commands that bots set, by scope and language: `chat:501:uk`, `default:`. */
export type CommandLists = Record<string, SimulatedCommand[]>;

export interface Commands {
  methods: Methods;
  /** The commands that the menu of a private chat shows. */
  shownIn(chat: Chat): SimulatedCommand[];
}

const commandsAllowed = 100;
const scopes = ['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'];
const chatScopes = ['chat', 'chat_administrators', 'chat_member'];

/** @see https://core.telegram.org/bots/api#botcommandscope */
export function createCommands({ book, lists }: { book: ChatBook; lists: CommandLists }): Commands {
  return {
    methods: {
      setmycommands(parameters) {
        const commands = (list(parameters.commands) ?? []).map(readCommand);
        if (commands.length > commandsAllowed) throw badRequest('BOT_COMMANDS_TOO_MUCH');
        const key = readKey(parameters);
        if (commands.length === 0) delete lists[key];
        else lists[key] = commands;
        book.changed();
        return true;
      },
      deletemycommands(parameters) {
        delete lists[readKey(parameters)];
        book.changed();
        return true;
      },
      getmycommands: (parameters) => lists[readKey(parameters)] ?? [],
    },
    shownIn({ clientId, locale }) {
      const keys = [`chat:${clientId}`, 'all_private_chats', 'default'].flatMap((scope) => [
        `${scope}:${locale.slice(0, 2)}`,
        `${scope}:`,
      ]);
      const key = keys.find((one) => lists[one]);
      return key === undefined ? [] : structuredClone(lists[key] ?? []);
    },
  };

  function readKey({ scope, language_code: language }: Parameters): string {
    if (text(language) !== '' && !/^[a-z]{2}$/.test(text(language))) {
      throw badRequest('invalid language code specified');
    }
    return `${scope === undefined ? 'default' : readScope(scope)}:${text(language)}`;
  }

  function readScope(given: unknown): string {
    const refuse = (what: string): Error => badRequest(`can't parse BotCommandScope: ${what}`);
    const scope = object(given);
    if (!scope) throw refuse('expected an Object');
    const type = text(scope.type);
    if (scopes.includes(type)) return type;
    if (!chatScopes.includes(type)) throw refuse('Unsupported type specified');
    const id = text(scope.chat_id);
    if (id === '') throw refuse('Can\'t find field "chat_id"');
    if (!book.find(id)?.opened) throw badRequest('chat not found');
    if (type !== 'chat_member') return `${type}:${id}`;
    const member = text(scope.user_id);
    if (!/^[1-9]\d*$/.test(member)) throw refuse('Invalid user_id specified');
    return `${type}:${id}:${member}`;
  }
}

function readCommand(entry: unknown): SimulatedCommand {
  const { command, description } = Object(entry) as Parameters;
  const [, name] = /^\/?([a-z0-9_]{1,32})$/.exec(text(command)) ?? [];
  if (name === undefined) throw badRequest('BOT_COMMAND_INVALID');
  const { length } = text(description);
  if (length < 1 || length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  return { command: name, description: text(description) };
}
