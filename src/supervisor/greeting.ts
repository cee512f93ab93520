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
    textFor: ({ kind }, person) =>
      kind === 'start' && may(person, 'receive_digests')
        ? createTranslator(person.language)('supervisor.welcome', { at, zone })
        : null,
  };
}
