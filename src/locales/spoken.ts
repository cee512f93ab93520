/** How the name of a number begins in Ukrainian, on which the preposition before it depends. */
export type SpokenStart = 'hundred' | 'hiss' | 'other';

/**
 * `hundred`: a cluster that begins with a hiss (зі ста); `hiss`: ш, or с before a vowel (із шести, із семи, із
 * сорока); else `other` (з п’яти, з тисячі).
 * @see Український правопис (2019), § 24
 */
export function spokenStart(value: number): SpokenStart {
  if (value < 0) return 'other';
  let group = Math.trunc(value);
  // Of 700,000 the word that is spoken first is that of 700.
  while (group >= 1000) group = Math.trunc(group / 1000);
  const hundreds = Math.trunc(group / 100);
  if (hundreds === 1) return 'hundred';
  if (hundreds > 0) return hundreds === 6 || hundreds === 7 ? 'hiss' : 'other';
  const tens = Math.trunc(group / 10);
  if (tens >= 2) return tens === 4 || tens === 6 || tens === 7 ? 'hiss' : 'other';
  return [6, 7, 16, 17].includes(group) ? 'hiss' : 'other';
}
