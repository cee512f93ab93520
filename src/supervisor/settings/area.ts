import type { Prompts } from '../../access/prompts.ts';
import type { StaffArea } from '../../access/staff.ts';
import { ChannelError, faultFields } from '../../errors.ts';
import { createTranslator } from '../../locales/index.ts';
import type { Log } from '../../log/log.ts';
import { maySet } from './rights.ts';
import { settingsArea, written } from './screen.ts';
import { changeSetting, type SettingTools, showSettings } from './set.ts';

export interface SettingsAreaOptions extends SettingTools {
  prompts: Pick<Prompts, 'ask'>;
  log: Log;
}

/** Asks for what no button offers: another time, another zone, other quiet hours. */
export function createSettingsArea(options: SettingsAreaOptions): StaffArea {
  const { prompts, log } = options;
  return {
    async tap(argument, by) {
      const t = createTranslator(by.place.language);
      const section = written.find((one) => one === argument);
      if (!section) return { text: t('desk.oldButton') };
      if (!maySet(by)) return { text: t('settings.notYours') };
      const prompt = { area: settingsArea, argument: section, personId: by.person.id };
      try {
        await prompts.ask(by.chat, { text: t('settings.ask', { section }) }, prompt);
        return undefined;
      } catch (error) {
        if (!(error instanceof ChannelError)) throw error;
        log('warn', 'A person could not be asked for a setting', { ...faultFields(error) });
        return { text: t('desk.failed') };
      }
    },
    async written(argument, text, by) {
      const section = written.find((one) => one === argument);
      if (!section) return showSettings(by, null, options);
      return changeSetting(by, section, [text.trim()], options);
    },
  };
}
