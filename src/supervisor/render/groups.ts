import { hasOwnName, npsValue, scaleText, share } from '../../text/figures.ts';
import type { Translate } from '../../locales/index.ts';
import { askingSignals, ratingSignal } from '../../stats/comparison/signals.ts';
import type { Group, ScaleSummary, Summary } from '../../stats/summary.ts';
import { shownName } from './names.ts';

/** A team or an operator; those that the helpdesk named nothing are none. */
export type NamedGroup = Group & { name: string };

/** The parts that have a name, by it: they are not ranked. */
export function byName(groups: readonly Group[], language: string): NamedGroup[] {
  return groups
    .flatMap(({ name, summary }) => (name === null ? [] : [{ name, summary }]))
    .toSorted((a, b) => a.name.localeCompare(b.name, language));
}

/** One line for a part: its figures, each with its n. */
export function groupLine(t: Translate, { name, summary }: NamedGroup): string {
  const rated = summary.scales.filter(({ ratings }) => ratings > 0);
  const figures = rated.map((one) => {
    const value = one.nps === null ? share(t, one.csatPercent) : npsValue(t, one.nps);
    const ratings = t('value.ratings', { count: one.ratings });
    return t('figures.groupValue', { label: labelOf(t, one, rated), value, ratings });
  });
  const none = t('figures.groupUnrated', { count: summary.completed });
  return t('figures.group', {
    name: shownName(name),
    figures: figures.length > 0 ? figures.join('; ') : none,
  });
}

/**
 * A line for each limit of the funnel that a part crosses, with its n; none where it crosses none.
 * @param whole what the part is held against
 */
export function signalLines(t: Translate, { summary }: Pick<Group, 'summary'>, whole: Summary): string[] {
  const rated = summary.scales.filter(({ ratings }) => ratings > 0);
  const ofRatings = rated.flatMap((part) => {
    const all = whole.scales.find(({ scale }) => scale === part.scale);
    const signal = all ? ratingSignal(part, all) : null;
    if (!signal) return [];
    return [t('figures.signal', { what: 'rating', label: labelOf(t, part, rated), ...signal })];
  });
  const ofAsking = askingSignals(summary, whole).map(({ what, share: part, side, level }) => {
    const value = share(t, part.hits / part.n);
    return t('figures.signal', { what, value, count: part.n, side, level });
  });
  return [...ofRatings, ...ofAsking];
}

/** What a figure is called: CSAT, unless another scale of CSAT stands beside it. */
function labelOf(t: Translate, { scale }: ScaleSummary, rated: readonly ScaleSummary[]): string {
  const text = scaleText(t, scale);
  if (hasOwnName(scale)) return text;
  return rated.filter((one) => !hasOwnName(one.scale)).length === 1 ? 'CSAT' : `CSAT (${text})`;
}
