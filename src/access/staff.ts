import type { Chat } from './chat.ts';
import type { ClientEvent, Reply } from '../channel.ts';
import type { Person } from './person.ts';

/** Something that a person did in a chat with the bot. */
export interface StaffEvent {
  event: ClientEvent;
  /** Who did it, as the store knows them now. In a group: the member, if enrolled themselves, else the group. */
  person: Person;
  /** Whose chat it is; in a group the group, else the person. What is shown here may be what this one may see. */
  place: Person;
  /** Where it was done, and where an answer goes. */
  chat: Chat;
}

/** A part of the service that handles buttons and prompts of its own; `app` lists them by the name of the area. */
export interface StaffArea {
  /** A tap on a button whose token is `writeStaffToken`. @returns what is said at once; undefined: nothing */
  tap(
    argument: string,
    by: StaffEvent & { event: ClientEvent & { kind: 'tap' } },
  ): Promise<Reply | undefined>;
  /** What was written in reply to a prompt (see `prompts.ts`) of this area. @returns as above */
  written?(argument: string, text: string, by: StaffEvent): Promise<Reply | undefined>;
}

export type StaffAreas = Readonly<Record<string, StaffArea>>;
