import { describe, expect, it } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { rows } from '../staff-desk.ts';
import { history } from './history.ts';
import { iryna, olena, openCommands, petro, viktor } from './asking.ts';

const until = new Date('2026-11-22T12:05:00Z');
const rated = (operator: string | null, rating: number, rest: Partial<Dialogue> = {}): Dialogue =>
  aDialogue({ operator, rating, outcome: 'answered', ...rest });

describe('/operators', () => {
  it('shows operators by name and not by rank, and marks only who lies beyond a limit', async () => {
    const desk = await openCommands(history(until));
    const shown = await desk.types(iryna, '/operators');
    expect([shown.title, ...shown.text.split('\n')]).toEqual([
      'Operators: Oct 24 – Nov 22, 2026',
      'Time zone: Europe/Kyiv. Today is not over yet.',
      '',
      'Overall: CSAT 71%, 229 ratings',
      '',
      'Olena Koval: CSAT 75%, 57 ratings',
      'Taras Bondar: CSAT 47%, 59 ratings',
      '  ▼ CSAT: below the 99.8% limit',
      'Андрій Мельник: CSAT 81%, 68 ratings',
      'Марта Шевчук: CSAT 80%, 45 ratings',
      '',
      '▲ ▼: further from the overall figure than chance explains (95% and 99.8% limits for that many).',
      '9 disputed ratings are counted.',
    ]);
    expect(rows(shown)).toEqual([
      'Olena Koval | Taras Bondar',
      'Андрій Мельник | Марта Шевчук',
      'Without disputed',
      'Today | Yesterday',
      'Week | Month',
    ]);
  });

  it('says the same in Ukrainian', async () => {
    const desk = await openCommands(history(until));
    const { text } = await desk.types(viktor, '/operators');
    expect(text.split('\n')).toEqual([
      'Часовий пояс: Europe/Kyiv. День ще триває.',
      '',
      'Загалом: CSAT 71%, 229 оцінок',
      '',
      'Андрій Мельник: CSAT 81%, 68 оцінок',
      'Марта Шевчук: CSAT 80%, 45 оцінок',
      'Olena Koval: CSAT 75%, 57 оцінок',
      'Taras Bondar: CSAT 47%, 59 оцінок',
      '  ▼ CSAT: нижче за межу 99,8%',
      '',
      '▲ ▼ — відхилення від загального показника, яке не пояснити випадковістю (межі 95% і 99,8% для такої кількості оцінок чи діалогів).',
      'Враховано 9 оскаржених оцінок.',
    ]);
  });

  it('names whose share asked lies beyond a limit, with n', async () => {
    const asked = Array.from({ length: 60 }, () => rated('Olena', 5));
    const skipped = Array.from({ length: 20 }, () =>
      aDialogue({ operator: 'Taras', outcome: 'not_asked', notAskedReason: 'not_wanted', askedAt: null }),
    );
    const desk = await openCommands([...asked, ...skipped, rated('Taras', 5)]);
    const { text } = await desk.types(iryna, '/operators');
    expect(text).toContain('Taras: CSAT 100%, 1 rating\n  ▼ share asked 5%, 21 dialogues: below the 99.8%');
  });

  it('names nobody for how they ask about a handful of dialogues', async () => {
    const asked = Array.from({ length: 200 }, () => rated('Olena', 5));
    const cooldown = Array.from({ length: 9 }, () =>
      aDialogue({ operator: 'Taras', outcome: 'not_asked', notAskedReason: 'cooldown', askedAt: null }),
    );
    const desk = await openCommands([...asked, ...cooldown]);
    const { text } = await desk.types(iryna, '/operators');
    expect(text).toContain('Taras: no ratings, 9 dialogues');
    expect(text).not.toContain('▼ share');
  });

  it('marks an NPS beyond a limit', async () => {
    const desk = await openCommands([
      ...Array.from({ length: 60 }, () => rated('Olena', 10, { scale: 'nps' })),
      ...Array.from({ length: 20 }, () => rated('Taras', 3, { scale: 'nps' })),
    ]);
    const { text } = await desk.types(iryna, '/operators');
    expect(text).toMatch(/Taras: NPS .100, 20 ratings\n  ▼ NPS: below the 99\.8% limit/);
  });

  it('pages, ten on each', async () => {
    const desk = await openCommands(
      Array.from({ length: 23 }, (_, at) => rated(`Operator ${String(at + 1).padStart(2, '0')}`, 5)),
    );
    const first = await desk.types(iryna, '/operators');
    expect(first.text).toContain('\nOperator 10: CSAT 100%, 1 rating\n\nPage 1 of 3');
    expect(rows(first)).toContain('Next ▶');
    const second = await desk.taps(iryna, 'Next ▶');
    expect(second.text).toMatch(/\nOperator 11: (?:.|\n)*\nOperator 20: .*\n\nPage 2 of 3/);
    expect(rows(second)).toContain('◀ Back | Next ▶');
    const last = await desk.taps(iryna, 'Next ▶');
    expect(last.text).toContain('Operator 23: CSAT 100%, 1 rating\n\nPage 3 of 3');
    expect(rows(last)).not.toContain('◀ Back | Next ▶');
    expect(desk.standing).toHaveLength(1);
  });

  it('shows one by name in whatever case, by the last name alone, or by a tap', async () => {
    const desk = await openCommands(history(until));
    const one = await desk.types(iryna, '/operators taras BONDAR');
    expect(one.text).toContain('\nOperator: Taras Bondar\n\nCSAT: 47%');
    expect(one.text).toContain('\n▼ CSAT: below the 99.8% limit\n');
    expect(rows(one).at(-1)).toBe('All operators');
    const slip = await desk.types(iryna, '/operators Bondar week');
    expect(slip.text).toBe(
      'There is no operator “Bondar” in the figures that are shown here. Did you mean “Taras Bondar”?',
    );
    const meant = await desk.taps(iryna, 'Taras Bondar');
    expect([meant.title, meant.text.split('\n')[1]]).toEqual([
      'This week: Nov 16 – Nov 22, 2026',
      'Operator: Taras Bondar',
    ]);
    await desk.types(iryna, '/operators');
    expect((await desk.taps(iryna, 'Марта Шевчук')).text).toContain('\nOperator: Марта Шевчук\n');
  });

  it('reads one name in two spellings as one, and says what it does not know', async () => {
    const desk = await openCommands([rated('Olena', 5), rated('OLENA', 4), rated(null, 1)]);
    expect((await desk.types(iryna, '/operators')).text).toMatch(/\nOlena: CSAT 100%, 2 ratings/i);
    expect((await desk.types(iryna, '/operators Zzz')).text).toBe(
      'There is no operator “Zzz” in the figures that are shown here.',
    );
    expect((await desk.types(viktor, '/operators Ззз')).text).toBe(
      'Серед показників, які видно в цьому чаті, немає оператора «Ззз».',
    );
  });

  it('says so where no dialogue has one', async () => {
    const desk = await openCommands([rated(null, 5)]);
    expect((await desk.types(iryna, '/operators')).text).toContain(
      '\nNo dialogue of this period has an operator.',
    );
  });

  it('shows an operator themselves alone', async () => {
    const desk = await openCommands(history(until));
    const { text } = await desk.types(olena, '/operators');
    expect(text).toContain('\nOlena Koval: CSAT 75%, 57 ratings');
    expect(text).not.toMatch(/Bondar|Шевчук|Мельник/);
    const other = await desk.types(olena, '/operators Taras Bondar');
    expect(other.text).toBe('There is no operator “Taras Bondar” in the figures that are shown here.');
  });
});

