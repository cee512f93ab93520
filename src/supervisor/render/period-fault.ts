import type { Message } from '../../channel.ts';
import type { Translate } from '../../locales/index.ts';
import { type Day, mostDays, type Period } from '../../stats/period.ts';
import { askButton } from '../buttons.ts';
import { guessPeriod } from '../reading/guess.ts';
import type { ReadPeriod } from '../reading/period.ts';
import { periodButtons, wordsOf, type View } from '../view.ts';
import { excerpt } from '../../text/excerpt.ts';
import { dateOf } from '../../stats/period.ts';
import { periodText } from './dates.ts';

export type PeriodFault = Extract<ReadPeriod, { fault: unknown }>;

const LONGEST = 60;

/**
 * What is said of a period that cannot be shown, with a button for the one that was probably meant.
 * @param view what was asked for otherwise, so that the buttons lead to that
 */
export function periodFaultMessage(
  t: Translate,
  fault: PeriodFault,
  view: Omit<View, 'period'>,
  today: Day,
): Message {
  const meant = meantBy(fault, today);
  const words = [...view.words, ...(meant ? wordsOf(meant) : [])];
  const button = meant && askButton(periodText(t, meant), view.command, ...words);
  return {
    text: faultText(t, fault, meant),
    choices: [...(button ? [[button]] : []), ...periodButtons(t, { ...view, period: 'today' })],
  };
}

function meantBy(fault: PeriodFault, today: Day): Period | null {
  const meant =
    fault.fault === 'no_day'
      ? guessPeriod(fault.text, today)
      : fault.fault === 'backwards'
        ? fault.period
        : null;
  // A button that leads to the next refusal helps nobody.
  return meant && meant.from <= today ? meant : null;
}

function faultText(t: Translate, fault: PeriodFault, meant: Period | null): string {
  const how = t('period.how');
  switch (fault.fault) {
    case 'no_day': {
      const said = t('period.noDay', { text: excerpt(fault.text, LONGEST) });
      return [said, meant ? t('period.didYouMean', { period: periodText(t, meant) }) : how].join(' ');
    }
    case 'backwards':
      return t('period.backwards', { period: periodText(t, fault.period) });
    case 'future':
      return t('period.future', { day: dateOf(fault.day) });
    case 'too_long':
      return t('period.tooLong', { days: fault.days, most: mostDays });
    case 'too_many_words':
      return `${t('period.tooMany')} ${how}`;
  }
}
