/**
 * The characters of a text, composed (NFC), each with its upper and lower case where that is one character too: what a
 * search for the text takes for the same. Every character stands for itself, also those that patterns give a meaning to.
 */
export function caseVariants(text: string): string[][] {
  return Array.from(text.normalize('NFC')).map((character) => {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    const all = [character, lower, upper, upper.toLowerCase(), lower.toUpperCase()];
    return [...new Set(all)].filter((one) => Array.from(one).length === 1);
  });
}
