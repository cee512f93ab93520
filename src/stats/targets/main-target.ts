import { foldName } from '../../text/names.ts';
import type { NameFilter } from '../filter.ts';
import type { TargetFigure } from './judge.ts';
import type { Standing } from './standings.ts';

/** A target, with the figure that is held against it. */
export interface MainTarget<S extends Standing = Standing> {
  standing: S;
  figure: TargetFigure;
}

/** What figures are narrowed to, names of teams first. */
export const onlyOf = ({ team, channel, scenario }: NameFilter): string[] =>
  [team, channel, scenario].flatMap((names) => names ?? []);

/**
 * The target of a scale's main figure: CSAT %, or the NPS. That of the one team whose figures are shown goes before that of
 * everything.
 * @param only see `onlyOf`
 */
export function mainTarget<S extends Standing>(
  standings: readonly S[],
  scale: string,
  only: readonly string[],
): MainTarget<S> | undefined {
  const metric = scale === 'nps' ? 'nps' : 'csatPercent';
  const fitting = standings.flatMap((standing): Array<MainTarget<S>> => {
    const figure = standing.figures.find((one) => one.scale === scale);
    return figure && standing.target.metric === metric ? [{ standing, figure }] : [];
  });
  const [team, ...others] = only;
  const ofTeam = fitting.find(
    ({ standing: { target } }) =>
      target.team !== null && others.length === 0 && foldName(target.team) === foldName(team ?? ''),
  );
  return ofTeam ?? fitting.find(({ standing }) => standing.target.team === null);
}
