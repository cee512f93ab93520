import type { Person } from '../../access/person.ts';
import type { Action } from '../../access/roles.ts';
import type { StaffEvent } from '../../access/staff.ts';
import type { Message } from '../../channel.ts';
import type { MessageKey, Translate } from '../../locales/index.ts';
import type { Tools } from '../tools.ts';

/** A command that a person sent, by words or by a button; both say the same. */
export interface Call {
  /** What stands after the name, word by word. */
  words: readonly string[];
  by: StaffEvent;
  /** Whose rights decide what is shown: in a group the group's. */
  place: Person;
  /** In the language of the place. */
  t: Translate;
  /** Only with `asksAsClient`: does what a client's event does, and gives what a client is told. */
  asClient: () => Promise<Message | undefined>;
}

/** A command: a file of its own and a line in `index.ts`. */
export interface Command {
  /** What it is for, in a few words, as menus show it. */
  about: MessageKey;
  /** What one must be allowed to do, in the place where it is asked; null: everybody of the company. */
  action: Action | null;
  /** True: it is also a client's command, and does for a person what it does for a client. */
  asksAsClient?: true;
  run(call: Call, tools: Tools): Promise<Message>;
}

export type Commands = Readonly<Record<string, Command>>;
