import type { MessageKey, Translate } from '../locales/index.ts';
import type { Group } from '../stats/summary.ts';
import type { Digest, Room } from './digest.ts';
import { excerpt } from './excerpt.ts';
import { average, ofScale, share } from './value.ts';

/** Fewer ratings say nothing about an operator or a team, so they are not ranked. */
const ratingsToRank = 10;
const nameLength = 40;

/** Teams and operators side by side, each scale apart; one team alone would repeat the day's figures. */
export function renderGroups({ summary, teams, operators }: Digest, t: Translate, room: Room): string[] {
  return summary.scales.flatMap(({ scale }) => [
    ...renderList('digest.teams', teams, scale, 2, t, room.groups),
    ...renderList('digest.operators', operators, scale, 1, t, room.groups),
  ]);
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
    .toSorted((a, b) => (a.averageCsat ?? 0) - (b.averageCsat ?? 0));
  if (ranked.length < fewest || limit === 0) return [];
  const lines = ranked.slice(0, limit).map(({ name, averageCsat, csatPercent, ratings }) =>
    t('digest.group', {
      name: excerpt(name, nameLength),
      average: ofScale(t, average(t, averageCsat), scale),
      csat: share(t, csatPercent),
      ratings: t('value.ratings', { count: ratings }),
    }),
  );
  const more = ranked.length - lines.length;
  return [[t(heading), ...lines, ...(more > 0 ? [t('digest.moreGroups', { count: more })] : [])].join('\n')];
}
