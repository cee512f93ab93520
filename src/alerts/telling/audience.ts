import { type Chat, chatOf, topicKey } from '../../access/chat.ts';
import type { People } from '../../access/people.ts';
import type { Person } from '../../access/person.ts';
import type { EscalationStep } from '../../config/escalation.ts';
import { type Alert, subjectOf } from '../alert.ts';

/** Who is told of an alert, of the people whom the store has now. Everything may throw a {@link StoreError}. */
export interface Audience {
  /**
   * The chats that are told at once: those of the first step's role and, with `ALERTS=on`, of SUPERVISORS. Where the
   * alert is nobody's of that role, the next role is told.
   */
  first(alert: Alert): Promise<Chat[]>;
  /** Those that are told, or reminded, when nobody took it in time. */
  at(alert: Alert, step: EscalationStep): Promise<Chat[]>;
}

export interface AudienceOptions {
  people: People;
  escalation: readonly EscalationStep[];
  /** False: the chats of SUPERVISORS are not told (`ALERTS=off`). */
  tellsSeeded: boolean;
}

type Role = EscalationStep['role'];

export function createAudience({ people, escalation, tellsSeeded }: AudienceOptions): Audience {
  const roles: Role[] = [
    ...new Set<Role>([...escalation.map(({ role }) => role), 'supervisor', 'administrator']),
  ];

  return {
    async first(alert) {
      const wanted = await whoWants(alert);
      const nearest = roles.map((role) => wanted.filter(({ person }) => person.role === role));
      const level = nearest.find((some) => some.length > 0) ?? [];
      return distinct([...level, ...wanted.filter(({ person }) => person.seeded)], alert);
    },
    async at(alert, { role }) {
      const wanted = await whoWants(alert);
      return distinct(
        wanted.filter(({ person }) => person.role === role),
        alert,
      );
    },
  };

  async function whoWants(alert: Alert): Promise<Array<{ chat: Chat; person: Person }>> {
    await people.fresh();
    return people
      .whoMay('handle_alerts', subjectOf(alert))
      .filter(({ person }) => person.settings.alerts && (tellsSeeded || !person.seeded));
  }
}

/**
 * Whose own rating it is, a person who is a client as well, is told of it only when nobody else would be: somebody else
 * is to judge it, and who tries the service alone is to see it work.
 */
function distinct(some: ReadonlyArray<{ chat: Chat; person: Person }>, alert: Alert): Chat[] {
  const isClient = (person: Person): boolean =>
    person.chats.some(({ channel, clientId }) => channel === alert.channel && clientId === alert.clientId);
  const others = some.filter(({ person }) => !isClient(person));
  const chats = (others.length > 0 ? others : some).map(({ chat }) => chatOf(chat));
  return [...new Map(chats.map((chat) => [topicKey(chat), chat])).values()];
}
