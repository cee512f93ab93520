import { el } from '../dom.js';

/**
 * What a message brought besides words: a picture, a document to be saved, or its name where its bytes are not to be had.
 * @param onLoad called when a picture has its size
 */
export function drawUpload({ kind, name = '', seconds, bytes, file, url }, onLoad) {
  if (kind === 'voice') return el('div', { class: 'upload' }, `🎤 Voice message, ${lengthOf(seconds)}`);
  const address = file === undefined ? url : `page/files/${file}`;
  if (kind === 'photo' && file !== undefined) {
    const picture = el('img', { src: address, alt: `Picture: ${name}`, onload: onLoad });
    return el('a', { class: 'picture', href: address, target: '_blank', rel: 'noopener' }, picture);
  }
  const title = `${kind === 'photo' ? '🖼' : '📄'}\u00a0${name || kind}`;
  if (address === undefined) return el('div', { class: 'upload' }, title);
  const isSaved = file !== undefined;
  return el(
    'a',
    {
      class: 'upload',
      href: address,
      ...(isSaved ? { download: name } : { target: '_blank', rel: 'noopener noreferrer' }),
    },
    title,
    bytes === undefined ? null : el('small', {}, ` ${sizeOf(bytes)}`),
  );
}

function lengthOf(seconds = 1) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
