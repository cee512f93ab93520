import { stemEnglish } from './english.ts';
import { createPhrases } from './phrases.ts';
import { createStopWords, negates } from './stop-words.ts';
import { createUkrainianStem } from './ukrainian.ts';

/** What terms are in a text: the key under which it is counted, and how it is spelled there. */
export type Terms = (text: string) => Map<string, string>;

/**
 * Terms are words that are no stop words, by their stems, and pairs of them that stand side by side; the key of a pair
 * is that of both with a space between. A word that is negated is another word than without: «не вирішили» tells the
 * opposite of «вирішили». A negation reaches over one stop word: «не було відповіді».
 *
 * The libraries are loaded when this is first asked for. It remembers the words that it met: one for each analysis.
 */
export async function createTerms(): Promise<Terms> {
  const [{ StemmerUk }, { eng, rus, ukr }] = await Promise.all([
    import('@nlpjs/lang-uk'),
    import('stopword'),
  ]);
  const library = new StemmerUk();
  const stemUkrainian = createUkrainianStem((word) => library.stemWord(word));
  const isStopWord = createStopWords([ukr, eng, rus]);
  const stems = new Map<string, string | null>();
  const phrasesOf = createPhrases();

  /** null: a stop word. */
  function stemOf(word: string): string | null {
    const known = stems.get(word);
    if (known !== undefined) return known;
    const stem = isStopWord(word)
      ? null
      : /\p{Script=Cyrillic}/u.test(word)
        ? stemUkrainian(word)
        : stemEnglish(word);
    stems.set(word, stem);
    return stem;
  }

  return (text) => {
    const terms = new Map<string, string>();
    for (const words of phrasesOf(text)) {
      let negation: number | null = null;
      let last: { key: string; spelled: string; end: number } | null = null;
      for (const [index, word] of words.entries()) {
        if (negates(word)) {
          negation = index;
          continue;
        }
        const stem = stemOf(word);
        const negated: boolean = negation !== null && index - negation <= 2;
        if (stem === null) continue;
        const start: number = negated && negation !== null ? negation : index;
        const term = {
          key: negated ? `!${stem}` : stem,
          spelled: words.slice(start, index + 1).join(' '),
          end: index + 1,
        };
        terms.set(term.key, term.spelled);
        if (last?.end === start && last.key !== term.key) {
          terms.set(`${last.key} ${term.key}`, `${last.spelled} ${term.spelled}`);
        }
        last = term;
        negation = null;
      }
    }
    return terms;
  };
}
