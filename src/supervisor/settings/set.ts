import type { People } from '../../access/people.ts';
import type { Person } from '../../access/person.ts';
import type { StaffEvent } from '../../access/staff.ts';
import type { Message } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { createTranslator } from '../../locales/index.ts';
import { readChange, type Section } from './change.ts';
import { maySet } from './rights.ts';
import { sectionsOf, settingsScreen } from './screen.ts';

export interface SettingTools {
  people: Pick<People, 'change'>;
  clock: Pick<Clock, 'now'>;
  /** The service's own settings, of who chose none. */
  zone: string;
  digestAt: string;
  hasShifts: boolean;
  onMenuChange: () => void;
}

/** Shows the settings of a chat. @param section the part that is open; null: none */
export function showSettings(
  { place }: Pick<StaffEvent, 'place'>,
  section: Section | null,
  { clock, zone, digestAt, hasShifts }: SettingTools,
  note?: string,
): Message {
  return settingsScreen({ person: place, now: clock.now(), zone, digestAt, hasShifts, section, note });
}

/** That there is no such part, and which there are. */
export const unknownText = (place: Person): string =>
  createTranslator(place.language)('settings.unknown', { names: sectionsOf(place).join(', ') });

/** Sets something in a chat, and shows what is set then. @throws {StoreError} */
export async function changeSetting(
  by: Pick<StaffEvent, 'person' | 'place'>,
  section: Section,
  values: readonly string[],
  tools: SettingTools,
): Promise<Message> {
  const { people, clock, zone, digestAt, hasShifts, onMenuChange } = tools;
  const { place } = by;
  const t = createTranslator(place.language);
  if (!maySet(by)) return showSettings(by, null, tools, t('settings.notYours'));
  if (!sectionsOf(place).includes(section)) return showSettings(by, null, tools, unknownText(place));
  const now = clock.now();
  const read = readChange(section, values, { person: place, now, zone });
  if ('fault' in read) {
    return settingsScreen({ person: place, now, zone, digestAt, hasShifts, section, fault: read.fault });
  }
  const person = await people.change(place.id, read.change);
  if (!person) return { text: t('settings.gone') };
  if (person.language !== place.language) onMenuChange();
  const note = createTranslator(person.language)('settings.done');
  // Of these more than one is mostly set.
  const stays = section === 'days' || section === 'reports';
  return settingsScreen({ person, now, zone, digestAt, hasShifts, section: stays ? section : null, note });
}
