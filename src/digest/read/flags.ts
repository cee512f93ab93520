import { csatShare } from '../../stats/comparison/share.ts';
import { askingSignals, ratingSignal } from '../../stats/comparison/signals.ts';
import type { Group, Summary } from '../../stats/summary.ts';
import type { Flag } from '../digest.ts';

/**
 * The teams and operators that lie outside of the funnel around the whole: by their ratings on each scale, and operators
 * also by the share that was asked and the share that answered. By name, since they are not ranked.
 */
export function flagsOf(whole: Summary, teams: readonly Group[], operators: readonly Group[]): Flag[] {
  const ofTeams = named(teams).flatMap((one) => ratingFlags('team', one, whole));
  const ofOperators = named(operators).flatMap((one) => [
    ...ratingFlags('operator', one, whole),
    ...askingFlags(one, whole),
  ]);
  return [...ofTeams, ...ofOperators];
}

type Named = Group & { name: string };

function named(groups: readonly Group[]): Named[] {
  return groups
    .filter((group): group is Named => group.name !== null)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'uk'));
}

function ratingFlags(dimension: Flag['dimension'], { name, summary }: Named, whole: Summary): Flag[] {
  return whole.scales.flatMap((all) => {
    const part = summary.scales.find(({ scale }) => scale === all.scale);
    const signal = part && ratingSignal(part, all);
    if (!part || !signal) return [];
    const share = csatShare(part) ?? { hits: 0, n: part.ratings };
    return [{ ...signal, dimension, name, what: 'rating', scale: all.scale, share, nps: part.nps }];
  });
}

function askingFlags({ name, summary }: Named, whole: Summary): Flag[] {
  return askingSignals(summary, whole).map((signal) => ({
    ...signal,
    dimension: 'operator',
    name,
    scale: null,
    nps: null,
  }));
}
