import type { MessageKey, Translate } from '../../locales/index.ts';
import { isNps, parseScaleKey } from '../../scale.ts';
import type { Group, ScaleSummary } from '../../stats/summary.ts';
import type { Digest, Space } from '../digest.ts';
import { excerpt } from './excerpt.ts';
import { average, npsValue, ofScale, share } from './value.ts';

/** Fewer ratings say nothing about an operator or a team, so they are not ranked. */
const ratingsToRank = 10;
const nameLength = 40;

/** Teams and operators side by side, each scale apart; one team alone would repeat the day's figures. */
export function renderGroups({ summary, teams, operators }: Digest, t: Translate, space: Space): string[] {
  return summary.scales.flatMap(({ scale }) => {
    const ofNps = isNps(parseScaleKey(scale));
    return [
      ...renderList(ofNps ? 'digest.npsTeams' : 'digest.teams', teams, scale, 2, t, space.groups),
      ...renderList(ofNps ? 'digest.npsOperators' : 'digest.operators', operators, scale, 1, t, space.groups),
    ];
  });
}

function renderList(
  heading: MessageKey,
  groups: readonly Group[],
  scale: string,
  fewest: number,
  t: Translate,
  limit: number,
): string[] {
  const ranked = groups
    .flatMap(({ name, summary }) => {
      const figures = summary.scales.find((one) => one.scale === scale);
      return name !== null && figures && figures.ratings >= ratingsToRank ? [{ name, ...figures }] : [];
    })
    .toSorted((a, b) => figureOf(a) - figureOf(b));
  if (ranked.length < fewest || limit === 0) return [];
  const lines = ranked.slice(0, limit).map((group) => renderGroup(group, t));
  const more = ranked.length - lines.length;
  return [[t(heading), ...lines, ...(more > 0 ? [t('digest.moreGroups', { count: more })] : [])].join('\n')];
}

function renderGroup({ name, ...figures }: ScaleSummary & { name: string }, t: Translate): string {
  const { scale, averageCsat, csatPercent, nps } = figures;
  const ratings = t('value.ratings', { count: figures.ratings });
  const shown = excerpt(name, nameLength);
  if (nps !== null) return t('digest.npsGroup', { name: shown, nps: npsValue(t, nps), ratings });
  return t('digest.group', {
    name: shown,
    average: ofScale(t, average(t, averageCsat, scale), scale),
    csat: share(t, csatPercent),
    ratings,
  });
}

/** What groups are ordered by. */
function figureOf({ nps, averageCsat }: ScaleSummary): number {
  return nps ?? averageCsat ?? 0;
}
