import type { Message } from '../../../channel.ts';
import { dayOf } from '../../../stats/period.ts';
import { readComparedFigures } from '../../reading/compared-figures.ts';
import { readAsked } from '../../reading/asked.ts';
import { namedPeriod, type periodNames, readPeriod } from '../../reading/period.ts';
import { narrowedTo } from '../../reading/scope.ts';
import { renderFigures } from '../../render/figures.ts';
import { fitted } from '../../render/fit.ts';
import { periodFaultMessage } from '../../render/period-fault.ts';
import type { Tools } from '../../tools.ts';
import { viewButtons } from '../../view.ts';
import type { Call, Command } from '../command.ts';

/** `/csat [day | month | from to]`: the figures of a period; of today when none is named. */
export const csat: Command = {
  about: 'figures.aboutCsat',
  action: 'read_figures',
  run: (call, tools) => showFigures(call, tools, 'today'),
};

/** The figures of all that is a person's. @param otherwise the period when none is named */
export async function showFigures(
  { words, place, t }: Call,
  tools: Tools,
  otherwise: (typeof periodNames)[number],
): Promise<Message> {
  const { statistics, clock } = tools;
  const { zone } = statistics;
  const scope = narrowedTo(place, 'read_figures');
  if (!scope) return { text: t('figures.nobodys') };
  const today = dayOf(clock.now(), zone);
  const { name, period: days, withoutDisputed } = readAsked(words);
  // There is nothing else to be named here, so what is no day was meant as one.
  const read = readPeriod(
    [...name.split(' ').filter(Boolean), ...days],
    today,
    namedPeriod(otherwise, today),
  );
  const view = { command: 'csat', words: [], withoutDisputed, page: 1 };
  if ('fault' in read) return periodFaultMessage(t, read, view, today);
  const { period } = read;
  const figures = await readComparedFigures(tools, { ...period, scope, withoutDisputed });
  const moments = { language: place.language, zone, now: clock.now() };
  const { disputed } = figures.report.summary;
  return fitted({
    ...renderFigures(t, { ...figures, moments, today }),
    choices: viewButtons(t, { ...view, period }, { disputed }),
  });
}
