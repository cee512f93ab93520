import type { Choice, Message } from '../../../channel.ts';
import { excerpt } from '../../../text/excerpt.ts';
import type { MessageKey } from '../../../locales/index.ts';
import { addDays, type Day, dayOf, type Period } from '../../../stats/period.ts';
import { foldName } from '../../../text/names.ts';
import { askButton, isNameMark, nameMark, rowsOf } from '../../buttons.ts';
import { readComparedFigures } from '../../reading/compared-figures.ts';
import { readAsked } from '../../reading/asked.ts';
import { nearestName } from '../../reading/nearest.ts';
import { readPeriod } from '../../reading/period.ts';
import { narrowedTo } from '../../reading/scope.ts';
import { periodText } from '../../render/dates.ts';
import { disputedLines, openText, renderFigures } from '../../render/figures.ts';
import { fitted } from '../../render/fit.ts';
import { byName, groupLine, type NamedGroup, signalLines } from '../../render/groups.ts';
import { narrowedLines, shownName } from '../../render/names.ts';
import { periodFaultMessage } from '../../render/period-fault.ts';
import type { PeriodReport } from '../../../stats/statistics.ts';
import type { Scope, Tools } from '../../tools.ts';
import { pageFrom, viewButton, viewButtons, type View, wordsOf } from '../../view.ts';
import type { Call, Command } from '../command.ts';

export interface GroupCommandOptions {
  command: string;
  dimension: 'team' | 'operator';
  about: MessageKey;
}

/** The period when none is named: long enough that a part has some ratings. */
const DAYS = 30;
/** Names are also known from so many days, so that a part without dialogues in the period is told from a slip. */
const DAYS_OF_NAMES = 90;
/** Each has a button, and Viber takes 24. */
const ON_A_PAGE = 10;
const LONGEST_NAME = 60;

