import type { Translate } from '../../locales/index.ts';
import type { Digest, Flag } from '../digest.ts';
import { excerpt } from '../../text/excerpt.ts';
import type { Section } from './layout.ts';
import { hasOwnName, npsValue, scaleText, share } from '../../text/figures.ts';

const nameLength = 30;

/**
 * Teams and operators that lie outside of the funnel: what is more certain goes first, and the rest is by name, since
 * they are not ranked.
 */
export function renderFlags({ flags, summary }: Digest, t: Translate): Section {
  const rated = summary.scales.filter(({ scale, ratings }) => ratings > 0 && !hasOwnName(scale));
  const isOneScale = rated.length === 1;
  const items = flags
    .toSorted((a, b) => b.level - a.level)
    .map((flag) => (flag.what === 'rating' ? renderRating(flag, isOneScale, t) : renderAsking(flag, t)));
  return { heading: t('digest.flags'), items, ranks: [1, 5, 7, 9, 10, 11] };
}

function renderRating(flag: Flag, isOneScale: boolean, t: Translate): string {
  const { scale, nps, share: part } = flag;
  const value = nps === null ? share(t, part.hits / part.n) : npsValue(t, nps);
  const figure =
    isOneScale && scale !== null && !hasOwnName(scale)
      ? t('digest.flagCsat', { value })
      : t('digest.flagScale', { scale: scaleText(t, scale ?? ''), value });
  return t('digest.flag', { ...whoOf(flag), figure, ratings: t('value.ratings', { count: part.n }) });
}

/** An operator whose share asked, or share answered, is not like the whole's. */
function renderAsking(flag: Flag, t: Translate): string {
  const { hits, n } = flag.share;
  const key = flag.what === 'asked' ? 'digest.flagAsked' : 'digest.flagAnswered';
  return t(key, { ...whoOf(flag), value: share(t, hits / n), count: n });
}

function whoOf({ side, level, dimension, name }: Flag): { mark: string; dimension: string; name: string } {
  const mark = side === 'above' ? '▲' : '▼';
  return { mark: level === 95 ? mark : mark.repeat(2), dimension, name: excerpt(name, nameLength) };
}
