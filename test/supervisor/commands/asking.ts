import type { Person } from '../../../src/access/person.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import { commands } from '../../../src/supervisor/commands/index.ts';
import type { ExportRequest } from '../../../src/supervisor/export/exports.ts';
import { createSettingsArea } from '../../../src/supervisor/settings/area.ts';
import { createTargetArea } from '../../../src/supervisor/targets/area.ts';
import type { Tools } from '../../../src/supervisor/tools.ts';
import { welcomeOf } from '../../../src/access/welcome.ts';
import { aPerson } from '../../access/persons.ts';
import { openStaffDesk, zone } from '../staff-desk.ts';

const chat = (clientId: string) => [{ channel: 'telegram', clientId }];

/** Somebody of each role; the supervisors and the administrator in English and in Ukrainian. */
export const iryna = aPerson({ id: 'iryna', name: 'Iryna', role: 'administrator', chats: chat('1') });
export const viktor = aPerson({
  id: 'viktor',
  name: 'Віктор',
  role: 'administrator',
  language: 'uk',
  chats: chat('2'),
});
export const petro = aPerson({ id: 'petro', name: 'Petro', teams: ['First line'], chats: chat('3') });
export const olena = aPerson({
  id: 'olena',
  name: 'Olena',
  role: 'operator',
  operators: ['olena koval'],
  chats: chat('4'),
});
export const analyst = aPerson({ id: 'analyst', name: 'Sofia', role: 'analyst', chats: chat('5') });
export const integrator = aPerson({ id: 'integrator', name: 'Ihor', role: 'integrator', chats: chat('6') });
export const nobodys = aPerson({ id: 'nobodys', name: 'Nina', teams: [], chats: chat('7') });

/** A desk with every command, in which everybody above has a chat, over these dialogues. */
export async function openCommands(
  dialogues: readonly Dialogue[] = [],
  changes: Partial<Tools> = {},
  persons: Person[] = [],
) {
  const exported: ExportRequest[] = [];
  const everybody = [iryna, viktor, petro, olena, analyst, integrator, nobodys, ...persons];
  const desk = await openStaffDesk(everybody, ({ tools }) => ({
    commands,
    areas: {
      set: createSettingsArea({ ...tools, zone }),
      target: createTargetArea(tools),
    },
    tools: {
      connectors: ['desk'],
      urlOf: (externalId) => `https://desk.example/${externalId}`,
      welcome: (person) => welcomeOf(person, { at: '09:00', zone }),
      exports: { begin: async (request) => exported.push(request) > 0 },
      ...changes,
    },
  }));
  for (const one of dialogues) await desk.store.insertDialogue(one);
  return { ...desk, exported };
}
