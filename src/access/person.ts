import type { Language } from '../locales/index.ts';
import type { Role } from './roles.ts';

/** A chat of a person with the bot. */
export interface Chat {
  channel: string;
  clientId: string;
}

/** Somebody of the company. */
export interface Person {
  name: string;
  role: Role;
  language: Language;
  chats: readonly Chat[];
  /** The teams that the person looks after. */
  teams: readonly string[] | 'all';
  /** The names under which the helpdesk knows an operator. */
  operators: readonly string[];
}
