import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/access/person.ts';
import { createTargetArea } from '../../../src/supervisor/targets/area.ts';
import { targetsCommand } from '../../../src/supervisor/targets/command.ts';
import { aPerson } from '../../access/persons.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { openStaffDesk, rows } from '../staff-desk.ts';

const chat = (clientId: string) => [{ channel: 'telegram', clientId }];
const iryna = aPerson({ id: 'iryna', role: 'administrator', chats: chat('1') });
const petro = aPerson({ id: 'petro', teams: ['Support'], chats: chat('2') });
const both = aPerson({ id: 'both', teams: ['Support', 'Sales'], chats: chat('3') });
const analyst = aPerson({ id: 'analyst', role: 'analyst', chats: chat('4') });
const olena = aPerson({ id: 'olena', role: 'operator', operators: ['Olena'], chats: chat('5') });

async function open(...persons: Person[]) {
  const desk = await openStaffDesk(persons, ({ tools }) => ({
    commands: { targets: targetsCommand },
    areas: { target: createTargetArea(tools) },
  }));
  const rated: Array<[team: string, operator: string, rating: number]> = [
    ['Support', 'Olena', 5],
    ['Support', 'Olena', 4],
    ['Support', 'Andriy', 1],
    ['Sales', 'Marta', 2],
  ];
  for (const [team, operator, rating] of rated) {
    await desk.store.insertDialogue(aDialogue({ team, operator, rating, outcome: 'answered' }));
  }
  return desk;
}
type Desk = Awaited<ReturnType<typeof open>>;
const listed = async ({ tools }: Desk) =>
  (await tools.targets.list()).map(({ metric, team, value, by }) => [metric, team, value, by]);

describe('/targets', () => {
  it('says how targets stand over thirty days, which it names', async () => {
    const desk = await open(iryna);
    await desk.tools.targets.set({ metric: 'csatPercent', scale: null, team: null, value: 0.5 }, 'iryna');
    await desk.tools.targets.set({ metric: 'csatPercent', scale: null, team: 'sales', value: 0.5 }, 'iryna');
    await desk.tools.targets.set({ metric: 'averageCsat', scale: '1-5', team: null, value: 4 }, 'iryna');
    const shown = await desk.types(iryna, '/targets');
    expect([shown.title, shown.text]).toEqual([
      'Targets',
      '• Average CSAT: at least 4, scale 1-5 – missed (3.0)\n' +
        '• CSAT: at least 50%, team sales – missed (0%)\n' +
        '• CSAT: at least 50% – met (50%)\n\n' +
        'Targets are judged over the 30 days up to Sun, Nov 22.',
    ]);
    expect(rows(shown)).toEqual(['Set a target', 'Remove a target']);
  });

  it('shows an analyst how they stand, and no button', async () => {
    const desk = await open(analyst);
    await desk.tools.targets.set({ metric: 'cdsat', scale: null, team: null, value: 0.05 }, 'iryna');
    const shown = await desk.types(analyst, '/targets');
    expect(shown.text).toMatch(/^• CDSAT: at most 5% – missed \(50%\)\n/);
    expect(shown.choices).toBeUndefined();
    expect((await desk.types(analyst, '/targets set csat 10')).text).toMatch(
      /^Targets are set by administrators/,
    );
  });

  it('counts for who asks what they may see, and says so', async () => {
    const desk = await open(petro, olena);
    for (const team of [null, 'Support', 'Sales']) {
      await desk.tools.targets.set({ metric: 'csatPercent', scale: null, team, value: 0.9 }, 'iryna');
    }
    expect((await desk.types(petro, '/targets')).text.split('\n')).toEqual([
      '• CSAT: at least 90%, team Support – missed (67%)',
      '• CSAT: at least 90% – missed (67%)',
      '',
      'Targets are judged over the 30 days up to Sun, Nov 22.',
      'Only dialogues of: Support.',
    ]);
    const own = (await desk.types(olena, '/targets')).text;
    expect(own).toMatch(/^• CSAT: .*, team Support – met \(100%\)\n• CSAT: at least 90% – met \(100%\)\n\n/);
    expect(own).toMatch(/\nOnly your own dialogues are counted\.$/);
  });

  it('says so where no team is anybody’s yet', async () => {
    const nobody = { ...petro, teams: [] };
    const desk = await open(nobody);
    expect((await desk.types(nobody, '/targets')).text).toMatch(/^Nothing here is yours yet/);
    expect((await desk.types(nobody, '/targets csat 5')).text).toMatch(/^Targets are set by administrators/);
  });
});

