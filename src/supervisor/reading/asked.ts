import { isWithout, pageOf } from '../view.ts';
import { looksLikeDay } from './period.ts';

/** What stands after the name of a command that shows figures or lists. */
export interface Asked {
  /** What is neither a period nor how it is to be shown: the name of a team; empty: none. */
  name: string;
  /** The words of the period. */
  period: string[];
  withoutDisputed: boolean;
  /** From 1. */
  page: number;
}

/** A name may be several words, so what else is said stands behind it: `Second line 2026-11-01 2026-11-15`. */
export function readAsked(words: readonly string[]): Asked {
  const asked: Asked = { name: '', period: [], withoutDisputed: false, page: 1 };
  const rest = [...words];
  for (let word = rest.at(-1); word !== undefined; word = rest.at(-1)) {
    const page = pageOf(word);
    if (page !== null) asked.page = page;
    else if (isWithout(word)) asked.withoutDisputed = true;
    else if (looksLikeDay(word)) asked.period.unshift(word);
    // Between two days, as people write a period: `2026-11-01 – 2026-11-15`.
    else if (!isDash(word)) break;
    rest.pop();
  }
  return { ...asked, name: rest.join(' ') };
}

const isDash = (word: string): boolean => /^[-–—]$/.test(word);
