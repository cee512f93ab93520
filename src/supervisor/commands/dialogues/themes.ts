import { excerpt } from '../../../text/excerpt.ts';
import { addDays, dayOf } from '../../../stats/period.ts';
import { readAsked } from '../../reading/asked.ts';
import { readPeriod } from '../../reading/period.ts';
import { narrowedTo } from '../../reading/scope.ts';
import { periodText } from '../../render/dates.ts';
import { openText } from '../../render/figures.ts';
import { fitted } from '../../render/fit.ts';
import { narrowedLines } from '../../render/names.ts';
import { periodFaultMessage } from '../../render/period-fault.ts';
import { viewButtons } from '../../view.ts';
import type { Command } from '../command.ts';

/** The period when none is named: a week has too few comments for words to stand out. */
const DAYS = 30;
const MOST = 10;
const LONGEST_TERM = 40;

/** `/themes [period]`: words that comments with a low rating use more often than the others. */
export const themes: Command = {
  about: 'themes.about',
  action: 'read_comments',
  async run({ words, place, t }, { statistics, clock }) {
    const { zone } = statistics;
    const scope = narrowedTo(place, 'read_comments');
    if (!scope) return { text: t('figures.nobodys') };
    const today = dayOf(clock.now(), zone);
    const { name, period: days } = readAsked(words);
    const view = { command: 'themes', words: [], withoutDisputed: false, page: 1 };
    const read = readPeriod([...name.split(' ').filter(Boolean), ...days], today, {
      from: addDays(today, 1 - DAYS),
      to: today,
    });
    if ('fault' in read) return periodFaultMessage(t, read, view, today);
    const { period } = read;
    const found = await statistics.themes({ ...period, filter: scope }, MOST);
    const lines = found.map(({ term, low, others }) =>
      t('themes.theme', { term: excerpt(term, LONGEST_TERM), low, others }),
    );
    return fitted({
      title: t('themes.title', { period: periodText(t, period) }),
      text: [
        [openText(t, period, today, zone), ...narrowedLines(t, scope)].join('\n'),
        lines.length === 0 ? t('themes.none') : [t('themes.lead'), ...lines].join('\n'),
      ].join('\n\n'),
      choices: viewButtons(t, { ...view, period }),
    });
  },
};
