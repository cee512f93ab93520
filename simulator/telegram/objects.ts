import type { Chat, ChatMessage } from '../chats.ts';
import type { SimulatedAttachment } from '../platform.ts';
import { type Entity, parseHtml } from './html.ts';
import { writeKeyboard } from './keyboard.ts';

/** Telegram's objects, made of what the simulator knows. */
export interface Objects {
  bot: { id: number; is_bot: true; first_name: string; username: string };
  user(chat: Chat): object;
  chat(chat: Chat): object;
  /** @param author who wrote it, in a group */
  message(chat: Chat, message: ChatMessage, author?: Chat): { message_id: number };
}

export function createObjects(botId: number): Objects {
  const bot = {
    id: botId,
    is_bot: true as const,
    first_name: 'Afterword (simulated)',
    username: 'afterword_simulated_bot',
  };
  const names = ({ name }: Chat): object => {
    const [first = name, ...rest] = name.split(' ');
    return rest.length === 0 ? { first_name: first } : { first_name: first, last_name: rest.join(' ') };
  };
  const user = (chat: Chat): object => ({
    id: Number(chat.clientId),
    is_bot: false,
    ...names(chat),
    language_code: chat.locale,
  });
  const chatOf = (chat: Chat): object => {
    const id = Number(chat.clientId);
    if (id > 0) return { id, ...names(chat), type: 'private' };
    const { kind = 'supergroup', isForum } = chat.group ?? {};
    return { id, title: chat.name, type: kind, ...(isForum && { is_forum: true }) };
  };

  return {
    bot,
    user,
    chat: chatOf,
    message: (chat, message, author = chat) => ({
      message_id: Number(message.id),
      from: message.from === 'bot' ? bot : user(author),
      chat: chatOf(chat),
      date: seconds(message.at),
      ...(message.edited && { edit_date: seconds(message.at) }),
      ...(message.forwardedFrom && {
        forward_origin: {
          type: 'user',
          sender_user: senderOf(message.forwardedFrom),
          date: seconds(message.at),
        },
      }),
      ...(message.thread !== undefined && {
        message_thread_id: Number(message.thread),
        is_topic_message: true,
      }),
      ...(message.attachment
        ? { ...attachmentOf(message.attachment), ...captionOf(message) }
        : { text: message.text, ...entitiesOf(message) }),
      ...(message.keyboard.length > 0 && { reply_markup: writeKeyboard(message.keyboard) }),
    }),
  };
}

function senderOf({ id, name }: { id: string; name: string }): object {
  return { id: Number(id), is_bot: false, first_name: name };
}

/** What Telegram puts into a message for something besides words, as far as a bot may look at it. */
function attachmentOf({ kind, caption, seconds: duration = 1, name }: SimulatedAttachment): object {
  const file = { file_id: 'simulated', file_unique_id: 'simulated' };
  const fields = {
    contact: { contact: { phone_number: '+380000000000', first_name: 'Simulated' } },
    file: { document: { ...file, ...(name !== undefined && { file_name: name }) } },
    location: { location: { latitude: 50.45, longitude: 30.52 } },
    photo: { photo: [{ ...file, width: 90, height: 90 }] },
    sticker: { sticker: { ...file, type: 'regular', width: 512, height: 512, emoji: '👍' } },
    video: { video: { ...file, width: 90, height: 90, duration } },
    voice: { voice: { ...file, duration } },
  };
  return { ...fields[kind], ...(caption !== undefined && { caption }) };
}

/** Of what a bot sent; a client's caption stands in the attachment. */
function captionOf(message: ChatMessage): object {
  if (message.from !== 'bot' || message.text === '') return {};
  const { entities } = entitiesOf(message);
  return { caption: message.text, ...(entities && { caption_entities: entities }) };
}

export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function entitiesOf(message: ChatMessage): { entities?: Entity[] } {
  const command = message.from === 'client' ? /^\/\w+(@\w+)?/.exec(message.text)?.[0] : undefined;
  if (command) return { entities: [{ type: 'bot_command', offset: 0, length: command.length }] };
  const { entities } = parseHtml(message.markup);
  return entities.length > 0 ? { entities } : {};
}
