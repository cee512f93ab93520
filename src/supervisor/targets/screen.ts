import type { Person } from '../../access/person.ts';
import type { Choice, Message } from '../../channel.ts';
import { excerpt } from '../../text/excerpt.ts';
import type { Translate } from '../../locales/index.ts';
import { dayOf } from '../../stats/period.ts';
import { type Standing, targetStandings } from '../../stats/targets/standings.ts';
import { type Target, targetKey } from '../../stats/targets/target.ts';
import { periodText, standingText, targetText } from '../../stats/targets/words.ts';
import { writeStaffToken } from '../../token.ts';
import { nameMark, pageButton } from '../buttons.ts';
import { namesOf, narrowedTo } from '../reading/scope.ts';
import { fitted } from '../render/fit.ts';
import type { Tools } from '../tools.ts';
import { maySetFor, targetRights } from './rights.ts';

/** The name of the `StaffArea` that asks for a target. */
export const targetArea = 'target';

export type TargetTools = Pick<Tools, 'targets' | 'statistics' | 'handling' | 'clock'>;

/** In whose place targets are shown, in whose language, and who asks. */
export interface TargetsAsked {
  person: Person;
  place: Person;
  t: Translate;
}

const PAGE = 8;
const LABEL = 60;
const NAMES = 160;

/** How targets stand over the last days, with the buttons of who may set them. @throws {StoreError} */
export async function showTargets(
  { person, place, t }: TargetsAsked,
  { targets, statistics, handling, clock }: TargetTools,
  note?: string,
): Promise<Message> {
  const scope = narrowedTo(place, 'read_figures');
  if (!scope) return { text: t('figures.nobodys') };
  const all = await targets.list();
  const day = dayOf(clock.now(), statistics.zone);
  const judged = await targetStandings({
    statistics,
    targets: all,
    day,
    scope,
    handling,
  });
  // To an operator, the target of a team for which they led no dialogue is nothing.
  const isNothing = ({ target, verdict }: Standing): boolean =>
    scope.operator !== undefined && target.team !== null && verdict === null;
  const standings = judged.filter((one) => !isNothing(one));
  const narrowed = namesOf(scope).map(({ dimension, names }) =>
    t('targets.narrowed', { dimension, names: excerpt(names.join(', '), NAMES) }),
  );
  const [first] = standings;
  const parts = [
    ...(note === undefined ? [] : [note]),
    first ? standings.map((one) => `• ${standingText(t, one)}`).join('\n') : t('targets.none'),
    ...(first ? [[periodText(t, first), ...narrowed].join('\n')] : []),
  ];
  const rights = targetRights(person);
  const isRemovable = standings.some(({ target }) => maySetFor(rights, target.team));
  const choices = [
    ...(rights ? [[setButton(t)]] : []),
    ...(isRemovable ? [[pageButton(t('targets.remove'), 'targets', 'remove')]] : []),
  ];
  return fitted({
    title: t('targets.title'),
    text: parts.join('\n\n'),
    ...(choices.length > 0 && { choices }),
  });
}

/** The targets that somebody may remove, a button each. @param page 1 for the first @throws {StoreError} */
export async function showRemovable(
  { person, t }: TargetsAsked,
  { targets }: TargetTools,
  page: number,
): Promise<Message> {
  const rights = targetRights(person);
  const own = (await targets.list()).filter(({ team }) => maySetFor(rights, team));
  const at = (page - 1) * PAGE;
  const shown = own.slice(at, at + PAGE);
  const buttons = shown.map((target) => [
    pageButton(`✕ ${excerpt(targetText(t, target), LABEL)}`, 'targets', 'remove', markOf(target)),
  ]);
  const more =
    at + PAGE < own.length ? [pageButton(t('targets.more'), 'targets', 'remove', String(page + 1))] : [];
  return {
    title: t('targets.title'),
    text: t(shown.length > 0 ? 'targets.whichRemoved' : 'targets.none'),
    choices: [...buttons, [...more, pageButton(t('settings.back'), 'targets')]],
  };
}

/** What stands for a target in a button. */
export const markOf = (target: Target): string => nameMark(targetKey(target));

export const setButton = (t: Translate): Choice => ({
  label: t('targets.set'),
  token: writeStaffToken({ area: targetArea, argument: 'set' }),
});
