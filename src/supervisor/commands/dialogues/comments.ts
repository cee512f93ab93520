import { ratingText } from '../../../text/figures.ts';
import type { Message } from '../../../channel.ts';
import { excerpt } from '../../../text/excerpt.ts';
import type { Translate } from '../../../locales/index.ts';
import { parseScaleKey } from '../../../scale.ts';
import type { Comment } from '../../../stats/comments.ts';
import { addDays, dayOf } from '../../../stats/period.ts';
import { askButton } from '../../buttons.ts';
import { readAsked } from '../../reading/asked.ts';
import { readPeriod } from '../../reading/period.ts';
import { narrowedTo } from '../../reading/scope.ts';
import { type MomentOptions, momentText, periodText } from '../../render/dates.ts';
import { openText } from '../../render/figures.ts';
import { fitted } from '../../render/fit.ts';
import { narrowedLines, shownName } from '../../render/names.ts';
import { periodFaultMessage } from '../../render/period-fault.ts';
import type { Tools } from '../../tools.ts';
import { pageFrom, viewButton, viewButtons } from '../../view.ts';
import type { Call, Command } from '../command.ts';

const modes = ['low', 'all'] as const;
type Mode = (typeof modes)[number];

/** The period when none is named. */
const DAYS = 7;
const ON_A_PAGE = 5;
const LONGEST_COMMENT = 350;
/** Statistics give no more. */
const MOST = 500;

/** `/comments [low | all] [period]`: what clients wrote, the lowest rating first. */
export const comments: Command = {
  about: 'comments.about',
  action: 'read_comments',
  run: showComments,
};

async function showComments({ words, place, t }: Call, tools: Tools): Promise<Message> {
  const { statistics, clock } = tools;
  const { zone } = statistics;
  const scope = narrowedTo(place, 'read_comments');
  if (!scope) return { text: t('figures.nobodys') };
  const today = dayOf(clock.now(), zone);
  const named = modes.find((one) => one === words[0]?.toLowerCase());
  const mode = named ?? 'low';
  const asked = readAsked(named ? words.slice(1) : words);
  const view = { command: 'comments', words: [mode], withoutDisputed: false, page: asked.page };
  if (asked.name !== '') {
    return {
      text: t('comments.unread', { given: excerpt(asked.name, LONGEST_GIVEN) }),
      choices: modes.map((one) => [askButton(t('comments.button', { mode: one }), 'comments', one)]),
    };
  }
  const read = readPeriod(asked.period, today, { from: addDays(today, 1 - DAYS), to: today });
  if ('fault' in read) return periodFaultMessage(t, read, view, today);
  const { period } = read;
  const found = await statistics.comments(
    { ...period, filter: scope, ...(mode === 'low' && { rated: true }) },
    MOST,
  );
  const wanted = mode === 'low' ? found.filter(isLow) : found;
  const { shown, page, pages, first } = pageFrom(wanted, asked.page, ON_A_PAGE);
  const current = { ...view, period, page };
  const buttons = shown.map(({ id }, at) => askButton(String(first + at + 1), 'dialogue', id));
  const moments = { language: place.language, zone, now: clock.now() };
  const other = modeOtherThan(mode);
  return fitted({
    title: t('comments.title', { mode, period: periodText(t, period) }),
    text: [
      [openText(t, period, today, zone), ...narrowedLines(t, scope)].join('\n'),
      shown.length === 0 ? t('comments.none', { mode }) : shownText(t, first, shown.length, wanted.length),
      ...shown.map((comment, at) => commentText(t, comment, first + at + 1, moments)),
      ...(found.length === MOST ? [t('comments.first', { count: MOST })] : []),
    ].join('\n\n'),
    choices: [
      ...(buttons.length > 0 ? [buttons] : []),
      ...viewButtons(t, current, { pages }),
      [viewButton(t('comments.button', { mode: other }), current, { words: [other], page: 1 })],
    ],
  });
}

/** Which of the comments stand on a page. */
const shownText = (t: Translate, first: number, shown: number, count: number): string =>
  t('comments.shown', {
    from: first + 1,
    to: first + shown,
    count,
    all: shown === count ? 'yes' : 'no',
    single: shown === 1 ? 'yes' : 'no',
  });

const LONGEST_GIVEN = 60;

const modeOtherThan = (mode: Mode): Mode => (mode === 'low' ? 'all' : 'low');

/** Whether CDSAT, or the detractors of an NPS, count its rating. */
const isLow = ({ rating, scale }: Comment): boolean =>
  rating !== null && scale !== null && parseScaleKey(scale).dissatisfied.includes(rating);

/** The words of a client as they are: platforms are given plain text, and show no markup in it. */
function commentText(t: Translate, comment: Comment, n: number, moments: MomentOptions): string {
  const { rating, scale, operator, team, topic, completedAt, externalId } = comment;
  const facts = [
    rating === null ? t('comments.noRating') : ratingText(t, rating, scale),
    ...[operator, team, topic].flatMap((name) => (name === null ? [] : [shownName(name)])),
    momentText(completedAt, moments),
    shownName(externalId),
  ];
  return t('comments.comment', {
    n,
    facts: facts.join(' · '),
    comment: excerpt(comment.comment, LONGEST_COMMENT),
  });
}