describe('a target', () => {
  it('is asked for, and set with what is written', async () => {
    const desk = await open(iryna);
    await desk.types(iryna, '/targets');
    expect((await desk.taps(iryna, 'Set a target')).openReply).toBeDefined();
    const shown = await desk.replies(iryna, 'csat 87,5 team "Second line"');
    expect(shown.text).toMatch(
      /^Target set\. CSAT: at least 87\.5%, team Second line\n\n• CSAT: .* – no data yet\n/,
    );
    expect(await listed(desk)).toEqual([['csatPercent', 'Second line', 0.875, 'iryna']]);
  });

  it('that was written wrongly is asked for again, and set with the next reply', async () => {
    const desk = await open(iryna);
    await desk.types(iryna, '/targets');
    await desk.taps(iryna, 'Set a target');
    const again = await desk.replies(iryna, 'csat many');
    expect(again.text).toBe('“many” is not a number for “csat”. Write it like this: csat 85.');
    expect(again.openReply).toBeDefined();
    expect((await desk.replies(iryna, 'csat 85')).text).toMatch(/^Target set\./);
    expect(await listed(desk)).toEqual([['csatPercent', null, 0.85, 'iryna']]);
  });

  it.each([
    ['csat', 'The number is missing after “csat”. Write it like this: csat 85.'],
    ['average 9 scale 1-5', '“9” cannot be reached: “average” lies between 1 and 5.'],
    ['', 'Say what the target is for, such as: csat 85,'],
  ])('that cannot be read is refused with the way to write it: %s', async (text, said) => {
    const desk = await open(iryna);
    const shown = await desk.types(iryna, `/targets set ${text}`);
    expect([shown.text.slice(0, said.length), rows(shown)]).toEqual([said, ['Set a target']]);
    expect(await listed(desk)).toEqual([]);
  });

  it('is refused in the language of the person', async () => {
    const desk = await open({ ...iryna, language: 'uk' });
    expect((await desk.types(iryna, '/targets щастя 5')).text).toMatch(
      /^Для показника «щастя» ціль не ставлять\./,
    );
  });

  it('of a supervisor is for their team, also when they do not name it', async () => {
    const desk = await open(petro);
    await desk.types(petro, '/targets csat 80');
    await desk.types(petro, '/targets cdsat 5 team SUPPORT');
    expect((await desk.types(petro, '/targets nps 30 team Sales')).text).toBe(
      'You can set targets for your own team only: "Support".',
    );
    expect(await listed(desk)).toEqual([
      ['csatPercent', 'Support', 0.8, 'petro'],
      ['cdsat', 'SUPPORT', 0.05, 'petro'],
    ]);
  });

  it('of who has several teams names one of them', async () => {
    const desk = await open(both);
    expect((await desk.types(both, '/targets csat 80')).text).toMatch(/: "Support", "Sales"\.$/);
    await desk.types(both, '/targets csat 80 team sales');
    expect(await listed(desk)).toEqual([['csatPercent', 'sales', 0.8, 'both']]);
  });

  it('for everything is not set by who looks after some channels alone', async () => {
    const desk = await open({ ...petro, teams: 'all', channels: ['viber'] });
    expect((await desk.types(petro, '/targets csat 80')).text).toMatch(
      /^You can set targets for teams only\./,
    );
    await desk.types(petro, '/targets csat 80 team Sales');
    expect(await listed(desk)).toHaveLength(1);
  });

  it('is removed by a tap, and stays removed when the tap comes again', async () => {
    const desk = await open(iryna);
    await desk.types(iryna, '/targets csat 80');
    await desk.types(iryna, '/targets csat 70 team Sales');
    await desk.taps(iryna, 'Remove a target');
    const list = desk.last(iryna);
    expect(rows(list)).toEqual(['✕ CSAT: at least 70%, team Sales', '✕ CSAT: at least 80%', 'Back']);
    expect((await desk.taps(iryna, '✕ CSAT: at least 80%')).text).toMatch(
      /^Target removed\. CSAT: at least 80%\n/,
    );
    await desk.channels.get('telegram')?.send('1', list);
    expect((await desk.taps(iryna, '✕ CSAT: at least 80%')).text).toMatch(/^This target no longer exists\./);
    expect(await listed(desk)).toEqual([['csatPercent', 'Sales', 0.7, 'iryna']]);
  });

  it('of another team is not removed by a supervisor, and not offered', async () => {
    const desk = await open(iryna, petro);
    await desk.types(iryna, '/targets csat 80 team Sales');
    await desk.types(iryna, '/targets csat 70');
    await desk.taps(iryna, 'Remove a target');
    await desk.channels.get('telegram')?.send('2', desk.last(iryna));
    expect((await desk.taps(petro, '✕ CSAT: at least 80%, team Sales')).text).toMatch(
      /^Targets are set by admin/,
    );
    await desk.types(petro, '/targets');
    expect(rows(desk.last(petro))).toEqual(['Set a target']);
    expect(await listed(desk)).toHaveLength(2);
  });

  it('is found among many, page by page', async () => {
    const desk = await open(iryna);
    for (let i = 10; i < 20; i++) await desk.types(iryna, `/targets csat 80 team T${i}`);
    await desk.taps(iryna, 'Remove a target');
    expect(rows(desk.last(iryna)).at(-1)).toBe('More | Back');
    expect(rows(await desk.taps(iryna, 'More'))).toEqual([
      '✕ CSAT: at least 80%, team T18',
      '✕ CSAT: at least 80%, team T19',
      'Back',
    ]);
  });

  it('is not set in a group by who is known by the group alone', async () => {
    const group = aPerson({ id: 'group', kind: 'group', role: 'administrator', chats: chat('-1') });
    const desk = await open(group, iryna);
    expect((await desk.types(group, '/targets csat 80', { actor: { id: '77' } })).text).toMatch(
      /^Targets are set/,
    );
    expect((await desk.types(group, '/targets csat 80', { actor: { id: '1' } })).text).toMatch(
      /^Target set\./,
    );
    expect(await listed(desk)).toEqual([['csatPercent', null, 0.8, 'iryna']]);
  });
});
