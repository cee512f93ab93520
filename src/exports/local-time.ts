/** A moment by the clock of a zone. */
export interface LocalTime {
  /** `2026-11-22T13:03:00+02:00` */
  iso: string;
  /** What the clock shows, as if it were UTC: for formats whose times have no zone. */
  shown: Date;
}

const MINUTE_MS = 60_000;
/** Offsets change at a quarter of an hour, in every zone since 1972. */
const QUARTER_MS = 15 * MINUTE_MS;
const MOST_OFFSETS = 10_000;

/** A reader of moments in an IANA zone. Asking Intl takes some microseconds, and an export has millions of times. */
export function localTimes(zone: string): (moment: Date) => LocalTime {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsets = new Map<number, string>();
  const offsetAt = (moment: Date): string => {
    const quarter = Math.floor(moment.getTime() / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    // `GMT+02:00`; UTC itself is `GMT`.
    const offset = name.slice('GMT'.length) || '+00:00';
    if (offsets.size >= MOST_OFFSETS) offsets.clear();
    offsets.set(quarter, offset);
    return offset;
  };
  return (moment) => {
    const offset = offsetAt(moment);
    const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
    const shown = new Date(moment.getTime() + (offset.startsWith('-') ? -minutes : minutes) * MINUTE_MS);
    return { iso: `${shown.toISOString().slice(0, 19)}${offset}`, shown };
  };
}
