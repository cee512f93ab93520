import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/access/person.ts';
import { aPerson } from '../../access/persons.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { rows } from '../staff-desk.ts';
import { analyst, integrator, iryna, nobodys, olena, openCommands, petro, viktor } from './asking.ts';

const figures = ['today', 'yesterday', 'week', 'month', 'csat', 'team', 'operators', 'targets'];
const words = ['comments', 'themes', 'dialogue', 'export'];

/** The commands that a text names. */
const namesIn = (text: string): string[] => [...text.matchAll(/^\/(\w+) –/gm)].map(([, name = '']) => name);

describe('/help', () => {
  it.each<[Person, string[]]>([
    [iryna, [...figures, 'alerts', ...words, 'dashboard', 'settings']],
    [petro, [...figures, 'alerts', ...words, 'dashboard', 'settings']],
    [olena, [...figures, ...words, 'dashboard', 'settings']],
    [analyst, [...figures, ...words, 'dashboard', 'settings']],
    [integrator, ['dashboard', 'settings']],
  ])('shows what the role may ask, with a button for each: $role', async (person, names) => {
    const desk = await openCommands();
    const shown = await desk.types(person, '/help');
    expect(namesIn(shown.text)).toEqual(names);
    expect(shown.choices?.flat()).toHaveLength(names.length);
  });

  it('answers each of its buttons', async () => {
    const desk = await openCommands([aDialogue({ rating: 1, comment: 'Bad', outcome: 'answered' })]);
    for (const person of [iryna, viktor, petro, olena, analyst, integrator, nobodys]) {
      const labels = (await desk.types(person, '/help')).choices?.flat().map(({ label }) => label) ?? [];
      for (const label of labels) {
        await desk.types(person, '/help');
        expect((await desk.taps(person, label)).text, label).not.toBe('');
      }
    }
    expect(desk.log).toEqual([]);
  });

  it('is in Ukrainian for who speaks it', async () => {
    const desk = await openCommands();
    const shown = await desk.types(viktor, '/help');
    expect(shown.title).toBe('Про що можна запитати');
    expect(shown.text).toContain('\n/yesterday – Учора\n');
    expect(shown.text).toContain('\nНаприклад: /comments low учора, /dialogue 12345, /export xlsx 2026-11\n');
  });
});

describe('a role', () => {
  it.each<[Person, string[]]>([
    [olena, ['alerts']],
    [analyst, ['alerts']],
    [integrator, [...figures, ...words, 'alerts']],
  ])('is refused what it has not: $role', async (person, names) => {
    const desk = await openCommands();
    for (const name of names) {
      const shown = await desk.types(person, `/${name}`);
      expect(shown.text).toBe(
        `Your role does not include /${name}. /help shows what it includes; an administrator can change it.`,
      );
    }
  });

  it('counts when a button of an earlier role is tapped', async () => {
    const desk = await openCommands([aDialogue({ rating: 5, outcome: 'answered' })]);
    await desk.types(iryna, '/today');
    await desk.people.change('iryna', (person) => ({ ...person, role: 'integrator' }));
    expect((await desk.taps(iryna, 'Week')).text).toMatch(/^Your role does not include \/csat\./);
  });

  it('of an analyst or an integrator has no settings but the language', async () => {
    const desk = await openCommands();
    for (const person of [analyst, integrator]) {
      const shown = await desk.types(person, '/settings');
      expect([shown.text, rows(shown)]).toEqual(['Language: English', ['Language']]);
      const refused = await desk.types(person, '/settings time 08:00');
      expect(refused.text).toMatch(
        /^There is no such setting\. After \/settings there may be one of: language\./,
      );
      expect((await desk.people.current(person.id))?.settings.digestAt).toBeNull();
    }
  });

  it('of an operator has no settings of digests and alerts', async () => {
    const desk = await openCommands();
    const { text } = await desk.types(olena, '/settings');
    expect(text).toBe('Time zone: Europe/Kyiv\nQuiet hours: none\nMuted: no\nLanguage: English');
  });

  it('of an operator shows no target and no file of others', async () => {
    const desk = await openCommands([aDialogue({ team: 'Second line', rating: 1, outcome: 'answered' })]);
    const target = { metric: 'csatPercent', scale: null, team: 'Second line', value: 0.8 } as const;
    await desk.tools.targets.set(target, 'iryna');
    expect((await desk.types(iryna, '/targets')).text).toContain('team Second line – missed (0%)');
    expect((await desk.types(olena, '/targets')).text).toBe('No targets are set.');
    expect((await desk.types(olena, '/export csv')).text).toBe('No dialogues: November 2026');
    expect(desk.exported).toEqual([]);
  });
});

describe('/alerts', () => {
  it('shows what waits for those who are in the chat', async () => {
    const asked: string[] = [];
    const desk = await openCommands([], {
      openAlerts: async ({ id }) => {
        asked.push(id);
        return { text: 'two wait' };
      },
    });
    expect((await desk.types(petro, '/alerts')).text).toBe('two wait');
    expect(asked).toEqual(['petro']);
  });
});

describe('/start', () => {
  it.each<[Person, string, string[]]>([
    [
      iryna,
      'Hello, Iryna! Your role here: administrator.\n' +
        'Yesterday’s CSAT digest comes to this chat every day at 09:00 (Europe/Kyiv).\n' +
        'Low ratings are reported here as soon as they come in.\n' +
        '/help tells what you can ask for, /settings what you can set.',
      ['Today | Yesterday', 'Week | Month', 'What you can ask here'],
    ],
    [
      olena,
      'Hello, Olena! Your role here: operator.\n' +
        'Here you can look at the ratings of your own dialogues; what clients praise you for comes here by itself.\n' +
        '/help tells what you can ask for, /settings what you can set.',
      ['Today | Yesterday', 'Week | Month', 'What you can ask here'],
    ],
    [
      integrator,
      'Hello, Ihor! Your role here: integrator.\n' +
        'You look after scenarios, keys and webhooks; nothing is sent here by itself.\n' +
        '/help tells what you can ask for, /settings what you can set.',
      ['What you can ask here'],
    ],
  ])('says who one is and what comes: $role', async (person, text, buttons) => {
    const desk = await openCommands();
    const shown = await desk.types(person, '/start');
    expect([shown.text, rows(shown)]).toEqual([text, buttons]);
  });

  it('names nobody by the id of their chat', async () => {
    const seeded = aPerson({
      id: 'seed:telegram:8',
      name: 'telegram:8',
      role: 'administrator',
      seeded: true,
    });
    const person = { ...seeded, chats: [{ channel: 'telegram', clientId: '8' }] };
    const desk = await openCommands([], {}, [person]);
    expect((await desk.types(person, '/start')).text).toMatch(/^Hello! Your role here: administrator\./);
  });
});

describe('nonsense', () => {
  it.each([
    ['/tody', 'today'],
    ['/yestrday', 'yesterday'],
    ['/operator', 'operators'],
    ['/coment', 'comments'],
    ['/setings', 'settings'],
    ['/exprt', 'export'],
  ])('%s gets the nearest command', async (asked, nearest) => {
    const desk = await openCommands();
    expect((await desk.types(iryna, asked)).text).toBe(
      `There is no command ${asked} here. Did you mean /${nearest}? /help shows what there is.`,
    );
  });

  it('gets no command that the role has not', async () => {
    const desk = await openCommands();
    expect((await desk.types(integrator, '/coments')).text).toBe(
      'There is no command /coments here. /help shows what there is.',
    );
    expect((await desk.types(viktor, '/frobnicate')).text).toBe(
      'Команди /frobnicate тут немає. /help покаже, які є.',
    );
  });
});