describe('/team', () => {
  it('shows the teams, and one by its name', async () => {
    const desk = await openCommands(history(until));
    expect((await desk.types(iryna, '/team')).text).toContain(
      '\nFirst line: CSAT 66%, 161 ratings\nSecond line: CSAT 81%, 68 ratings\n',
    );
    const one = await desk.types(iryna, '/team second line 2026-11-01 2026-11-15');
    expect([one.title, one.text.split('\n')[1]]).toEqual(['CSAT: Nov 1 – Nov 15, 2026', 'Team: Second line']);
  });

  it('leaves disputed ratings out on request, and says so', async () => {
    const desk = await openCommands(history(until));
    await desk.types(iryna, '/team');
    const without = await desk.taps(iryna, 'Without disputed');
    expect(without.text).toMatch(/\nOverall: CSAT 74%, 220 ratings\n/);
    expect(without.text).toMatch(/\n9 disputed ratings are left out\.$/);
  });

  it('shows a supervisor their own alone, and no other team even by its name', async () => {
    const desk = await openCommands(history(until));
    const { text } = await desk.types(petro, '/team');
    expect(text).toContain('First line');
    expect(text).not.toContain('Second line');
    const other = await desk.types(petro, '/team Second line');
    expect(other.text).toBe('There is no team “Second line” in the figures that are shown here.');
  });

  it('answers a period that cannot be shown', async () => {
    const desk = await openCommands(history(until));
    const shown = await desk.types(iryna, '/team First line 2026-11-15 2026-11-01');
    expect(shown.text).toContain('Did you mean Nov 1 – Nov 15, 2026?');
    const meant = await desk.taps(iryna, 'Nov 1 –');
    expect(meant.text).toContain('\nTeam: First line\n');
  });
});
