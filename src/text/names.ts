/**
 * The key under which the spellings of one operator, team or topic are counted together: composed characters (NFC),
 * without regard to case and to how much white space there is; '' for a text of white space alone.
 */
export function foldName(name: string): string {
  // Lower case alone would keep ß and ss, σ and ς apart.
  return name.replace(/\s+/g, ' ').trim().normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}

/** A name as it is kept: composed (NFC), with single spaces, and half a character as U+FFFD. */
export function keptName(name: string): string {
  return name
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
}
