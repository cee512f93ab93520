import type { Command } from '../commands/command.ts';
import { isNameMark } from '../buttons.ts';
import { removeTarget, setTarget } from './set.ts';
import { showRemovable, showTargets } from './screen.ts';

/** `/targets [csat 85 team "Second line"]`: how targets stand, and the buttons that set and remove them. */
export const targetsCommand: Command = {
  about: 'targets.about',
  action: 'read_figures',
  async run({ words, by: { person }, place, t }, tools) {
    const asked = { person, place, t };
    const [verb, detail] = words;
    if (verb === undefined) return showTargets(asked, tools);
    if (verb === 'remove') {
      if (detail !== undefined && isNameMark(detail)) return removeTarget(asked, detail, tools);
      return showRemovable(asked, tools, Math.max(1, Math.trunc(Number(detail)) || 1));
    }
    return setTarget(asked, (verb === 'set' ? words.slice(1) : words).join(' '), tools);
  },
};
