// @nlpjs/lang-uk 4.26.1 and stopword 3.1.5 have no types; this is the part that we use.

declare module '@nlpjs/lang-uk' {
  /** Keeps each word that it was asked for as long as it lives. */
  class StemmerUk {
    stemWord(word: string): string;
  }
}

declare module 'stopword' {
  const eng: string[];
  const rus: string[];
  const ukr: string[];
}
