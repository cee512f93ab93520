import { z } from 'zod';
import type { Attachment } from '../../../src/channel.ts';

/** What is only good to know, and must not cost the event. */
const details = z
  .object({
    duration: z.number().nonnegative().optional().catch(undefined),
    file_name: z.string().optional().catch(undefined),
  })
  .catch({});

/**
 * The fields of a message that hold what a client can send besides text. The first that is there counts: an animation
 * comes as a document too, a venue as a location. Every other field without text is the platform's own notice.
 * @see https://core.telegram.org/bots/api#message
 */
const kinds = {
  animation: 'animation',
  audio: 'audio',
  document: 'file',
  photo: 'photo',
  sticker: 'sticker',
  video: 'video',
  video_note: 'video',
  voice: 'voice',
  contact: 'contact',
  poll: 'poll',
  venue: 'location',
  location: 'location',
  paid_media: 'other',
  story: 'other',
  checklist: 'other',
  dice: 'other',
  game: 'other',
} as const satisfies Record<string, Attachment['kind']>;

/** The attachment of a message; undefined: it has none. */
export function readAttachment(message: Record<string, unknown>): Attachment | undefined {
  const field = (Object.keys(kinds) as Array<keyof typeof kinds>).find((name) => message[name] != null);
  if (!field) return undefined;
  const { duration, file_name: name } = details.parse(message[field]);
  return {
    kind: kinds[field],
    ...(duration !== undefined && { seconds: duration }),
    ...(name && { name }),
  };
}
