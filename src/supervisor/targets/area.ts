import type { Prompts } from '../../access/prompts.ts';
import type { StaffArea, StaffEvent } from '../../access/staff.ts';
import { createTranslator } from '../../locales/index.ts';
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
      const prompt = { area: targetArea, argument: 'set', personId: person.id };
      await prompts.ask(by.chat, { text: t('targets.ask') }, prompt);
      return undefined;
    },
    written: (_argument, text, by) => setTarget(askedBy(by), text, options),
  };
}

const askedBy = ({ person, place }: StaffEvent): TargetsAsked => ({
  person,
  place,
  t: createTranslator(place.language),
});
