import fc from 'fast-check';
import { shippedText } from '../../support/scenarios.ts';

const words = (spelled: string): string[] => spelled.split('   ');

/** What may stand where a value stands. */
export const values = [
  words(
    `   ~   5   -3   0.5   .nan   .inf   1e400   true   []   [a, b]   {}   {a: b}   "x"   ''   " "   a: b`,
  ),
  words(
    '!!binary aGk=   !!set {a}   !foo x   2026-01-01   *a   &a b   99999999999999999999   [1]   <<   ? x   | x',
  ),
  words(`__proto__   constructor   {x   [x   "x   'x   @x   %x   \`x\`   - x   "\\q"   { text: x   |\n  x`),
].flat();

/** What may slip in anywhere. */
export const insertions = [
  words(`"   '   [   ]   {   }   ,   :   -   #   *a   %   @   \`   |   >   \\   {a}   &a   !!set   💥`),
  [': ', '- ', '&a ', '!x ', '  ', '? ', '<<: ', '---\n', '...\n', '__proto__: 1\n'],
  ['\t', '\n', '\0', '\r', '\r\n', '\uFEFF', '\ud800'],
].flat();

const spot = fc.nat({ max: 100_000 });
const onLine = (text: string, at: number, change: (line: string) => string[]): string => {
  const lines = text.split('\n');
  lines.splice(at % lines.length, 1, ...change(lines[at % lines.length] ?? ''));
  return lines.join('\n');
};

type Mutation = (text: string) => string;
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(spot, fc.integer({ min: 1, max: 4 })).map(
    ([at, count]): Mutation =>
      (text) => {
        const from = at % text.length;
        return text.slice(0, from) + text.slice(from + count);
      },
  ),
  fc.tuple(spot, fc.constantFrom(...insertions)).map(
    ([at, part]): Mutation =>
      (text) => {
        const from = at % text.length;
        return text.slice(0, from) + part + text.slice(from);
      },
  ),
  spot.map(
    (at): Mutation =>
      (text) =>
        onLine(text, at, () => []),
  ),
  spot.map(
    (at): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line, line]),
  ),
  fc.tuple(spot, fc.integer({ min: 1, max: 4 })).map(
    ([at, by]): Mutation =>
      (text) =>
        onLine(text, at, (line) => [' '.repeat(by) + line]),
  ),
  spot.map(
    (at): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line.replace(/^ {1,2}/, '')]),
  ),
  fc.tuple(spot, fc.constantFrom(...values)).map(
    ([at, value]): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line.replace(/: .*$/, () => `: ${value}`)]),
  ),
  fc.tuple(spot, fc.constantFrom(...insertions)).map(
    ([at, part]): Mutation =>
      (text) =>
        onLine(text, at, (line) => [line.replace(/[\w"]+: /, (name) => part + name)]),
  ),
  fc.tuple(spot, spot).map(
    ([a, b]): Mutation =>
      (text) => {
        const parts = text.split(/(\s+)/);
        const [first, second] = [a % parts.length, b % parts.length];
        [parts[first], parts[second]] = [parts[second] ?? '', parts[first] ?? ''];
        return parts.join('');
      },
  ),
);

const original = fc.constantFrom('csat', 'thumbs', 'comment-only').map(shippedText);
/** The text of a shipped scenario after one to three slips of any kind. */
export const mutated = fc
  .tuple(original, fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([text, mutations]) => mutations.reduce((changed, mutate) => mutate(changed) || ' ', text));
