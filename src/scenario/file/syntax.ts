/** Why a file is no readable YAML, in words for the person who wrote it rather than for the one who wrote a parser. */
import { clip, quote } from '../check/quote.ts';

export interface SyntaxFault {
  at: number;
  message: string;
}

/** What the YAML library reports; of its message only the first words are looked at, to tell two cases apart. */
export interface LibraryError {
  code: string;
  message: string;
  pos: readonly [number, number];
}

/** A bracket that was opened and not closed. */
export interface LostBracket {
  at: number;
  sign: string;
}

/** A text in quotes that goes over several lines or does not end: its closing quote was forgotten. */
export interface LongQuote {
  at: number;
  end: number;
  mark: string;
}

/** After so many the rest follows from the first. */
const MOST = 10;

/** One fault a line, in the order of the file. What follows a quote that was not closed is a consequence of it. */
export function syntaxFaults(
  text: string,
  errors: readonly LibraryError[],
  quotes: readonly LongQuote[],
  brackets: readonly LostBracket[],
): SyntaxFault[] {
  if (errors.length === 0) return [];
  const last = errors.reduce((furthest, { pos }) => Math.max(furthest, pos[0]), 0);
  const lost = quotes.find(({ at }) => at <= last);
  const found = [
    // The library names the place where a quote or a bracket was missed at last; where it opens is known better.
    ...errors
      .filter(({ message }) => !(brackets.length > 0 && /(must|and) end with a [\]}]/.test(message)))
      .map((error) => ({ at: Math.min(error.pos[0], text.length), tell: () => wordingOf(text, error) })),
    ...brackets
      .filter(({ at }) => !lost || at < text.lastIndexOf('\n', lost.at))
      .map(({ at, sign }) => ({
        at,
        tell: () => `the ${sign} that opens here is not closed; add ${closing(sign)}`,
      })),
  ]
    .filter(({ at }) => !lost || at < lost.at)
    .sort((a, b) => a.at - b.at);
  if (lost) found.push({ at: lost.at, tell: () => notClosed(text, lost) });
  const faults: SyntaxFault[] = [];
  let lineEnd = -1;
  for (const { at, tell } of found) {
    if (at <= lineEnd) continue;
    if (faults.length === MOST) break;
    faults.push({ at, message: tell() });
    lineEnd = endOfLine(text, at);
  }
  return faults;
}

const closing = (sign: string): string => (sign === '[' ? ']' : '}');

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function notClosed(text: string, { at, end, mark }: LongQuote): string {
  if (text[at - 1] === mark) return `two ${mark} stand together; remove this one`;
  const beginning = text.slice(at, Math.min(endOfLine(text, at), at + 40)).trimEnd();
  return text[end - 1] === mark && end > at + 1
    ? `the text that begins with ${clip(beginning)} has no closing ${mark} on its line; add it`
    : `the text that begins with ${clip(beginning)} is never closed; add ${mark} where it ends`;
}

function wordingOf(text: string, { code, message, pos }: LibraryError): string {
  const word = shown(text, Math.min(pos[0], text.length));
  const found = wordings.find(([of, part]) => of === code && message.includes(part))?.[2];
  if (found === undefined) return `${word} cannot be read here; ${CHECK}`;
  return typeof found === 'string' ? found : found(word);
}

/** The word at a place, or what is there instead of one. */
function shown(text: string, at: number): string {
  const word = /^\s*([\p{L}\p{N}_]+|[^\s])/u.exec(text.slice(at, at + 80))?.[1];
  if (word === '"') return 'this "';
  return word === undefined ? 'the end of the file' : quote(word);
}

const CHECK =
  'is a quote, a comma, a colon or a bracket missing before it, or is the line indented otherwise?';
const SIGNS = 'put the text in quotes if it begins with & * or !';

