/** Times of day as people write them. */

/** `HH:MM` of `9`, `9:30`, `09.30` or `0930`; null: it is no time of day. */
export function readTime(written: string): string | null {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(written.trim()) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return null;
  return `${hours.padStart(2, '0')}:${minutes}`;
}

/** The hours of `22:00-08:00` or `22 – 8`; null: they are none, or have no length. */
export function readHours(written: string): { from: string; to: string } | null {
  const [from, to, ...rest] = written.split(/\s*[-–—]\s*/).map(readTime);
  if (!from || !to || rest.length > 0 || from === to) return null;
  return { from, to };
}
