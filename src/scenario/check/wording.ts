/** What in a single text is surely a slip of who wrote it. */
import { clip } from './quote.ts';

/** The names in braces, `{operator}`: what somebody expects to be filled in. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{([^\S\n]{0,9}[\p{L}\p{N}_][^{}\n]{0,60})\}/gu)].map(([, name = '']) => name);
}

/** `5"` in the middle of a text are inches, `don't` and `п'ять` are words; a pair such as `"Skip"` is meant. */
export function strayQuote(text: string): string | null {
  const double = places(text, '"');
  const atEdge = (at: number): boolean =>
    !/[\p{L}\p{N}\p{S}]/u.test(text.slice(0, at)) || !/[\p{L}\p{N}\p{S}]/u.test(text.slice(at + 1));
  const remedy = 'remove it, or write “ and ” if it is meant';
  if (double.some((at, index) => text[at + 1] === '"' && double[index + 1] === at + 1)) {
    return `two " stand together; ${remedy}`;
  }
  if (double.length % 2 === 1) {
    const inches = double.some((at) => /\d/.test(text[at - 1] ?? ''));
    const edge = double.filter((at, index) => (index === 0 || index === double.length - 1) && atEdge(at));
    if (edge.length > 0 || !inches) return `a single " in ${clip(text)}; ${remedy}`;
  }
  const single = places(text, "'").filter((at) => !isApostrophe(text, at));
  const [first] = single;
  const last = single.at(-1);
  const loose = single.length % 2 === 1 && [first, last].some((at) => at !== undefined && atEdge(at));
  return loose ? `a single ' in ${clip(text)}; remove it, or write ’ if it is meant` : null;
}

const isApostrophe = (text: string, at: number): boolean =>
  /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '');

function places(text: string, mark: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) found.push(at);
  return found;
}

/** Characters that no chat shows; text of nothing else is empty to who reads it. */
export function unshowable(text: string): string | null {
  if (!/[^\s\p{C}\u115F\u1160\u2800\u3164]/u.test(text))
    return 'an empty text; write what the client should read';
  const found = /(?![\n\t])[\p{Cc}\p{Cs}]/u.exec(text)?.[0];
  if (found === undefined) return null;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `a character that cannot be shown (U+${code}); remove it`;
}
