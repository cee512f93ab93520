/**
 * The stem of an English word in lower case: the endings that support comments turn words with, by the first steps of
 * Porter's rules; no dependency brings a stemmer for English.
 * @see Porter, M. F. (1980), An algorithm for suffix stripping, Program 14(3), steps 1 and 2
 */
export function stemEnglish(word: string): string {
  const singular = word
    .replace(/’.*$/, '')
    .replace(/(?<=..)ies$/, 'y')
    .replace(/(?<=ss|sh|ch|x|zz)es$/, '')
    .replace(/(?<=[^sui])s$/, '');
  const adjective = singular
    .replace(/(?<=[aeiouy].*)(?:ness|fully|ful|(?<!p)ly)$/, '')
    .replace(/(?<=..)ied$/, 'y');
  const base = adjective.replace(/(?<=[aeiouy].*)(?:ing|ed)$/, '');
  const single =
    base === adjective || base.length < 4
      ? base
      : base.replace(/([bdgmnprt])\1$|(?<=[aeiouy].*[aeiou])(l)l$/, '$1$2');
  return single.replace(/(?<=..)e$/, '').replace(/(?<=..)i$/, 'y');
}
