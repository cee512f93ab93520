import { type Chat, chatKey } from './chat.ts';
import type { ClientEvent, Reply } from '../channel.ts';
import { createTranslator, type Language, languages } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import { type Invitations, isInvitation } from './invitations.ts';
import { type Person } from './person.ts';
import type { StoredPeople } from './people.ts';
import { type WelcomeOptions, welcomeOf } from './welcome.ts';

export interface EnrolmentOptions extends WelcomeOptions {
  people: StoredPeople;
  invitations: Invitations;
  /** Of who speaks none of ours. */
  language: Language;
  log: Log;
  /** Called with each chat that was enrolled, such as to set its menu. */
  onEnrolled?: (person: Person, chat: Chat) => void;
}

export interface Enrolment {
  /**
   * Takes the link of an invitation that was opened, in a private chat or in a group. @returns null: the event is none,
   * and somebody else's @throws {StoreError}
   */
  take(event: ClientEvent): Promise<Reply | null>;
}

export function createEnrolment(options: EnrolmentOptions): Enrolment {
  const { people, invitations, language, log, onEnrolled } = options;

  return {
    async take(event) {
      if (event.kind !== 'start' || !isInvitation(event.payload)) return null;
      if (event.chat !== 'private' && event.chat !== 'group') return null;
      return { text: await open(event, event.payload) };
    },
  };

  async function open(event: ClientEvent & { kind: 'start' }, payload: string): Promise<string> {
    const { channel, clientId, thread } = event;
    const isGroup = event.chat === 'group';
    // A topic is a place of its own in a group alone.
    const chat: Chat = { channel, clientId, ...(isGroup && thread !== undefined && { thread }) };
    const translate = createTranslator(spoken(event) ?? language);

    const [invitation, owner] = await Promise.all([invitations.find(payload, channel), people.ownerOf(chat)]);
    // A repeat of the event that spent it ends as that one did.
    const isFree = invitation !== null && (invitation.spentBy ?? chatKey(chat)) === chatKey(chat);
    const isRepeat = isFree && invitation.spentBy !== null && owner?.id === invitation.personId;
    if (owner && !isRepeat) return already(owner);
    const invited = isFree ? await people.current(invitation.personId) : null;
    if (!invited) return translate('people.invalid');
    if (isGroup !== (invited.kind === 'group'))
      return translate(isGroup ? 'people.forPerson' : 'people.forGroup');
    if (!(await invitations.spend(payload, chat))) return translate('people.invalid');

    const isFirstChat = invited.chats.length === 0;
    const speaks = spoken(event);
    if (isFirstChat && speaks) await people.change(invited.id, (one) => ({ ...one, language: speaks }));
    const person = await people.claim(chat, invited.id);
    if (!person) return translate('people.invalid');
    // Another link enrolled the chat in the same moment.
    if (person.id !== invited.id) return already(person);
    if (!isRepeat) log('info', 'A chat was enrolled', { channel, person: person.id, role: person.role });
    onEnrolled?.(person, chat);
    const welcome = welcomeOf(person, options);
    return event.reachable === false
      ? `${welcome}\n\n${createTranslator(person.language)('people.write')}`
      : welcome;
  }
}

function already({ name, role, language }: Person): string {
  const translate = createTranslator(language);
  return translate('people.already', { name, role: translate('people.role', { role }) });
}

/** The language of the client's app, where it is one of ours. */
function spoken({ profile }: ClientEvent): Language | undefined {
  const [primary] = profile?.locale?.toLowerCase().split('-') ?? [];
  return languages.find((known) => known === primary);
}
