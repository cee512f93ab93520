import { isMuted, zoneOf } from '../../access/quiet-hours.ts';
import { may } from '../../access/may.ts';
import type { Person } from '../../access/person.ts';
import type { Choice, Message } from '../../channel.ts';
import { createTranslator, languages, type Translate } from '../../locales/index.ts';
import { writeStaffToken } from '../../token.ts';
import { pageButton, rowsOf } from '../buttons.ts';
import { momentText } from '../render/dates.ts';
import { mutes, reports, type Section, sections, type SettingFault, weekdays } from './change.ts';
import { zonesNear } from './zones.ts';

/** The name of the `StaffArea` that asks for what no button offers. */
export const settingsArea = 'set';
/** The parts for which something may be written. */
export const written = ['time', 'zone', 'quiet'] as const satisfies readonly Section[];

export interface SettingsScreen {
  person: Person;
  now: Date;
  /** The service's own settings, of who chose none. */
  zone: string;
  digestAt: string;
  /** Whether there are reports of shifts. */
  hasShifts: boolean;
  /** Which part is open; null: none. */
  section: Section | null;
  /** What came of the last tap. */
  note?: string | undefined;
  fault?: SettingFault | undefined;
}

const MARK = '✓ ';
const TIMES = ['07:00', '08:00', '09:00', '10:00', '12:00', '18:00'];
const HOURS = ['20:00-08:00', '21:00-09:00', '22:00-08:00'];
const ZONES = 5;
const GIVEN = 60;

/** What is set for a person or a group, with the buttons that change it; an open part shows what it may be set to. */
export function settingsScreen(screen: SettingsScreen): Message {
  const { person, section, note, fault } = screen;
  const t = createTranslator(person.language);
  const said = fault ? faultText(t, fault) : note;
  const open = section && isShown(person, section) ? section : null;
  const parts = [
    ...(said === undefined ? [] : [said]),
    stateLines(t, screen).join('\n'),
    ...(open ? [t('settings.question', { section: open })] : []),
  ];
  const choices = open
    ? [...sectionChoices(t, screen, open), [pageButton(t('settings.back'), 'settings')]]
    : overviewChoices(t, person);
  return {
    title: t('settings.title', { kind: person.kind, name: person.name }),
    text: parts.join('\n\n'),
    choices,
  };
}

function stateLines(t: Translate, screen: SettingsScreen): string[] {
  const { person, now, digestAt, hasShifts } = screen;
  const { settings, language } = person;
  const zone = zoneOf(settings, screen.zone);
  const isSilent = isMuted(settings, now);
  const chosen = reportsOf(hasShifts)
    .filter((name) => settings.reports[name])
    .map((report) => t('settings.report', { report }));
  const onOff = (on: boolean): string => (on ? 'yes' : 'no');
  const lines: Array<[Section, string]> = [
    ['time', t('settings.time', { time: settings.digestAt ?? digestAt })],
    ['zone', t('settings.zone', { zone, other: zone === screen.zone ? 'no' : 'yes', days: screen.zone })],
    [
      'days',
      t('settings.days', { count: settings.weekdays.length, names: dayNames(settings.weekdays, language) }),
    ],
    ['reports', t('settings.reports', { count: chosen.length, names: chosen.join(', ') })],
    ['picture', t('settings.picture', { on: onOff(settings.picture) })],
    ['alerts', t('settings.alerts', { on: onOff(settings.alerts) })],
    ['quiet', t('settings.quiet', { on: onOff(settings.quiet !== null), hours: hoursText(settings.quiet) })],
    [
      'mute',
      t('settings.mute', {
        on: onOff(isSilent),
        until: isSilent ? momentText(new Date(settings.mutedUntil ?? 0), { language, zone, now }) : '',
      }),
    ],
    ['language', t('settings.language', { language: t('settings.own') })],
  ];
  return lines.filter(([section]) => isShown(person, section)).map(([, line]) => line);
}

const reportsOf = (hasShifts: boolean): (typeof reports)[number][] =>
  reports.filter((name) => hasShifts || name !== 'shift');

function overviewChoices(t: Translate, person: Person): Choice[][] {
  const { alerts, picture } = person.settings;
  const open = (section: Section): Choice => pageButton(t('settings.name', { section }), 'settings', section);
  const turn = (section: 'alerts' | 'picture', on: boolean): Choice =>
    pageButton(
      t('settings.turn', { section, to: on ? 'off' : 'on' }),
      'settings',
      section,
      on ? 'off' : 'on',
    );
  const buttons: Array<[Section, Choice]> = [
    ['time', open('time')],
    ['zone', open('zone')],
    ['days', open('days')],
    ['reports', open('reports')],
    ['alerts', turn('alerts', alerts)],
    ['picture', turn('picture', picture)],
    ['quiet', open('quiet')],
    ['mute', open('mute')],
    ['language', open('language')],
  ];
  return rowsOf(
    buttons.filter(([section]) => isShown(person, section)).map(([, button]) => button),
    2,
  );
}

