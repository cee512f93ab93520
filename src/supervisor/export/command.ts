import type { Choice, Message } from '../../channel.ts';
import { type Format, formats } from '../../exports/file-name.ts';
import { MOST_XLSX_ROWS } from '../../exports/xlsx.ts';
import type { Translate } from '../../locales/index.ts';
import { addDays, type Day, dayOf, type Period } from '../../stats/period.ts';
import { askButton } from '../buttons.ts';
import type { Call, Command } from '../commands/command.ts';
import { looksLikeDay, namedPeriod, readPeriod } from '../reading/period.ts';
import { shortPeriod } from '../render/dates.ts';
import { periodFaultMessage } from '../render/period-fault.ts';
import { excerpt } from '../../text/excerpt.ts';
import { narrowedTo } from '../reading/scope.ts';
import type { Tools } from '../tools.ts';
import { periodChoices, tooMany } from './words.ts';

const WORD = 40;

/** `/export csv|xlsx [day | month | from to]`: the dialogues that one may read, as a file that comes when it is made. */
export const exportCommand: Command = {
  about: 'export.about',
  action: 'read_dialogues',
  async run(call, tools) {
    const { words, t } = call;
    const today = dayOf(tools.clock.now(), tools.statistics.zone);
    const [first, ...rest] = words;
    const format = formatOf(first);
    if (first !== undefined && !format && !looksLikeDay(first)) {
      return { text: t('export.noFormat', { text: excerpt(first, WORD) }), choices: formatChoices(t, today) };
    }
    const read = readPeriod(format ? rest : words, today, namedPeriod('month', today));
    if ('fault' in read) {
      const view = { command: 'export', words: format ? [format] : [], withoutDisputed: false, page: 1 };
      return periodFaultMessage(t, read, view, today);
    }
    const { period } = read;
    if (format) return begin(call, tools, format, period);
    if (first === undefined) return { text: t('export.which'), choices: formatChoices(t, today) };
    return {
      text: t('export.whichFormat', { period: shortPeriod(t, period) }),
      choices: [periodChoices(t, period, formats)],
    };
  },
};

/** Says what is made and of how many dialogues; it is made afterwards. */
async function begin(
  { by: { event, chat }, place, t }: Call,
  { statistics, exports }: Tools,
  format: Format,
  period: Period,
): Promise<Message> {
  const filter = narrowedTo(place, 'read_dialogues');
  if (!filter) return { text: t('figures.nobodys') };
  const name = shortPeriod(t, period);
  const { completed } = (await statistics.period({ ...period, filter })).summary;
  const [newest] = completed > 0 ? [true] : await statistics.dialogues({ filter, period }, { limit: 1 });
  if (newest === undefined) return { text: t('export.nothing', { period: name }) };
  if (format === 'xlsx' && completed > MOST_XLSX_ROWS) return tooMany(t, period, completed);
  const isBegun = await exports.begin({ event, chat, person: place, format, period });
  if (!isBegun) return { text: t('export.noWay') };
  return { text: t('export.begun', { format, period: name, count: completed }) };
}

function formatOf(word: string | undefined): Format | null {
  const name = word?.toLowerCase() === 'excel' ? 'xlsx' : word?.toLowerCase();
  return formats.find((one) => one === name) ?? null;
}

/** For those who do not type: this month and the one before, each in a row of its own, which shows the whole label. */
function formatChoices(t: Translate, today: Day): Choice[][] {
  const month = namedPeriod('month', today);
  return [month, namedPeriod('month', addDays(month.from, -1))].flatMap((period) =>
    formats.map((format) => {
      const label = t('export.formatOf', { format, period: shortPeriod(t, period) });
      return [askButton(label, 'export', format, period.from, period.to)];
    }),
  );
}
