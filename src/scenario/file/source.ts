/** A scenario file as it is written: its values, and where each stands. The only file that knows the YAML library. */
import {
  Composer,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
} from 'yaml';
import { quote } from '../check/quote.ts';
import { type LongQuote, type LostBracket, type SyntaxFault, syntaxFaults } from './syntax.ts';

/** A value of the file, and the offsets of its first character and of its name's. */
export interface SourceNode {
  value: unknown;
  at: number;
  keyAt: number | null;
  /** What stands in it, by name or by index; empty for a single value. */
  inner: Map<string, SourceNode>;
}

export interface Source {
  root: SourceNode;
  /** Why it is no readable YAML; with these `root` is worth nothing. */
  syntax: SyntaxFault[];
  /** What YAML allows and the language does not; what is named here is left out of the values. */
  faults: Array<{ path: string[]; message: string; at: number }>;
  /** `line:column` of an offset, both from 1. */
  placeOf(offset: number): string;
}

/** No scenario needs more; the library's own recursion would exhaust the stack of the process. */
const DEEPEST = 60;
/** How many values aliases may spell out, so that a few lines cannot become millions. */
const MOST_ALIASED = 10_000;

/**
 * Reads YAML in time linear in its length.
 * @param tolerant for a version that was checked when it was stored: what YAML allows is no fault of it
 */
export function readSource(text: string, tolerant = false): Source {
  const lines = new LineCounter();
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const source: Source = { root: single(null, 0, null), syntax: [], faults: [], placeOf };
  const foreign = tolerant ? null : foreignCharacter(text);
  if (foreign !== null) {
    for (let at = 0; at !== 0 || lines.lineStarts.length === 0; at = text.indexOf('\n', at) + 1)
      lines.addNewLine(at);
    source.syntax = [foreign];
    return source;
  }
  const quotes: LongQuote[] = [];
  const brackets: LostBracket[] = [];
  const documents = [];
  try {
    const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
    for (const document of composer.compose(tokensOf(text, lines, quotes, brackets), true, text.length)) {
      documents.push(document);
      if (documents.length > 1) break;
    }
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    source.syntax = [{ at: error.at, message: 'is nested too deeply here; remove brackets or indentation' }];
    return source;
  }
  const [document, second] = documents;
  source.syntax = syntaxFaults(text, document?.errors ?? [], quotes, brackets);
  if (source.syntax.length === 0 && second) {
    const message = 'a second document begins; one file holds one scenario';
    source.syntax = [{ at: second.range[0], message }];
  }
  if (source.syntax.length === 0 && document?.contents) {
    source.root = createReader(source, tolerant)(document.contents, [], null, 0);
  }
  return source;
}

/** What no editor writes into a text file. */
function foreignCharacter(text: string): SyntaxFault | null {
  const at = text.search(/(?![\t\n\r])[\p{Cc}\p{Cs}]/u);
  if (at !== -1) {
    const message = 'a character stands here that is no text; remove it, or save the file as text in UTF-8';
    return { at, message };
  }
  return text.includes('\r') && !text.includes('\n')
    ? {
        at: 0,
        message: 'the lines end with a carriage return alone; save the file with line ends LF or CRLF',
      }
    : null;
}

/** Ends the reading; never leaves this file. */
class TooDeep extends Error {
  constructor(readonly at: number) {
    super();
  }
}

/** The start of a plain text, and the end of a bracket that was not closed, as the lexer marks them. */
const TEXT = '\u001f';
const LOST = '\u0018';

function* tokensOf(text: string, lines: LineCounter, quotes: LongQuote[], lost: LostBracket[]) {
  const parser = new Parser(lines.addNewLine);
  const opened: LostBracket[] = [];
  let previous = '';
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset;
    if (previous !== TEXT) {
      const [sign = ''] = lexeme;
      if (lexeme === '[' || lexeme === '{') opened.push({ at, sign });
      else if (lexeme === ']' || lexeme === '}') opened.pop();
      else if (lexeme === LOST) lost.push(...opened.splice(-1));
      else if ((sign === '"' || sign === "'") && (lexeme.includes('\n') || !isClosed(lexeme))) {
        quotes.push({ at, end: at + lexeme.length, mark: sign });
      }
    }
    previous = lexeme;
    yield* parser.next(lexeme);
    if (parser.stack.length > DEEPEST) throw new TooDeep(parser.offset);
  }
  for (const bracket of opened) lost.push(bracket);
  yield* parser.end();
}