function sectionChoices(t: Translate, screen: SettingsScreen, section: Section): Choice[][] {
  const { person, now, fault } = screen;
  const { settings } = person;
  const to = (label: string, isChosen: boolean, ...values: string[]): Choice =>
    pageButton(`${isChosen ? MARK : ''}${label}`, 'settings', section, ...values);
  const other = (): Choice[] => [
    {
      label: t('settings.other', { section }),
      token: writeStaffToken({ area: settingsArea, argument: section }),
    },
  ];
  switch (section) {
    case 'time': {
      const times = TIMES.map((time) => to(time, settings.digestAt === time, time.replace(':', '')));
      const standard = to(
        t('settings.standard', { value: screen.digestAt }),
        settings.digestAt === null,
        'default',
      );
      return [...rowsOf(times, 3), [standard], other()];
    }
    case 'zone': {
      const nearest = fault?.code === 'no_zone' ? fault.nearest : [];
      const near = nearest.length > 0 ? nearest : zonesNear(zoneOf(settings, screen.zone), now, ZONES);
      const names = [...new Set([...(settings.zone === null ? [] : [settings.zone]), ...near])];
      const buttons = names.filter(fitsButton).map((name) => {
        const label = t('settings.zoneThere', { zone: name, time: clockOf(name, now) });
        return to(label, settings.zone === name, name.replaceAll('/', '.'));
      });
      const standard = to(t('settings.standard', { value: screen.zone }), settings.zone === null, 'default');
      return [...rowsOf(buttons, 1), [standard], other()];
    }
    case 'days': {
      const days = weekdays.map((day) => {
        const on = settings.weekdays.includes(day);
        return to(dayNames([day], person.language), on, String(day), on ? 'off' : 'on');
      });
      return [
        ...rowsOf(days, 4),
        [to(t('settings.everyDay'), false, 'all'), to(t('settings.workdays'), false, 'work')],
      ];
    }
    case 'reports': {
      const choices = reportsOf(screen.hasShifts).map((report) => {
        const on = settings.reports[report];
        return to(t('settings.report', { report }), on, report, on ? 'off' : 'on');
      });
      return rowsOf(choices, 2);
    }
    case 'quiet': {
      const own = settings.quiet ? `${settings.quiet.from}-${settings.quiet.to}` : null;
      const hours = HOURS.map((one) => to(one.replace('-', '–'), own === one, one.replaceAll(':', '')));
      return [...rowsOf(hours, 2), [to(t('settings.noQuiet'), own === null, 'off')], other()];
    }
    case 'mute':
      return rowsOf(
        mutes.map((mute) => to(t('settings.muteFor', { mute }), false, mute)),
        2,
      );
    case 'language':
      return rowsOf(
        languages.map((one) => to(createTranslator(one)('settings.own'), person.language === one, one)),
        2,
      );
    case 'alerts':
    case 'picture': {
      const on = settings[section];
      return [[to(t('settings.turn', { section, to: on ? 'off' : 'on' }), false, on ? 'off' : 'on')]];
    }
  }
}

/** The parts that somebody has: who gets no digests has nothing to set about them, and so on. */
export const sectionsOf = (person: Person): Section[] =>
  sections.filter((section) => isShown(person, section));

function isShown(person: Person, section: Section): boolean {
  switch (section) {
    case 'time':
    case 'days':
    case 'reports':
    case 'picture':
      return may(person, 'receive_digests');
    case 'alerts':
      return may(person, 'handle_alerts');
    case 'zone':
    case 'quiet':
    case 'mute':
      // An operator is sent praise, and what came of a dispute.
      return may(person, 'receive_digests') || may(person, 'raise_disputes');
    case 'language':
      return true;
  }
}

function faultText(t: Translate, fault: SettingFault): string {
  if (fault.code === 'no_days') return t('settings.noDays');
  const given = fault.given.slice(0, GIVEN);
  switch (fault.code) {
    case 'no_zone': {
      const { nearest } = fault;
      return t('settings.noZone', { given, count: nearest.length, nearest: nearest.join(', ') });
    }
    case 'no_time':
      return t('settings.noTime', { given });
    case 'no_hours':
      return t('settings.noHours', { given });
    case 'unread':
      return t('settings.unread', { given });
  }
}

/** `Mon, Tue`; 5 January 2026 is a Monday. */
function dayNames(days: readonly number[], language: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return days.map((day) => format.format(new Date(Date.UTC(2026, 0, 4 + day)))).join(', ');
}

const hoursText = (quiet: Person['settings']['quiet']): string => (quiet ? `${quiet.from}–${quiet.to}` : '');

/** What the clocks of a zone show: `09:05`. */
const clockOf = (zone: string, now: Date): string =>
  new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone }).format(now);

const fitsButton = (zone: string): boolean => /^[A-Za-z0-9_/-]{1,36}$/.test(zone);
