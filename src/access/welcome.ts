import { zoneOf } from './quiet-hours.ts';
import { chatKey } from './chat.ts';
import { createTranslator } from '../locales/index.ts';
import { may } from './may.ts';
import { type Person } from './person.ts';

export interface WelcomeOptions {
  /** When digests come to who chose no time of their own, `HH:MM` in `zone`. */
  at: string;
  zone: string;
  /** False: the chats of SUPERVISORS are not told of low ratings. Default: they are. */
  tellsSeeded?: boolean;
}

/** What a person is told of the chat in which they are enrolled: their role, what comes here, what they may ask. */
export function welcomeOf(person: Person, { at, zone, tellsSeeded = true }: WelcomeOptions): string {
  const translate = createTranslator(person.language);
  const { name, settings } = person;
  // Of SUPERVISORS nobody knows the name: it is that of the chat.
  const named = person.chats.some((chat) => chatKey(chat) === name) ? 'no' : 'yes';
  const isTold = settings.alerts && (tellsSeeded || !person.seeded);
  const role = translate('people.role', { role: person.role });
  const comes = [
    ...(may(person, 'receive_digests')
      ? [translate('people.digests', { at: settings.digestAt ?? at, zone: zoneOf(settings, zone) })]
      : []),
    ...(may(person, 'handle_alerts') && isTold ? [translate('people.alerts')] : []),
  ];
  return [
    translate(person.kind === 'group' ? 'people.welcomeGroup' : 'people.welcome', { name, named, role }),
    ...(comes.length > 0 ? comes : [translate(asksFor(person))]),
    translate('people.commands'),
  ].join('\n');
}

/** What a person to whom nothing is sent may do here. */
function asksFor(person: Person): 'people.own' | 'people.figures' | 'people.silent' {
  if (!may(person, 'read_figures')) return 'people.silent';
  return may(person, 'read_figures', NOBODYS) ? 'people.figures' : 'people.own';
}

/** A dialogue that nobody led. */
const NOBODYS = { channel: '', scenario: '', team: null, operator: null };
