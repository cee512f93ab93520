import { setImmediate } from 'node:timers/promises';
import { newcombe } from '../comparison/newcombe.ts';
import { hypergeometricTail } from '../comparison/tails.ts';
import { createTerms, type Terms } from './terms.ts';
import { withoutRepeats } from './repeats.ts';

export interface CommentText {
  text: string;
  /** Whether it came with a dissatisfied rating. */
  isLow: boolean;
}

/**
 * A word, or two side by side, that comments with a low rating use more often than the other comments do, by more than
 * chance. The numbers beside it are comments, not mentions.
 * @metric themes Words that stand out
 * @formula at least 5 comments with a low rating have it, the lower bound of the 95% interval of the difference of the two shares is above 0, and Fisher’s exact test holds at a false discovery rate of 5% among all words
 * @written as the word, and how many comments of each kind have it
 * @see Benjamini, Y., Hochberg, Y. (1995), Controlling the false discovery rate, J. R. Stat. Soc. B 57(1)
 */
export interface Theme {
  /** In lower case, as most people spelled it. */
  term: string;
  /** How many comments with a low rating have it, and how many others. */
  low: number;
  others: number;
  /** The same as shares of those comments, 0..1. */
  lowShare: number;
  othersShare: number;
  /** The lower bound of the 95 % interval of the difference of the shares (Newcombe). */
  lowerBound: number;
}

/** With fewer comments with a low rating that have it, a term is no theme. */
export const leastMentions = 5;

/** The part of themes that are there by chance alone, on average; with no difference at all, of the runs that have any. */
const FALSE_DISCOVERIES = 0.05;

/** After so many characters whoever waits has a turn; less than 1 ms, since a tap takes some eight turns. */
const CHARACTERS_A_TURN = 4_000;

/**
 * The terms that comments with a low rating use more often than the others, the surest first: by the lower bound of
 * the difference of the shares, which is above 0. A comment counts once for a term.
 *
 * Hundreds of terms are compared at once, and of those that are used alike the interval would let through one in 40.
 * So a term must also pass Fisher's exact test, one-sided, at a false discovery rate of 5 % among all terms with enough
 * mentions to be found at all (in whichever comments: to count only those that low ratings have often would choose
 * them by what is tested).
 * @see Benjamini, Y., Hochberg, Y. (1995), Controlling the false discovery rate, J. R. Stat. Soc. B 57(1)
 * @see Tarone, R. E. (1990), A modified Bonferroni method for discrete data, Biometrics 46(2)
 */
export async function themes(
  comments: readonly CommentText[],
  { limit = Number.POSITIVE_INFINITY }: { limit?: number } = {},
): Promise<Theme[]> {
  const lows = comments.filter(({ isLow }) => isLow).length;
  const rest = comments.length - lows;
  if (lows < leastMentions || rest === 0) return [];
  const termsOf = await createTerms();
  const counts = new Map<string, Count>();
  await eachInTurns(comments, ({ text, isLow }) => {
    for (const key of termsOf(text).keys()) {
      const count = counts.get(key);
      if (count) count[isLow ? 'low' : 'others']++;
      else counts.set(key, { key, low: isLow ? 1 : 0, others: isLow ? 0 : 1 });
    }
  });
  const found = discoveries([...counts.values()], lows, rest).flatMap((count) => {
    const { low, others } = count;
    const interval = newcombe({ hits: low, n: lows }, { hits: others, n: rest });
    return low >= leastMentions && interval && interval.low > 0
      ? [{ ...count, lowerBound: interval.low }]
      : [];
  });
  const ordered = found.toSorted(
    (a, b) => b.lowerBound - a.lowerBound || b.low - a.low || (a.key < b.key ? -1 : 1),
  );
  const chosen = withoutRepeats(ordered).slice(0, limit);
  const spellings = await commonSpellings(comments, termsOf, new Set(chosen.map(({ key }) => key)));
  return chosen.map(({ key, low, others, lowerBound }) => ({
    term: spellings.get(key) ?? key,
    low,
    others,
    lowShare: low / lows,
    othersShare: others / rest,
    lowerBound,
  }));
}

interface Count {
  key: string;
  low: number;
  others: number;
}

/** Benjamini and Hochberg: the terms up to the last whose p is within its rank's part of the rate. */
function discoveries(counts: readonly Count[], lows: number, rest: number): Count[] {
  const tested = counts
    .filter(({ low, others }) => low + others >= leastMentions)
    .map((count) => {
      const draws = count.low + count.others;
      const tail = hypergeometricTail(draws, { hits: rest, of: lows + rest });
      // So few of the others, or fewer, among those who have it.
      return { count, p: tail(count.others) };
    })
    .toSorted((a, b) => a.p - b.p);
  const last = tested.findLastIndex(({ p }, index) => p <= (FALSE_DISCOVERIES * (index + 1)) / tested.length);
  return tested.slice(0, last + 1).map(({ count }) => count);
}

async function commonSpellings(
  comments: readonly CommentText[],
  termsOf: Terms,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const spellings = new Map([...wanted].map((key) => [key, new Map<string, number>()]));
  if (wanted.size > 0) {
    await eachInTurns(comments, ({ text }) => {
      for (const [key, spelled] of termsOf(text)) {
        const counted = spellings.get(key);
        counted?.set(spelled, (counted.get(spelled) ?? 0) + 1);
      }
    });
  }
  return new Map(
    [...spellings].map(([key, counted]) => {
      const [most] = [...counted].toSorted(([, a], [, b]) => b - a);
      return [key, most?.[0] ?? key];
    }),
  );
}

async function eachInTurns(
  comments: readonly CommentText[],
  look: (comment: CommentText) => void,
): Promise<void> {
  let characters = 0;
  for (const comment of comments) {
    look(comment);
    characters += comment.text.length + 1;
    if (characters < CHARACTERS_A_TURN) continue;
    characters = 0;
    await setImmediate();
  }
}
