import type { Actor, ChatKind, ClientProfile } from '../../../src/channel.ts';
import type { Message, User } from './schemas.ts';

/** Where something happened and who did it, as every event says it. */
export interface Place {
  chat: ChatKind;
  clientId: string;
  actor?: Actor;
  profile?: ClientProfile;
  connection?: string;
  thread?: string;
}

type Spot = Pick<Message, 'chat' | 'message_thread_id' | 'is_topic_message' | 'business_connection_id'>;

/** Null: a chat in which nobody talks to the bot, such as a channel. */
export function placeOf(spot: Spot, from: User | undefined, isBusiness = false): Place | null {
  const kind = kindOf(spot, isBusiness);
  if (kind === null) return null;
  const { chat, business_connection_id: connection, message_thread_id: thread } = spot;
  // A group without topics gives a thread to everything that was said in reply to one message; nothing is sent there.
  const isPlace = thread !== undefined && (kind !== 'group' || spot.is_topic_message === true);
  return {
    chat: kind,
    clientId: chat.id,
    ...(from ? { actor: actorOf(from) } : kind === 'private' ? { actor: { id: chat.id } } : {}),
    ...(from && kind === 'private' && { profile: profileOf(from) }),
    ...(connection !== undefined && { connection }),
    ...(isPlace && { thread: String(thread) }),
  };
}

function kindOf({ chat, business_connection_id: connection }: Spot, isBusiness: boolean): ChatKind | null {
  if (isBusiness || connection !== undefined) return 'business';
  if (chat.type === 'private') return 'private';
  return chat.type === 'group' || chat.type === 'supergroup' ? 'group' : null;
}

function nameOf({ first_name: first, last_name: last }: User): string {
  return [first, last].filter(Boolean).join(' ');
}

function actorOf(user: User): Actor {
  const name = nameOf(user);
  return { id: user.id, ...(name && { name }), ...(user.is_bot && { isBot: true }) };
}

function profileOf(user: User): ClientProfile {
  const name = nameOf(user);
  return { ...(name && { name }), ...(user.language_code && { locale: user.language_code }) };
}
