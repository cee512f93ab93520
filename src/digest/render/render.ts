import type { Message } from '../../channel.ts';
import { createTranslator, type Translate } from '../../locales/index.ts';
import { renderCohort } from './cohort.ts';
import { renderComments } from './comments.ts';
import type { Digest, Space } from '../digest.ts';
import { renderLate, renderMissed } from './earlier.ts';
import { renderGroups } from './groups.ts';
import { renderScales } from './scales.ts';

/**
 * A digest as a supervisor reads it in a chat. It never passes 4,000 UTF-16 units, title included, so that
 * it is one message wherever it goes: Telegram takes 4,096, Viber 7,000.
 * @see https://core.telegram.org/bots/api#sendmessage
 */
export function renderDigest(digest: Digest): Message {
  const t = createTranslator(digest.language);
  const day = new Date(`${digest.day}T00:00:00Z`);
  const title = t(digest.partial ? 'digest.titleSoFar' : 'digest.title', { day });
  const length = mostUnits - title.length;
  for (const space of spaces) {
    const text = renderText(digest, t, space);
    if (text.length <= length) return { title, text };
  }
  return { title, text: cutLines(renderText(digest, t, leastSpace), length) };
}

const mostUnits = 4000;

/** Tried in turn until the digest fits: comments get shorter first, then the lists do. */
const spaces: readonly Space[] = [
  { comment: 200, ratedComments: 5, unratedComments: 3, groups: 10, bars: 12, lateComments: 5 },
  { comment: 120, ratedComments: 5, unratedComments: 3, groups: 10, bars: 12, lateComments: 5 },
  { comment: 60, ratedComments: 5, unratedComments: 3, groups: 10, bars: 12, lateComments: 5 },
  { comment: 60, ratedComments: 3, unratedComments: 1, groups: 5, bars: 12, lateComments: 3 },
  { comment: 60, ratedComments: 3, unratedComments: 1, groups: 0, bars: 6, lateComments: 1 },
];
const leastSpace: Space = {
  comment: 0,
  ratedComments: 0,
  unratedComments: 0,
  groups: 0,
  bars: 0,
  lateComments: 0,
};

function renderText(digest: Digest, t: Translate, space: Space): string {
  const ratings =
    digest.summary.answered > 0
      ? renderScales(digest, t, space)
      : [t('digest.noSurveys', { soFar: digest.partial ? 'yes' : 'no' })];
  return [
    ...ratings,
    renderCohort(digest, t),
    ...renderGroups(digest, t, space),
    ...renderComments(digest, t, space),
    ...renderLate(digest, t, space),
    ...renderMissed(digest, t),
  ].join('\n\n');
}

function cutLines(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, text.lastIndexOf('\n', length - 2))}\n…`;
}
