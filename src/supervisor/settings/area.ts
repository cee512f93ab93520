import type { Prompts } from '../../access/prompts.ts';
import type { StaffArea } from '../../access/staff.ts';
import { createTranslator } from '../../locales/index.ts';
import { maySet } from './rights.ts';
import { settingsArea, written } from './screen.ts';
import { changeSetting, type SettingTools, showSettings } from './set.ts';

export interface SettingsAreaOptions extends SettingTools {
  prompts: Pick<Prompts, 'ask'>;
}

/** Asks for what no button offers: another time, another zone, other quiet hours. */
export function createSettingsArea(options: SettingsAreaOptions): StaffArea {
  const { prompts } = options;
  return {
    async tap(argument, by) {
      const t = createTranslator(by.place.language);
      const section = written.find((one) => one === argument);
      if (!section) return { text: t('desk.oldButton') };
      if (!maySet(by)) return { text: t('settings.notYours') };
      const prompt = { area: settingsArea, argument: section, personId: by.person.id };
      await prompts.ask(by.chat, { text: t('settings.ask', { section }) }, prompt);
      return undefined;
    },
    async written(argument, text, by) {
      const section = written.find((one) => one === argument);
      if (!section) return showSettings(by, null, options);
      return changeSetting(by, section, [text.trim()], options);
    },
  };
}
