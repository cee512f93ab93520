import type { Command } from '../commands/command.ts';
import { nearestName } from '../reading/nearest.ts';
import type { Tools } from '../tools.ts';
import { sectionsOf } from './screen.ts';
import { changeSetting, type SettingTools, showSettings, unknownText } from './set.ts';

/** `/settings [part [value]]`: what is set in this chat, and the buttons that change it. */
export const settingsCommand: Command = {
  about: 'settings.about',
  action: null,
  async run({ words, by }, tools) {
    const [name, ...values] = words;
    const own = settingTools(tools);
    if (name === undefined) return showSettings(by, null, own);
    const parts = sectionsOf(by.place);
    const wanted = nearestName(name, parts);
    const section = parts.find((one) => one === wanted);
    if (!section) return showSettings(by, null, own, unknownText(by.place));
    return values.length === 0 ? showSettings(by, section, own) : changeSetting(by, section, values, own);
  },
};

const settingTools = ({
  people,
  clock,
  statistics,
  digestAt,
  hasShifts,
  onMenuChange,
}: Tools): SettingTools => ({
  people,
  clock,
  zone: statistics.zone,
  digestAt,
  hasShifts,
  onMenuChange,
});
