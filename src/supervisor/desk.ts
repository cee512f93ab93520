import { type Chat, chatKey } from '../access/chat.ts';
import { may } from '../access/may.ts';
import type { People } from '../access/people.ts';
import { type Person } from '../access/person.ts';
import type { Prompts } from '../access/prompts.ts';
import type { StaffAreas, StaffEvent } from '../access/staff.ts';
import type { ClientEvent, Message, Reply } from '../channel.ts';
import { excerpt } from '../text/excerpt.ts';
import { faultFields, isKnown, StoreError } from '../errors.ts';
import type { StaffDesk } from '../inbound/router.ts';
import { createTranslator } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import { readStaffToken } from '../token.ts';
import type { Answers } from './answers.ts';
import { askArea, pageArea } from './buttons.ts';
import type { Commands } from './commands/command.ts';
import { nearestName } from './reading/nearest.ts';
import type { Tools } from './tools.ts';

export interface DeskOptions {
  people: Pick<People, 'place' | 'current' | 'change'>;
  prompts: Pick<Prompts, 'find'>;
  /** The parts of the service that have buttons and prompts of their own. */
  areas: StaffAreas;
  commands: Commands;
  tools: Tools;
  answers: Answers;
  log: Log;
}

type AsClient = () => Promise<Reply | undefined>;

/** What was asked for: a command, or something of an area. */
type Asked =
  | { kind: 'command'; name: string; words: readonly string[]; inPlace: boolean }
  | { kind: 'tap'; area: string; argument: string }
  | { kind: 'written'; area: string; argument: string; personId: string; late: boolean; text: string };

/**
 * Handles what people of the company do in their chats and groups: commands, the buttons of their messages, and what they
 * write when they are asked to. Who it is, and what they may, is read from the store each time.
 */
export function createDesk(options: DeskOptions): StaffDesk {
  const { people, prompts, areas, commands, tools, answers, log } = options;

  return {
    async handle(event, known, asClient) {
      const asked = await read(event);
      if (!asked) return null;
      const by = await whoActs(event, known);
      if (!by) return null;
      try {
        return { reply: await carryOut(asked, by, asClient) };
      } catch (error) {
        // The platform sends the event again once the store is back.
        if (error instanceof StoreError) throw error;
        const level = isKnown(error) ? 'warn' : 'error';
        log(level, 'A command failed', { channel: event.channel, ...faultFields(error) });
        return { reply: { text: createTranslator(by.person.language)('desk.failed') } };
      }
    },
  };

  function isCommand({ command }: ClientEvent): boolean {
    return (
      command !== undefined &&
      (Object.hasOwn(commands, command.name) || clientCommands.includes(command.name))
    );
  }

  /** @returns null: it is nothing of a person's, but of a client's */
  async function read(event: ClientEvent): Promise<Asked | null> {
    if (event.kind === 'tap') {
      const token = readStaffToken(event.token);
      if (!token) return null;
      if (token.area !== askArea && token.area !== pageArea) return { kind: 'tap', ...token };
      const [name = '', ...words] = token.argument.split(':');
      return { kind: 'command', name, words, inPlace: token.area === pageArea };
    }
    if (event.kind === 'start') return { kind: 'command', name: 'start', words: [], inPlace: false };
    // Who is asked to write something and types a command has changed their mind: it must not go to a client.
    if (event.kind === 'text' && !event.edited && !isCommand(event)) {
      const prompt = await prompts.find(event);
      if (prompt) return { kind: 'written', ...prompt, late: prompt.late ?? false, text: event.text };
    }
    const { command } = event;
    if (!command || (event.kind === 'text' && event.edited)) return null;
    const { name, argument } = command;
    // In a group another bot may know it; in a private chat a client's command is a client's.
    if (!Object.hasOwn(commands, name) && (event.chat !== 'private' || clientCommands.includes(name)))
      return null;
    return { kind: 'command', name, words: argument.split(/\s+/).filter(Boolean), inPlace: false };
  }

  /** Who did it, as the store has them now; null: they are nobody of the company any more. */
  async function whoActs(event: ClientEvent, known: Person): Promise<StaffEvent | null> {
    const { channel, clientId, thread, actor } = event;
    const chat: Chat = {
      channel,
      clientId,
      ...(event.chat === 'group' && thread !== undefined && { thread }),
    };
    const place = await enrolledIn(chat, known.id);
    if (!place) return null;
    if (event.chat !== 'group' || !actor) {
      const person = await named(place, event);
      return { event, person, place: person, chat };
    }
    const own = { channel, clientId: actor.id };
    const member = await people.place(own);
    return { event, person: member?.person ?? place, place, chat };
  }

  /** Who is known by SUPERVISORS alone has the name of their chat, until the platform tells theirs. */
  async function named(person: Person, { profile, chat }: ClientEvent): Promise<Person> {
    const name = profile?.name;
    const hasName = !person.chats.some((one) => chatKey(one) === person.name);
    if (!name || hasName || chat === 'group') return person;
    return (await people.change(person.id, (known) => ({ ...known, name }))) ?? person;
  }

  async function enrolledIn(chat: Chat, id: string): Promise<Person | null> {
    const person = await people.current(id);
    return person?.chats.some((one) => chatKey(one) === chatKey(chat)) ? person : null;
  }

  async function carryOut(asked: Asked, by: StaffEvent, asClient: AsClient): Promise<Reply | undefined> {
    if (asked.kind === 'command') {
      const answer = await run(asked.name, asked.words, by, asClient);
      return answers.give(by, answer, asked.inPlace);
    }
    const t = createTranslator(by.person.language);
    const area = Object.hasOwn(areas, asked.area) ? areas[asked.area] : undefined;
    if (asked.kind === 'tap') {
      const { event } = by;
      if (!area || event.kind !== 'tap') return { text: t('desk.oldButton') };
      return area.tap(asked.argument, { ...by, event });
    }
    if (asked.late) return { text: t('desk.late') };
    // In a group anybody can reply to a message.
    if (asked.personId !== by.person.id) return { text: t('desk.notYours') };
    return area?.written ? area.written(asked.argument, asked.text, by) : { text: t('desk.oldButton') };
  }

  async function run(
    name: string,
    words: readonly string[],
    by: StaffEvent,
    asClient: AsClient,
  ): Promise<Message> {
    const { place } = by;
    const t = createTranslator(place.language);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      const allowed = Object.entries(commands).filter(([, { action }]) => !action || may(place, action));
      const nearest = nearestName(
        name,
        allowed.map(([known]) => known),
      );
      const given = excerpt(name, LONGEST_NAME);
      return {
        text: nearest ? t('desk.nearest', { name: given, nearest }) : t('desk.unknown', { name: given }),
      };
    }
    if (command.action && !may(place, command.action)) return { text: t('desk.refused', { name }) };
    return command.run({ words, by, place, t, asClient }, tools);
  }
}

/** Of what is no command, so much is said again. */
const LONGEST_NAME = 40;

/** Commands that mean something to clients too; a person of the company is one of them for those. */
const clientCommands: readonly string[] = ['stop'];
