import type { Choice, Message } from '../../channel.ts';
import type { Format } from '../../exports/file-name.ts';
import { MOST_XLSX_ROWS } from '../../exports/xlsx.ts';
import type { Translate } from '../../locales/index.ts';
import type { Period } from '../../stats/period.ts';
import { askButton } from '../buttons.ts';
import { shortPeriod } from '../render/dates.ts';

/** The formats of one period, to be tapped. */
export const periodChoices = (t: Translate, { from, to }: Period, of: readonly Format[]): Choice[] =>
  of.map((format) => askButton(t('export.format', { format }), 'export', format, from, to));

/** That Excel takes no more, with the way out. @param count null: how many there are is not known */
export function tooMany(t: Translate, period: Period, count: number | null): Message {
  const text = t('export.tooMany', {
    known: count === null ? 'no' : 'yes',
    count: count ?? 0,
    period: shortPeriod(t, period),
    most: MOST_XLSX_ROWS,
  });
  return { text, choices: [periodChoices(t, period, ['csv'])] };
}
