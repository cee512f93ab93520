/** A longer one is no word of any language: pasted data, or a key that was held down. */
const LONGEST_WORD = 40;

const links =
  /:\/\/|@|^\W*(?:www\.|(?:[a-z\d-]+\.)+(?:ua|com|net|org|info|io|me|app|shop)(?:[/:?#]|[^a-z\d]*$))/i;
const apostrophes = /['ʼ`´‘]/g;
const words = /[\p{L}\p{M}\p{N}_]+(?:[’-]\p{L}[\p{L}\p{M}\p{N}_]*)*/gu;
const cyrillic = /\p{Script=Cyrillic}/u;
/** Letters of the Latin keyboard that stand for Cyrillic ones: «вiдповiдь». */
const lookalikes: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
};

/** The end of a run of words. */
const END = null;
/** A word, or the end of a run. */
type Piece = string | typeof END;

/**
 * The words of a text in lower case, in runs that nothing but spaces divides: a full stop, a comma, a number, a link,
 * an address or an emoji ends a run. One way of writing is made of several: apostrophes are ’, a letter that stands
 * there three times or more once («довгооо»), Latin letters inside of a Cyrillic word Cyrillic ones.
 *
 * The tokenizer of @nlpjs/lang-uk is not used: it parts «зв’язок» at an apostrophe, leaves quotation marks and dashes
 * on words, and keeps each text that it was asked for.
 *
 * What stands between two spaces is taken apart once and remembered: one for each analysis.
 */
export function createPhrases(): (text: string) => string[][] {
  const known = new Map<string, Piece[]>();

  return (text) => {
    const phrases: string[][] = [];
    let phrase: string[] = [];
    const end = (): void => {
      if (phrase.length > 0) phrases.push(phrase);
      phrase = [];
    };
    for (const line of text
      .normalize('NFC')
      .toLowerCase()
      .replace(apostrophes, '’')
      .split(/[\n\r\u2028]/)) {
      for (const chunk of line.split(/\s+/)) {
        const pieces = known.get(chunk) ?? piecesOf(chunk);
        known.set(chunk, pieces);
        for (const piece of pieces) {
          if (piece === END) end();
          else phrase.push(piece);
        }
      }
      end();
    }
    return phrases;
  };
}

function piecesOf(chunk: string): Piece[] {
  if (links.test(chunk)) return [END];
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of chunk.matchAll(words)) {
    if (found.index > at) pieces.push(END);
    at = found.index + found[0].length;
    pieces.push(spelled(found[0]) ?? END);
  }
  if (at < chunk.length) pieces.push(END);
  return pieces;
}

/** null: no word. */
function spelled(found: string): string | null {
  if (found.length > LONGEST_WORD || /[\p{N}_]/u.test(found)) return null;
  const word = found.replace(/(\p{L})\1{2,}/gu, '$1');
  return cyrillic.test(word) ? word.replace(/[aceiopxy]/g, (letter) => lookalikes[letter] ?? letter) : word;
}
