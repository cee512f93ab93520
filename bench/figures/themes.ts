/**
 * The words that stand out among comments: npm run bench -- themes [comments ...]. A third of the comments is low; one
 * low comment of five names the delivery. Ukrainian and English.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type CommentText, themes } from '../../src/stats/themes/themes.ts';
import { printTable, spread } from '../table.ts';

const ROUNDS = 5;
const LONG_WAIT = 'Довго чекала на доставку, ніхто не відповідав: the courier never called me back. ';
const words =
  'оператор відповів швидко допомогла проблему вирішили замовлення дякую чудово товар оплата картка повернення гроші сайт додаток адреса посилка магазин консультація питання answer order payment refund support website account address quickly helpful'.split(
    ' ',
  );

const options = process.argv.slice(3).map(Number);
const rows: string[][] = [];
// The stemmer and the stop words are loaded once.
await themes(Array.from({ length: 100 }, (_, n) => commentOf(n)));
for (const count of options.length > 0 ? options : [1_000, 10_000, 20_000]) {
  const comments = Array.from({ length: count }, (_, n) => commentOf(n));
  const taken: number[] = [];
  let longestWait = 0;
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const waits = monitorEventLoopDelay({ resolution: 1 });
    waits.enable();
    const start = performance.now();
    found = (await themes(comments)).length;
    taken.push(performance.now() - start);
    waits.disable();
    longestWait = Math.max(longestWait, waits.max / 1e6);
  }
  rows.push([String(count), String(found), spread(taken, 0), longestWait.toFixed(0)]);
}
printTable(
  `Words that stand out, ${ROUNDS} rounds`,
  ['comments', 'themes', 'ms', 'longest wait of others ms'],
  rows,
);

/** Some 100 characters; the words follow from n alone. */
function commentOf(n: number): CommentText {
  const others = Array.from({ length: 12 }, (_, i) => words[(n * 7 + i * (1 + (n % 5))) % words.length]);
  const isLow = n % 3 === 0;
  return { text: `${isLow && n % 5 === 0 ? LONG_WAIT : ''}${others.join(' ')} ${n}`, isLow };
}