const isClosed = (lexeme: string): boolean => lexeme.length > 1 && lexeme.at(-1) === lexeme[0];

type Node = ParsedNode | null;

const single = (value: unknown, at: number, keyAt: number | null): SourceNode => ({
  value,
  at,
  keyAt,
  inner: new Map(),
});

const plainTags = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

function createReader({ faults }: Source, tolerant: boolean) {
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let aliased = 0;
  let depth = 0;
  let tooDeep = false;

  return read;

  function read(node: Node, path: string[], keyAt: number | null, fallback: number): SourceNode {
    const at = node?.range?.[0] ?? fallback;
    const refuse = (message: string): SourceNode => {
      faults.push({ path, message, at });
      return single(undefined, at, keyAt);
    };
    if (depth > 0 && ++aliased > MOST_ALIASED) {
      return aliased === MOST_ALIASED + 1
        ? refuse(`the references with * spell out to more than ${MOST_ALIASED} values; write fewer of them`)
        : single(undefined, at, keyAt);
    }
    if (path.length > DEEPEST) {
      if (tooDeep) return single(undefined, at, keyAt);
      tooDeep = true;
      return refuse('is nested too deeply here; write fewer references with *');
    }
    if (node === null) return single(null, at, keyAt);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      const name = quote(`*${node.source}`);
      if (target === undefined)
        return refuse(
          `nothing before this is named ${quote(`&${node.source}`)}; put ${name} in quotes if it is a text`,
        );
      if (open.has(target)) return refuse(`${name} stands inside what it repeats; remove it`);
      depth += 1;
      const repeated = read(target, path, keyAt, at);
      depth -= 1;
      return repeated;
    }
    if (!tolerant && node.tag && !plainTags.includes(node.tag)) {
      return refuse(
        `${quote(node.tag.replace('tag:yaml.org,2002:', '!!'))} means nothing here; remove it, or put the text in quotes if it begins with !`,
      );
    }
    if (node.anchor) anchors.set(node.anchor, node);
    if (!isCollection(node)) return single(isScalar(node) ? node.value : undefined, at, keyAt);
    open.add(node);
    const inner = isMap(node) ? fieldsOf(node, path, at) : itemsOf(node, path, at);
    open.delete(node);
    const values = [...inner].map(([name, { value }]) => [name, value] as const);
    const value = isMap(node) ? Object.fromEntries(values) : values.map(([, item]) => item);
    return { value, at, keyAt, inner };
  }

  function itemsOf(node: { items: unknown[] }, path: string[], at: number): Map<string, SourceNode> {
    const items = node.items as Node[];
    return new Map(items.map((item, index) => [`${index}`, read(item, [...path, `${index}`], null, at)]));
  }

  function fieldsOf(
    node: { items: Array<{ key: Node; value: Node | null }> },
    path: string[],
    at: number,
  ): Map<string, SourceNode> {
    const inner = new Map<string, SourceNode>();
    for (const { key, value } of node.items) {
      const keyAt = key?.range?.[0] ?? at;
      const named = isAlias(key) ? anchors.get(key.source) : key;
      const given = isScalar(named) ? named.value : undefined;
      if (isScalar(key) && key.anchor) anchors.set(key.anchor, key);
      const name = String(given);
      const fault =
        keyFault(named ?? null, given) ??
        (inner.has(name) ? 'stands here twice; remove or rename one' : null);
      if (fault === null) {
        inner.set(name, read(value, [...path, name], keyAt, keyAt));
      } else if (!tolerant || name !== '__proto__') {
        faults.push({ path: isScalar(named) ? [...path, name] : path, message: fault, at: keyAt });
      }
    }
    return inner;
  }

  function keyFault(key: Node, given: unknown): string | null {
    if (given === '<<') return 'fields are not taken over from elsewhere with <<; write them here';
    if (typeof given === 'string' && (given in {} || given === 'prototype')) {
      return given === '__proto__' || !tolerant
        ? 'every object of JavaScript has this name already; choose another'
        : null;
    }
    if (typeof given === 'string' || (tolerant && isScalar(key))) return null;
    return isScalar(key)
      ? `a name is a text; put ${quote(given)} in quotes if it is one`
      : 'a name is one word before a colon; put a text with brackets in quotes';
  }
}
