import type { DrawPicture } from './picture.ts';

/** More than a company has languages and teams whose digests go out together. A picture takes some 110 KB. */
const MOST_KEPT = 32;

/**
 * Keeps the last pictures: chats that may read the same, in one language, get the same picture, and to draw it takes
 * more than a tenth of a second of CPU.
 */
export function drawOnce(draw: DrawPicture): DrawPicture {
  /** The one that was wanted last stands last. */
  const kept = new Map<string, Promise<Uint8Array>>();
  return (data, language) => {
    const key = JSON.stringify([language, data]);
    const picture = kept.get(key) ?? draw(data, language);
    kept.delete(key);
    kept.set(key, picture);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    // One that failed is drawn again the next time.
    picture.catch(() => kept.delete(key));
    return picture;
  };
}