/** A command for the parts along a dimension: all of them by name, or the figures of one. */
export function createGroupCommand({ command, dimension, about }: GroupCommandOptions): Command {
  return { about, action: 'read_figures', run };

  async function run(call: Call, tools: Tools): Promise<Message> {
    const { words, place, t } = call;
    const { statistics, clock } = tools;
    const scope = narrowedTo(place, 'read_figures');
    if (!scope) return { text: t('figures.nobodys') };
    const today = dayOf(clock.now(), statistics.zone);
    const asked = readAsked(words);
    const read = readPeriod(asked.period, today, lastDays(DAYS, today));
    const { withoutDisputed, page } = asked;
    const view = { command, words: wordsFor(asked.name), withoutDisputed, page };
    if ('fault' in read) return periodFaultMessage(t, read, view, today);
    const { period } = read;
    const report = await statistics.period({ ...period, filter: scope, by: [dimension], withoutDisputed });
    const shown = { call, tools, scope, today, report, view: { ...view, period } };
    return fitted(asked.name === '' ? list(shown) : await one(shown, asked.name));
  }

  function list({ call: { t, place }, tools, scope, today, report, view }: Shown): Message {
    const groups = groupsOf(report, place.language);
    const { shown, page, pages } = pageFrom(groups, view.page, ON_A_PAGE);
    const signals = new Map(shown.map((group) => [group, signalLines(t, group, report.summary)]));
    const hasSignals = [...signals.values()].some((lines) => lines.length > 0);
    const { disputed } = report.summary;
    const lines = [
      openText(t, report, today, tools.statistics.zone),
      ...narrowedLines(t, scope),
      '',
      ...(groups.length === 0
        ? [t('figures.noGroups', { dimension })]
        : [groupLine(t, { name: t('figures.whole'), summary: report.summary }), '']),
      ...shown.flatMap((group) => [
        groupLine(t, group),
        ...(signals.get(group) ?? []).map((line) => `  ${line}`),
      ]),
      '',
      ...(pages > 1 ? [t('figures.page', { page, pages })] : []),
      ...(hasSignals ? [t('figures.limits')] : []),
      ...disputedLines(t, report.summary, view.withoutDisputed),
    ];
    const names = shown.map((group) =>
      askButton(shownName(group.name), command, nameMark(group.name), ...wordsOf(view.period)),
    );
    return {
      title: t('figures.groupsTitle', { dimension, period: periodText(t, report) }),
      text: lines
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trimEnd(),
      choices: [...rowsOf(names, 2), ...viewButtons(t, { ...view, page }, { pages, disputed })],
    };
  }

  async function one(shown: Shown, asked: string): Promise<Message> {
    const { call, tools, scope, today, report, view } = shown;
    const { t } = call;
    const { statistics } = tools;
    const groups = groupsOf(report, call.place.language);
    const known = await namesKnown(shown, groups, asked);
    const name = known.find(isMeant(asked));
    if (name === undefined) return unknown(shown, asked, known);
    const { withoutDisputed } = view;
    const narrowed = { ...scope, [dimension]: name };
    const own = await readComparedFigures(tools, { ...view.period, scope: narrowed, withoutDisputed });
    const group = groups.find((found) => isMeant(asked)(found.name));
    const signals = group ? signalLines(t, group, report.summary) : [];
    const figures = renderFigures(t, {
      ...own,
      moments: { language: call.place.language, zone: statistics.zone, now: tools.clock.now() },
      today,
    });
    const { disputed } = own.report.summary;
    return {
      ...figures,
      text: [
        figures.text,
        ...(signals.length > 0 ? [[...signals, t('figures.limits')].join('\n')] : []),
      ].join('\n\n'),
      choices: [...viewButtons(t, { ...view, page: 1 }, { disputed }), [all(shown)]],
    };
  }

  /** The same words for a name that is nobody's and for one that is not to be seen here. */
  function unknown(shown: Shown, asked: string, known: readonly string[]): Message {
    const { call, view } = shown;
    const { t } = call;
    // What stands for a name in a button was a name once.
    const name = isNameMark(asked) ? '…' : excerpt(asked, LONGEST_NAME);
    const said = t('figures.noName', { dimension, name });
    const near = nearestName(asked, known);
    if (near === null) return { text: said, choices: [[all(shown)]] };
    return {
      text: `${said} ${t('figures.nearest', { name: shownName(near) })}`,
      choices: [[askButton(shownName(near), command, nameMark(near), ...wordsOf(view.period))], [all(shown)]],
    };
  }

  async function namesKnown(
    { call, tools, scope, today }: Shown,
    groups: readonly NamedGroup[],
    asked: string,
  ): Promise<string[]> {
    const named = [...groups.map(({ name }) => name), ...[scope[dimension] ?? []].flat()];
    if (named.some(isMeant(asked))) return named;
    const period = lastDays(DAYS_OF_NAMES, today);
    const recent = await tools.statistics.period({ ...period, filter: scope, by: [dimension] });
    return [...named, ...groupsOf(recent, call.place.language).map(({ name }) => name)];
  }

  function groupsOf({ by }: PeriodReport, language: string): NamedGroup[] {
    return byName(by[dimension] ?? [], language);
  }

  function all({ call: { t }, view }: Shown): Choice {
    return viewButton(t('figures.all', { dimension }), { ...view, words: [], page: 1 });
  }
}

interface Shown {
  call: Call;
  tools: Tools;
  scope: Scope;
  today: Day;
  /** Of all that is the person's, with its parts. */
  report: PeriodReport;
  view: Omit<View, 'period'> & { period: Period };
}

const lastDays = (days: number, today: Day): Period => ({ from: addDays(today, 1 - days), to: today });

/** How buttons write what was named: a name has no room in them. */
function wordsFor(name: string): string[] {
  if (name === '') return [];
  return [isNameMark(name) ? name : nameMark(name)];
}

const isMeant =
  (asked: string) =>
  (name: string): boolean =>
    isNameMark(asked) ? nameMark(name) === asked : foldName(name) === foldName(asked);