/** By code, then by what the library's message contains; the first that fits. */
const wordings: ReadonlyArray<[string, string, string | ((word: string) => string)]> = [
  [
    'MISSING_CHAR',
    'Missing closing',
    'a quote that was opened is not closed before this; add it where the text ends',
  ],
  ['MISSING_CHAR', 'Missing space after', 'write a space after the colon'],
  ['MISSING_CHAR', 'Missing ,', (word) => `a comma is missing before ${word}; add it`],
  ['MISSING_CHAR', 'must end with a }', 'a { that was opened is not closed before this; add }'],
  ['MISSING_CHAR', 'must end with a ]', 'a [ that was opened is not closed before this; add ]'],
  ['BAD_INDENT', 'end with a }', 'a { that was opened is not closed before this; add }'],
  ['BAD_INDENT', 'end with a ]', 'a [ that was opened is not closed before this; add ]'],
  ['MISSING_CHAR', 'need to be followed', (word) => `${word} has no colon after it; write name: value`],
  [
    'MISSING_CHAR',
    'without - indicator',
    'a list goes on here without its "- "; add it, or indent the line as before',
  ],
  ['MISSING_CHAR', 'Comments must', 'write a space before #, or put the text in quotes'],
  ['MISSING_CHAR', 'Tags and anchors', `a space is missing before this; ${SIGNS}`],
  ['MISSING_CHAR', 'same line with', 'begin a new line after ---, or remove it'],
  ['MISSING_CHAR', '', 'lines that begin with % end with a line of ---; remove them, no scenario needs them'],
  ['BAD_INDENT', 'Block scalar', 'a line of this text is indented less than its first; indent them alike'],
  ['BAD_INDENT', 'sequence items', 'the entries of this list begin in different columns; indent them alike'],
  ['BAD_INDENT', '', 'the fields here begin in different columns; indent those that belong together alike'],
  ['TAB_AS_INDENT', '', 'a tab indents this line; use spaces'],
  ['BAD_SCALAR_START', '', (word) => `a text cannot begin with ${word}; put it in quotes`],
  [
    'BAD_DQ_ESCAPE',
    '',
    'in double quotes a backslash begins a special character such as \\n; write \\\\ for a backslash, or use single quotes',
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    '',
    'a name and its colon stand on one line; is a quote, a comma or a bracket missing before this?',
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'Nested',
    'a second colon on one line; put the text in quotes, or begin a new line',
  ],
  ['BLOCK_AS_IMPLICIT_KEY', '', 'a list and fields are mixed here; indent those that belong together alike'],
  [
    'BLOCK_IN_FLOW',
    '',
    'a comma is missing here, or lines with "- " or ": " stand in { } or [ ]; separate what is in brackets by commas',
  ],
  [
    'KEY_OVER_1024_CHARS',
    '',
    'a name has more than 1024 characters; is a quote or a colon missing before this?',
  ],
  ['BAD_DIRECTIVE', '', 'a line that begins with % means nothing here; remove it'],
  ['RESOURCE_EXHAUSTION', '', 'is nested too deeply here; remove brackets or indentation'],
  ['BAD_ALIAS', '', `a sign that repeats something has no name after it; ${SIGNS}`],
  ['ALIAS_PROPS', '', `what is repeated with * has no name or kind of its own; ${SIGNS}`],
  ['MULTIPLE_ANCHORS', '', `two names with & stand before one value; ${SIGNS}`],
  ['MULTIPLE_TAGS', '', `two words with ! stand before one value; ${SIGNS}`],
  [
    'BAD_PROP_ORDER',
    '',
    `a word with & or ! stands before the value, not before the sign in front of it; ${SIGNS}`,
  ],
  ['TAG_RESOLVE_FAILED', '', `a word with ! does not fit the value after it; remove it; ${SIGNS}`],
  ['BAD_COLLECTION_TYPE', '', `a word with ! does not fit the value after it; remove it; ${SIGNS}`],
  ['UNEXPECTED_TOKEN', 'Unexpected ,', 'a comma too many; remove it'],
  ['UNEXPECTED_TOKEN', 'empty item', 'a comma too many; remove it'],
  [
    'UNEXPECTED_TOKEN',
    'Block scalar header',
    'after | or > the text begins on the next line; put it in quotes if it stands on this one',
  ],
  ['UNEXPECTED_TOKEN', 'flow-map-end', 'this } closes nothing; remove it, or put the text in quotes'],
  ['UNEXPECTED_TOKEN', 'flow-seq-end', 'this ] closes nothing; remove it, or put the text in quotes'],
  [
    'UNEXPECTED_TOKEN',
    'flow-error-end',
    'this bracket closes nothing, or another kind than was opened; remove or change it',
  ],
  ['UNEXPECTED_TOKEN', '', (word) => `${word} does not belong here; ${CHECK}`],
];
