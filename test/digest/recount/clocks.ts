/** Calendars and clocks by `Intl` alone: a path of its own beside `src/stats/period.ts`. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at a moment, as the milliseconds that UTC would have. */
function shownAt(moment: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const seconds = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return seconds + (((moment % 1000) + 1000) % 1000);
}

/** The first moment at which the clocks show this; where they skip it, as long after the jump. */
function momentShowing(shown: number, zone: string): number {
  const offsets = [-DAY_MS, DAY_MS].map((away) => shownAt(shown + away, zone) - (shown + away));
  const moments = offsets.map((offset) => shown - offset);
  const real = moments.filter((moment) => shownAt(moment, zone) === shown);
  // Before a jump the offset is the smaller one, so the later moment is as long after the jump as is shown.
  return real.length > 0 ? Math.min(...real) : Math.max(...moments);
}

/** `2026-11-22` */
export const calendarDay = (moment: number, zone: string): string =>
  new Date(shownAt(moment, zone)).toISOString().slice(0, 10);

/** The day so many days after another one. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** When the clocks show `HH:MM` on a day. */
export const momentAt = (day: string, time: string, zone: string): number =>
  momentShowing(Date.parse(`${day}T${time}:00Z`), zone);

/** When the clocks showed the same so many days before. */
export const sameClockBefore = (moment: number, days: number, zone: string): number =>
  days === 0 ? moment : momentShowing(shownAt(moment, zone) - days * DAY_MS, zone);

/** `Sun, Nov 22` */
export const brief = (day: string): string =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString('en-US', {
    timeZone: 'UTC',
    weekday: 'short',
    month: 'short',
    day: 'numeric',
  });
