import type { SimulatedAttachment } from '../platform.ts';

const media = 'https://dl-media.viber.example/1/share/2/long';

/**
 * The `message` of a callback as Viber writes it. A voice message comes as a file, because bots are given none.
 * @see https://developers.viber.com/docs/api/rest-bot-api/#receive-message-from-user
 */
export function attachedMessage({ kind, caption, seconds, name }: SimulatedAttachment): object {
  const text = caption === undefined ? {} : { text: caption };
  switch (kind) {
    case 'contact':
      return { type: 'contact', contact: { name: 'Ada', phone_number: '+380441234567' }, ...text };
    case 'file':
      return { ...file(name ?? 'document.pdf'), ...text };
    case 'voice':
      return { ...file('voice.m4a'), ...text };
    case 'location':
      return { type: 'location', location: { lat: 50.4501, lon: 30.5234 }, ...text };
    case 'photo':
      return {
        type: 'picture',
        media: `${media}/picture.jpg`,
        thumbnail: `${media}/picture-thumbnail.jpg`,
        file_name: 'picture.jpg',
        size: 48_213,
        ...text,
      };
    case 'sticker':
      return { type: 'sticker', sticker_id: 40_133, media: 'https://stickers.viber.example/40133.png' };
    case 'video':
      return {
        type: 'video',
        media: `${media}/video.mp4`,
        thumbnail: `${media}/video-thumbnail.jpg`,
        file_name: 'video.mp4',
        size: 1_204_113,
        duration: seconds ?? 12,
        ...text,
      };
  }
}

function file(name: string): object {
  return { type: 'file', media: `${media}/${encodeURIComponent(name)}`, file_name: name, file_size: 20_412 };
}
