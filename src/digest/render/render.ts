import { createTranslator, type Translate } from '../../locales/index.ts';
import type { Digest, DigestComment } from '../digest.ts';
import { renderBars } from './bars.ts';
import { renderAsked, renderDisputed, renderEarlier, renderSurveys } from './cohort.ts';
import { renderComments, renderThemes, screenLengths } from './comments.ts';
import { renderLate, renderLateComments, renderMissed } from './earlier.ts';
import { renderFlags } from './flags.ts';
import { type Laid, layOut, type Section, writeItems } from './layout.ts';
import { mainTarget } from '../../stats/targets/main-target.ts';
import { renderScales } from './scales.ts';
import { renderCrossed, renderOthers } from './targets.ts';
import { renderOnly, renderTitle } from './title.ts';
import { scaleText } from '../../text/figures.ts';

/** A digest as a supervisor reads it in a chat. */
export interface RenderedDigest {
  title: string;
  /** With the title some 30 lines of a phone's screen. */
  text: string;
  /** What is read only by who wants to; empty: nothing. */
  more: string;
  /** Whose comments stand in the text. */
  shown: readonly DigestComment[];
}

/**
 * All of it together never passes 4,000 UTF-16 units, so that it is one message wherever it goes: Telegram takes 4,096,
 * Viber 7,000.
 * @see https://core.telegram.org/bots/api#sendmessage
 */
const mostUnits = 4000;
/** What the text may take of that, were its names and numbers ever so long. */
const mostTextUnits = 2500;

/** How many units of a comment are folded: tried in turn until all fits. */
const commentLengths = [200, 120, 60, 30];
/** Scales whose figures stand on the screen; a service with more is not known. */
const scalesShown = 3;
const mostBars = 12;

export function renderDigest(digest: Digest): RenderedDigest {
  const t = createTranslator(digest.language);
  const title = renderTitle(digest, t);
  const scales =
    digest.summary.answered > 0
      ? renderScales(digest, t)
      : [t('digest.noSurveys', { soFar: digest.partial ? 'yes' : 'no' })];
  const head = [
    [...renderOnly(digest, t), ...scales.slice(0, scalesShown)].join('\n'),
    ...renderDisputed(digest, t),
    ...renderSurveys(digest, t),
  ].join('\n');
  const { comments, screen, laid } = layOutScreen(digest, t, title, head);
  const text = cutLines(laid.text, mostTextUnits - title.length);
  const left = mostUnits - title.length - text.length - 2;
  const shown = laid.shown.get(comments) ?? 0;
  const rest = { scales: scales.slice(scalesShown), screen, shown: laid.shown, comments };
  let more = '';
  for (const length of commentLengths) {
    more = renderMore(digest, t, { ...rest, length });
    if (more.length <= left) break;
  }
  return { title, text, more: cutLines(more, left), shown: digest.worst.slice(0, shown) };
}

function layOutScreen(
  digest: Digest,
  t: Translate,
  title: string,
  head: string,
): { comments: Section; screen: Section[]; laid: Laid } {
  const [asked, crossed] = [renderAsked(digest, t), renderCrossed(digest, besideFigures(digest), t)];
  const tries = screenLengths.map((length) => {
    const comments = renderComments(digest, t, length);
    const screen = [
      asked,
      crossed,
      renderLate(digest, t),
      renderFlags(digest, t),
      comments,
      renderMissed(digest, t),
      renderThemes(digest, t),
    ];
    return { comments, screen, laid: layOut(title, head, screen) };
  });
  const most = Math.max(...tries.map(({ laid, comments }) => laid.shown.get(comments) ?? 0));
  const best = tries.find(({ laid, comments }) => laid.shown.get(comments) === most);
  if (!best) throw new Error('there are no lengths of comments');
  return best;
}

/** What is folded: the rest of every list, then what helps to read the figures. */
function renderMore(
  digest: Digest,
  t: Translate,
  options: {
    length: number;
    scales: readonly string[];
    screen: readonly Section[];
    shown: ReadonlyMap<Section, number>;
    comments: Section;
  },
): string {
  const { length, scales, screen, shown, comments } = options;
  const lists = screen.flatMap((section) =>
    writeItems(section === comments ? renderComments(digest, t, length) : section, shown.get(section)),
  );
  const unread = digest.summary.comments - digest.worst.length;
  return [
    ...scales,
    ...lists,
    ...(unread > 0 && digest.worst.length > 0 ? [t('digest.moreComments', { count: unread })] : []),
    ...writeItems(renderOthers(digest, besideFigures(digest), t)),
    ...writeItems(renderLateComments(digest, t, length)),
    ...renderHistogram(digest, t),
    renderEarlier(digest, t).join('\n'),
    digest.summary.answered > 0 ? t('digest.legend') : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The targets that stand beside their figure. */
function besideFigures({ summary, targets, only }: Digest): Set<Digest['targets'][number]> {
  const rated = summary.scales.filter(({ ratings }) => ratings > 0);
  return new Set(rated.flatMap(({ scale }) => mainTarget(targets, scale, only)?.standing ?? []));
}

/** How often each rating was given on the scale that was rated most often. */
function renderHistogram({ summary }: Digest, t: Translate): string[] {
  const most = summary.scales.find(({ ratings }) => ratings > 0);
  if (!most) return [];
  const heading = t('digest.scale', { values: scaleText(t, most.scale) });
  return [`${heading}\n${renderBars(t, most.histogram, mostBars)}`];
}

function cutLines(text: string, length: number): string {
  if (text.length <= length) return text;
  if (length < 2) return '';
  return `${text.slice(0, Math.max(0, text.lastIndexOf('\n', length - 2)))}\n…`;
}
