import type { Message } from '../../channel.ts';
import { parseTarget } from '../../stats/targets/parse.ts';
import type { Target } from '../../stats/targets/target.ts';
import { faultText, targetText } from '../../stats/targets/words.ts';
import { maySetFor, type TargetRights, targetRights } from './rights.ts';
import { markOf, setButton, showTargets, type TargetsAsked, type TargetTools } from './screen.ts';

/** Sets the target that somebody wrote, and shows how targets stand. @throws {StoreError} */
export async function setTarget(asked: TargetsAsked, text: string, tools: TargetTools): Promise<Message> {
  const { person, t } = asked;
  const rights = targetRights(person);
  if (!rights) return { text: t('targets.notYours') };
  const read = parseTarget(text);
  // The button again: what was wrong is read here, and written right at once.
  if ('fault' in read) return { text: faultText(t, read.fault), choices: [[setButton(t)]] };
  const target = ownTarget(read, rights);
  if (!maySetFor(rights, target.team)) {
    const teams = Array.isArray(rights.teams) ? rights.teams : [];
    return {
      text: t('targets.yourTeams', {
        count: teams.length,
        names: teams.map((name) => `"${name}"`).join(', '),
      }),
      choices: [[setButton(t)]],
    };
  }
  const set = await tools.targets.set(target, person.id);
  return showTargets(asked, tools, t('targets.done', { target: targetText(t, set) }));
}

/** Removes the target for which a button stands, and shows those that are left. @throws {StoreError} */
export async function removeTarget(asked: TargetsAsked, mark: string, tools: TargetTools): Promise<Message> {
  const { person, t } = asked;
  const { targets } = tools;
  const found = (await targets.list()).find((target) => markOf(target) === mark);
  if (!found) return showTargets(asked, tools, t('targets.gone'));
  if (!maySetFor(targetRights(person), found.team)) return showTargets(asked, tools, t('targets.notYours'));
  const isRemoved = await targets.remove(found, person.id);
  const note = isRemoved ? t('targets.removed', { target: targetText(t, found) }) : t('targets.gone');
  return showTargets(asked, tools, note);
}

/** Who sets targets for one team alone need not name it. */
function ownTarget(target: Target, { teams }: TargetRights): Target {
  const only = Array.isArray(teams) && teams.length === 1 ? teams[0] : undefined;
  return target.team === null && only !== undefined ? { ...target, team: only } : target;
}
