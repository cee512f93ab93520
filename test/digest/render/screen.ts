import type { Digest } from '../../../src/digest/digest.ts';
import { renderDigest } from '../../../src/digest/render/render.ts';

const columns = 36;
const lengthOf = (text: string): number => Array.from(text).length;

/** The lines of a digest as a phone shows them, the title first: words are wrapped, longer ones broken. */
export function screenOf(digest: Digest): string[] {
  const { title, text } = renderDigest(digest);
  return `${title}\n${text}`.split('\n').flatMap((line) => {
    const lines = [''];
    for (const word of line.split(' ')) {
      const last = lines.at(-1) ?? '';
      if (last !== '' && lengthOf(last) + 1 + lengthOf(word) <= columns) {
        lines[lines.length - 1] = `${last} ${word}`;
        continue;
      }
      const broken = Array.from(word).reduce<string[]>(
        (parts, character, i) => {
          if (i > 0 && i % columns === 0) parts.push('');
          parts[parts.length - 1] += character;
          return parts;
        },
        [''],
      );
      if (last === '') lines.pop();
      lines.push(...broken);
    }
    return lines;
  });
}
