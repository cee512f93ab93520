import type { Prompts } from '../../access/prompts.ts';
import type { StaffArea, StaffEvent } from '../../access/staff.ts';
import { createTranslator } from '../../locales/index.ts';
import { parseTarget } from '../../stats/targets/parse.ts';
import { faultText } from '../../stats/targets/words.ts';
import { targetRights } from './rights.ts';
import { targetArea, type TargetsAsked, type TargetTools } from './screen.ts';
import { setTarget } from './set.ts';

export interface TargetAreaOptions extends TargetTools {
  prompts: Pick<Prompts, 'ask'>;
}

/** Asks for a target, and sets the one that is written. */
export function createTargetArea(options: TargetAreaOptions): StaffArea {
  const { prompts } = options;
  return {
    async tap(_argument, by) {
      const { person, t } = askedBy(by);
      if (!targetRights(person)) return { text: t('targets.notYours') };
      return ask(by, t('targets.ask'));
    },
    async written(_argument, text, by) {
      const asked = askedBy(by);
      const read = parseTarget(text);
      // What was wrong is asked for again, so that it can be written right at once.
      if ('fault' in read && targetRights(asked.person)) return ask(by, faultText(asked.t, read.fault));
      return setTarget(asked, text, options);
    },
  };

  async function ask({ chat, person }: StaffEvent, text: string): Promise<undefined> {
    await prompts.ask(chat, { text }, { area: targetArea, argument: 'set', personId: person.id });
  }
}

const askedBy = ({ person, place }: StaffEvent): TargetsAsked => ({
  person,
  place,
  t: createTranslator(place.language),
});
