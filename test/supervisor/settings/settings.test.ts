import { describe, expect, it } from 'vitest';
import { type Person, personSettings } from '../../../src/access/person.ts';
import { createSettingsArea } from '../../../src/supervisor/settings/area.ts';
import { settingsCommand } from '../../../src/supervisor/settings/command.ts';
import { aPerson } from '../../access/persons.ts';
import { openStaffDesk, rows, zone } from '../staff-desk.ts';

const olena = aPerson({ id: 'olena', chats: [{ channel: 'telegram', clientId: '1' }] });
const taras = aPerson({ id: 'taras', language: 'uk', chats: [{ channel: 'viber', clientId: '2' }] });

let menus = 0;
const open = (...persons: Person[]) =>
  openStaffDesk(persons, ({ people, clock, tools }) => {
    const own = { people, clock, zone, digestAt: '09:00', hasShifts: true, onMenuChange: () => void menus++ };
    return {
      commands: { settings: settingsCommand },
      areas: { set: createSettingsArea({ ...own, prompts: tools.prompts }) },
      tools: { onMenuChange: own.onMenuChange },
    };
  });

describe('/settings', () => {
  it('shows the present state on one screen, with a button for each part', async () => {
    const desk = await open(olena);
    const shown = await desk.types(olena, '/settings');
    expect(shown.title).toBe('Your settings');
    expect(shown.text.split('\n')).toEqual([
      'The digest comes at 09:00',
      'Time zone: Europe/Kyiv',
      'Days: every day',
      'Reports: daily, weekly, monthly, at the end of a shift',
      'Picture with the digest: yes',
      'Alerts about low ratings: on',
      'Quiet hours: none',
      'Muted: no',
      'Language: English',
    ]);
    expect(rows(shown)).toEqual([
      'Time | Time zone',
      'Days | Reports',
      'Turn alerts off | Without a picture',
      'Quiet hours | Mute',
      'Language',
    ]);
  });

  it('offers no report of shifts where there are none', async () => {
    const desk = await openStaffDesk([olena], () => ({
      commands: { settings: settingsCommand },
      tools: { hasShifts: false },
    }));
    const shown = await desk.types(olena, '/settings reports');
    expect(shown.text).toContain('Reports: daily, weekly, monthly\n');
    expect(rows(shown).join(' ')).not.toMatch(/shift/i);
  });

  it('changes each part by taps on the message itself', async () => {
    const desk = await open(olena);
    await desk.types(olena, '/settings');
    const tapped = [
      ['Time', '10:00'],
      ['Time zone', 'Europe/Berlin'],
      ['Days', 'Monday to Friday', '✓ Wed', 'Back'],
      ['Reports', '✓ monthly', '✓ at the end of a shift', 'Back'],
      ['Turn alerts off'],
      ['Without a picture'],
      ['Quiet hours', '22:00–08:00'],
    ];
    for (const labels of tapped) for (const label of labels) await desk.taps(olena, label);
    expect((await desk.people.current('olena'))?.settings).toEqual({
      digestAt: '10:00',
      zone: 'Europe/Berlin',
      weekdays: [1, 2, 4, 5],
      reports: { daily: true, weekly: true, monthly: false, shift: false },
      alerts: false,
      picture: false,
      quiet: { from: '22:00', to: '08:00' },
      mutedUntil: null,
    });
    expect(desk.standing).toHaveLength(1);
    expect(desk.last(olena).text).toMatch(
      /^Saved\.\n\nThe digest comes at 10:00\nTime zone: Europe\/Berlin \(/,
    );
  });

  it('sends the screen anew where messages cannot be edited', async () => {
    const desk = await open(taras);
    await desk.types(taras, '/settings');
    const shown = await desk.taps(taras, 'Часовий пояс');
    expect(desk.standing).toHaveLength(2);
    expect(shown.text).toMatch(/За яким часовим поясом\?$/);
    expect(rows(shown)).toContain('Europe/Kyiv, зараз 14:05');
  });

  it.each([
    ['For an hour', '2026-11-22T13:05:00Z'],
    ['Until tomorrow', '2026-11-23T06:00:00Z'],
    ['For a week', '2026-11-29T12:05:00Z'],
  ])('mutes %s', async (label, until) => {
    const desk = await open(olena);
    await desk.types(olena, '/settings mute');
    const shown = await desk.taps(olena, label);
    expect((await desk.people.current('olena'))?.settings.mutedUntil).toBe(new Date(until).getTime());
    expect(shown.text).toContain('Nothing is sent until Nov 2');
    await desk.taps(olena, 'Mute');
    expect((await desk.taps(olena, 'Do not mute')).text).toContain('Muted: no');
    expect((await desk.people.current('olena'))?.settings.mutedUntil).toBeNull();
  });

  it('says no more that a mute holds once it has passed', async () => {
    const desk = await open(olena);
    await desk.types(olena, '/settings mute hour');
    desk.clock.set(3_600_000);
    expect((await desk.types(olena, '/settings')).text).toContain('Muted: no');
  });

  it('speaks the new language at once and has the menu set anew', async () => {
    const desk = await open(olena);
    menus = 0;
    await desk.types(olena, '/settings language');
    const shown = await desk.taps(olena, 'українська');
    expect(shown.text).toMatch(/^Збережено\.\n\nЧас дайджесту: 09:00\n/);
    expect(menus).toBe(1);
    expect(await desk.types(olena, '/settings language uk')).toMatchObject({ title: 'Ваші налаштування' });
    expect(menus).toBe(1);
  });

  it('keeps one weekday at least', async () => {
    const desk = await open({ ...olena, settings: personSettings.parse({ weekdays: [3] }) });
    expect((await desk.types(olena, '/settings days 3 off')).text).toMatch(/^At least one day has to stay\./);
    expect((await desk.people.current('olena'))?.settings.weekdays).toEqual([3]);
  });

  it('does the same when a tap comes twice', async () => {
    const desk = await open(olena);
    for (let i = 0; i < 2; i++) await desk.types(olena, '/settings reports weekly off');
    expect((await desk.people.current('olena'))?.settings.reports.weekly).toBe(false);
  });

  it('offers what concerns the role alone', async () => {
    const desk = await open({ ...olena, role: 'operator', operators: ['olena'] });
    const shown = await desk.types(olena, '/settings');
    expect(rows(shown)).toEqual(['Time zone | Quiet hours', 'Mute | Language']);
    expect(shown.text).not.toMatch(/digest|alerts/i);
  });

  it('answers nonsense with what there is', async () => {
    const desk = await open(olena);
    expect((await desk.types(olena, '/settings colour')).text).toMatch(
      /^There is no such setting\. .*time, zone, days/,
    );
    expect((await desk.types(olena, '/settings picture maybe')).text).toMatch(
      /^“maybe” is not understood here/,
    );
    expect((await desk.types(olena, '/settings langauge')).text).toContain(
      'Which language should be spoken here?',
    );
  });

  it('tells who was removed meanwhile', async () => {
    const desk = await open(olena);
    desk.people.change = async () => null;
    expect((await desk.types(olena, '/settings mute hour')).text).toBe('This chat is no longer enrolled.');
  });
});

describe('a setting that is written', () => {
  it.each([
    ['Time', 'Another time', '8.45', { digestAt: '08:45' }],
    ['Time zone', 'Another zone', 'new york', { zone: 'America/New_York' }],
    ['Time zone', 'Another zone', 'Europe/Kiev', { zone: 'Europe/Kyiv' }],
    ['Quiet hours', 'Other hours', '23 – 7:30', { quiet: { from: '23:00', to: '07:30' } }],
  ])('is asked for and taken: %s', async (part, button, text, settings) => {
    const desk = await open(olena);
    await desk.types(olena, '/settings');
    await desk.taps(olena, part);
    expect((await desk.taps(olena, button)).openReply).toBeDefined();
    expect((await desk.replies(olena, text)).text).toMatch(/^Saved\./);
    expect((await desk.people.current('olena'))?.settings).toMatchObject(settings);
  });

  it('that is no zone is answered with the nearest names, to be tapped', async () => {
    const desk = await open(olena);
    await desk.types(olena, '/settings zone');
    await desk.taps(olena, 'Another zone');
    const shown = await desk.replies(olena, 'Europe/Waršawa');
    expect(shown.text).toMatch(
      /^There is no time zone “Europe\/Waršawa”\. The nearest names: Europe\/Warsaw, /,
    );
    await desk.taps(olena, 'Europe/Warsaw');
    expect((await desk.people.current('olena'))?.settings.zone).toBe('Europe/Warsaw');
  });

  it.each([
    ['time', '25:00', '“25:00” is not a time of day.'],
    ['quiet', '8-8', '“8-8” is not a range of hours.'],
    ['zone', '+03:00', 'There is no time zone “+03:00”.'],
  ])('that is none is refused with the way to write it: %s %s', async (section, text, said) => {
    const desk = await open(olena);
    expect((await desk.types(olena, `/settings ${section} ${text}`)).text.startsWith(said)).toBe(true);
    expect((await desk.people.current('olena'))?.settings).toEqual(personSettings.parse({}));
  });
});

describe('the settings of a group', () => {
  const group = aPerson({
    id: 'group',
    kind: 'group',
    name: 'Support',
    teams: ['Support'],
    chats: [{ channel: 'telegram', clientId: '-5' }],
  });
  const member = (role: Person['role'], teams: Person['teams']): Person =>
    aPerson({ id: 'member', role, teams, chats: [{ channel: 'telegram', clientId: '7' }] });
  const as = { id: '7' };

  it.each([
    ['an administrator', member('administrator', 'all')],
    ['a supervisor of its team', member('supervisor', ['support', 'Sales'])],
    ['a supervisor of all teams', member('supervisor', 'all')],
  ])('are changed by %s', async (_who, person) => {
    const desk = await open(group, person);
    await desk.types(group, '/settings', { actor: as });
    const shown = await desk.taps(group, 'Turn alerts off', as);
    expect(shown.title).toBe('Settings of this group');
    expect((await desk.people.current('group'))?.settings.alerts).toBe(false);
    expect((await desk.people.current('member'))?.settings.alerts).toBe(true);
  });

  it.each([
    ['a supervisor of another team', member('supervisor', ['Sales'])],
    ['a supervisor of one of its teams', member('supervisor', ['Support']), ['Support', 'Sales']],
    ['a supervisor of a team, where it has all of them', member('supervisor', ['Support']), 'all' as const],
    ['an analyst', member('analyst', 'all')],
    ['somebody who is not enrolled', aPerson({ id: 'another' })],
  ])('are not changed by %s, and keep their buttons', async (_who, person, teams = group.teams) => {
    const desk = await open({ ...group, teams }, person);
    await desk.types(group, '/settings', { actor: as });
    const shown = await desk.taps(group, 'Turn alerts off', as);
    expect(shown.text).toMatch(/^The settings of a group are changed by administrators/);
    expect(rows(shown)).toContain('Turn alerts off | Without a picture');
    await desk.taps(group, 'Time zone', as);
    expect((await desk.taps(group, 'Another zone', as)).openReply).toBeUndefined();
    expect((await desk.people.current('group'))?.settings).toEqual(personSettings.parse({}));
  });
});
