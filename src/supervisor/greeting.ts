import { may } from '../access/may.ts';
import type { PersonalReplies } from '../inbound/router.ts';
import { createTranslator } from '../locales/index.ts';

export interface GreetingOptions {
  /** When the digest comes, `HH:MM` in `zone`. */
  at: string;
  zone: string;
}

/** Who gets digests and opens the chat is told what comes here, rather than greeted as a client. */
export function createGreeting({ at, zone }: GreetingOptions): PersonalReplies {
  return {
    // Some platforms have no event of their own for it, so there it is typed.
    textFor: ({ kind, command }, person) =>
      (kind === 'start' || command?.name === 'start') && may(person, 'receive_digests')
        ? createTranslator(person.language)('supervisor.welcome', { at, zone })
        : null,
  };
}
