import { describe, expect, it } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';
import { rows } from '../staff-desk.ts';
import { history } from './history.ts';
import { iryna, nobodys, olena, openCommands, petro, viktor } from './asking.ts';

const until = new Date('2026-11-22T12:05:00Z');
const said = (comment: string, rating: number | null, rest: Partial<Dialogue> = {}): Dialogue =>
  aDialogue({
    comment,
    rating,
    outcome: 'answered',
    answeredAt: new Date('2026-11-22T09:05:00Z'),
    ...rest,
  });

describe('/comments', () => {
  it('shows those of low ratings with operator, team, topic and the helpdesk’s own id', async () => {
    const desk = await openCommands([
      said('Too slow', 2, { externalId: '71' }),
      said('Never came', 1, { externalId: '72', team: null, topic: null }),
      said('Thanks', 5),
      said('So so', 3),
    ]);
    const shown = await desk.types(iryna, '/comments low');
    expect([shown.title, ...shown.text.split('\n')]).toEqual([
      'Comments with low ratings: Nov 16 – Nov 22, 2026',
      'Time zone: Europe/Kyiv. Today is not over yet.',
      '',
      '2 comments, the lowest rating first. The numbered buttons open the dialogues.',
      '',
      '1. 1 of 5 · Olena · Nov 22, 11:00 · 72',
      '“Never came”',
      '',
      '2. 2 of 5 · Olena · support · delivery · Nov 22, 11:00 · 71',
      '“Too slow”',
    ]);
    expect(rows(shown)).toEqual(['1 | 2', 'Today | Yesterday', 'Week | Month', 'All comments']);
    expect((await desk.taps(iryna, '2')).title).toBe('Dialogue 71');
  });

  it('says the same in Ukrainian', async () => {
    const desk = await openCommands([said('Ніхто не приїхав', 1, { externalId: '72' })]);
    const shown = await desk.types(viktor, '/comments');
    expect([shown.title, ...shown.text.split('\n')]).toEqual([
      'Коментарі до низьких оцінок: 16 лист. – 22 лист. 2026 р.',
      'Часовий пояс: Europe/Kyiv. День ще триває.',
      '',
      '1 коментар, від найнижчої оцінки. Кнопки з номерами відкривають діалоги.',
      '',
      '1. 1 з 5 · Olena · support · delivery · 22 лист., 11:00 · 72',
      '«Ніхто не приїхав»',
    ]);
  });

  it('pages, five on each, and says which they are', async () => {
    const desk = await openCommands(Array.from({ length: 11 }, (_, at) => said(`No. ${at}`, 1)));
    const first = await desk.types(iryna, '/comments low today');
    expect(first.text).toContain('\nComments 1–5 of 11, the lowest rating first.');
    await desk.taps(iryna, 'Next ▶');
    const last = await desk.taps(iryna, 'Next ▶');
    expect(last.text).toContain('\nComment 11 of 11, the lowest rating first.');
    expect(rows(last).slice(0, 2)).toEqual(['11', '◀ Back']);
    expect((await desk.types(viktor, '/comments low today')).text).toContain('Коментарі 1–5 з 11');
  });

  it('shows all of them on request, those without a rating last', async () => {
    const desk = await openCommands([said('Only words', null), said('Thanks', 5), said('Bad', 1)]);
    await desk.types(iryna, '/comments');
    const { text } = await desk.taps(iryna, 'All comments');
    expect(text.match(/“.*”/g)).toEqual(['“Bad”', '“Thanks”', '“Only words”']);
    expect(text).toContain('3. no rating · Olena');
  });

  it('keeps markup as it is, and line breaks off', async () => {
    const markup = '<b>*bad*</b> [x](tg://user?id=1) =1+1 {name} &amp;\n\n2. 5 of 5 · Olena';
    const desk = await openCommands([said(markup, 1)]);
    expect((await desk.types(iryna, '/comments')).text).toContain(
      '\n“<b>*bad*</b> [x](tg://user?id=1) =1+1 {name} &amp; 2. 5 of 5 · Olena”',
    );
  });

  it('shows the beginning of long ones, and the whole of one in its dialogue', async () => {
    const long = `${'слово '.repeat(499)}кінець`;
    const desk = await openCommands(Array.from({ length: 5 }, () => said(long, 1)));
    const shown = await desk.types(iryna, '/comments');
    expect(shown.text.match(/…”/g)).toHaveLength(5);
    expect(lengthOf(shown)).toBeLessThanOrEqual(4096);
    const one = await desk.taps(iryna, '1');
    expect(one.text).toContain(`“${long}”`);
    expect(lengthOf(one)).toBeLessThanOrEqual(4096);
  });

  it('says so where there are none, in a period or for a person', async () => {
    const desk = await openCommands([said('Thanks', 5)]);
    expect((await desk.types(iryna, '/comments')).text).toContain(
      '\nNo low rating of this period has a comment.',
    );
    expect((await desk.types(viktor, '/comments all yesterday')).text).toContain(
      '\nЗа цей період немає коментарів.',
    );
    expect((await desk.types(nobodys, '/comments')).text).toMatch(/^Nothing here is yours yet/);
  });

  it('answers nonsense with what may stand there', async () => {
    const desk = await openCommands([said('Bad', 1)]);
    const shown = await desk.types(iryna, '/comments lowest');
    expect(shown.text).toMatch(/^“lowest” is not understood\. After \/comments there may be low or all/);
    expect((await desk.taps(iryna, 'Low ratings')).text).toContain('“Bad”');
    expect((await desk.types(viktor, '/comments щось')).text).toMatch(/^Не вдалося зрозуміти «щось»\./);
    expect((await desk.types(iryna, '/comments low 2026-11-22 2026-11-01')).text).toMatch(/ends before it/);
  });

  it('shows a supervisor and an operator their own alone', async () => {
    const desk = await openCommands([
      said('Mine', 1, { team: 'First line', operator: 'Olena Koval' }),
      said('My team’s', 1, { team: 'First line', operator: 'Taras' }),
      said('Another team’s', 1, { team: 'Second line', operator: 'Andrii' }),
    ]);
    const seenBy = async (person: typeof petro) =>
      (await desk.types(person, '/comments')).text.match(/“.*”/g)?.toSorted();
    expect(await seenBy(petro)).toEqual(['“Mine”', '“My team’s”']);
    expect(await seenBy(olena)).toEqual(['“Mine”']);
  });
});

describe('/dialogue', () => {
  const disputed = said('Rude', 1, {
    id: 'abcdefghijkl',
    externalId: 'desk:77',
    operator: 'Olena Koval',
    team: 'First line',
    tags: ['vip', 'refund'],
    round: 2,
    disputed: true,
    survey: aSurvey({ variables: { quality_answer: 1, quality_comment: 'Rude', solved: 'No', effort: 2.5 } }),
    course: [
      { at: Date.parse('2026-11-22T10:00:00Z'), what: 'disputed', by: 'Olena', reason: 'not my chat' },
      {
        at: Date.parse('2026-11-22T10:30:00Z'),
        what: 'dispute_decided',
        by: 'Iryna',
        reason: 'agreed',
        verdict: 'partly',
      },
    ],
  });

  it('shows answers, facts and course', async () => {
    const desk = await openCommands([disputed]);
    const shown = await desk.types(iryna, '/dialogue 77');
    expect([shown.title, ...shown.text.split('\n')]).toEqual([
      'Dialogue desk:77',
      'Answered.',
      'Rating: 1 of 5',
      '“Rude”',
      'Other answers:',
      'solved: No',
      'effort: 2.5',
      'The rating is disputed. It counts, except in figures without disputed ones.',
      '',
      'Operator: Olena Koval',
      'Team: First line',
      'Topic: delivery',
      'Tags: vip, refund',
      'Channel: telegram',
      'Scenario: csat',
      'Round: 2',
      'Completed: Nov 22, 11:00',
      'Our id: abcdefghijkl',
      '',
      'Course:',
      'Nov 22, 11:00 · reported',
      'Nov 22, 11:01 · asked',
      'Nov 22, 11:05 · first answer',
      'Nov 22, 12:00 · rating disputed · Olena · not my chat',
      'Nov 22, 12:30 · dispute decided · dispute partly upheld · Iryna · agreed',
    ]);
    expect(shown.choices?.flat()).toEqual([
      { label: 'Open the dialogue', url: 'https://desk.example/desk:77' },
    ]);
  });

  it('says the same in Ukrainian', async () => {
    const desk = await openCommands([disputed]);
    const { title, text } = await desk.types(viktor, '/dialogue 77');
    expect(title).toBe('Діалог desk:77');
    expect(text).toMatch(/^Відповідь є\.\nОцінка: 1 з 5\n«Rude»\nІнші відповіді:\nsolved: No\neffort: 2,5\n/);
    expect(text).toContain('\nЗавершено: 22 лист., 11:00\n');
    expect(text).toContain('рішення щодо оскарження · оскарження задоволено частково · Iryna · agreed');
  });

  it.each(['77', 'desk:77', 'abcdefghijkl'])('is found by %s', async (id) => {
    const desk = await openCommands([disputed]);
    expect((await desk.types(iryna, `/dialogue ${id}`)).title).toBe('Dialogue desk:77');
  });

  it('asks which is meant where several have the id', async () => {
    const desk = await openCommands([
      said('One', 2, { externalId: '99', clientId: '1' }),
      aDialogue({ externalId: '99', clientId: '2', operator: null }),
    ]);
    const shown = await desk.types(iryna, '/dialogue 99');
    expect(shown.text).toBe('The id “99” belongs to 2 dialogues. Which one?');
    expect(rows(shown).toSorted()).toEqual(['Nov 22, 11:00', 'Nov 22, 11:00 · 2 of 5 · Olena']);
    expect((await desk.taps(iryna, 'Nov 22, 11:00 · 2')).text).toContain('“One”');
    expect((await desk.types(viktor, '/dialogue 99')).text).toBe(
      'З ідентифікатором «99» знайдено 2 діалоги. Який із них?',
    );
  });

  it('tells one of another team from none by nothing', async () => {
    const others = said('Secret', 1, { externalId: '500', team: 'Second line', operator: 'Andrii' });
    const desk = await openCommands([others]);
    const wordsFor = async (person: typeof petro, id: string) =>
      (await desk.types(person, `/dialogue ${id}`)).text.replace(id, 'ID');
    for (const person of [petro, olena, nobodys]) {
      expect(await wordsFor(person, '500')).toBe(await wordsFor(person, '501'));
      expect(await wordsFor(person, others.id)).toBe(await wordsFor(person, '501'));
    }
    expect((await desk.types(viktor, '/dialogue 501')).text).toBe(
      'Діалогу «501» тут не знайдено. Перевірте ідентифікатор: із хелпдеску або наш.',
    );
  });

  it('offers the latest of a person where no id is written', async () => {
    const desk = await openCommands([
      said('Mine', 1, { team: 'First line' }),
      said('Not mine', 5, { team: 'Second line' }),
    ]);
    const shown = await desk.types(petro, '/dialogue');
    expect(rows(shown)).toEqual(['Nov 22, 11:00 · 1 of 5 · Olena']);
    const empty = await openCommands();
    expect((await empty.types(iryna, '/dialogue')).choices).toBeUndefined();
  });

  it('offers a dispute to who may raise one', async () => {
    const button = { label: 'Dispute', token: '1pdispute/x' };
    const desk = await openCommands([disputed], {
      offerDispute: async (_id, person) => (person.id === 'olena' ? button : null),
    });
    expect(rows(await desk.types(olena, '/dialogue 77'))).toEqual(['Dispute', 'Open the dialogue']);
    expect(rows(await desk.types(iryna, '/dialogue 77'))).toEqual(['Open the dialogue']);
  });
});

describe('/themes', () => {
  it('shows words that low ratings use more often, with counts', async () => {
    const desk = await openCommands(history(until));
    const shown = await desk.types(iryna, '/themes');
    expect(shown.title).toBe('Words that stand out: Oct 24 – Nov 22, 2026');
    expect(shown.text).toContain(
      '\nComments with a low rating use them more often than the other comments:\n' +
        'courier: 14 comments, none among the others\n',
    );
    expect((await desk.types(viktor, '/themes')).text).toContain(
      '\nУ коментарях до низьких оцінок трапляються частіше, ніж у решті коментарів:\n' +
        'courier: 14 коментарів, серед решти — жодного\n',
    );
  });

  it('says what stands out where nothing does', async () => {
    const desk = await openCommands([said('Bad', 1)]);
    expect((await desk.types(iryna, '/themes week')).text).toContain(
      '\nNo word stands out. A word does when it is',
    );
    expect((await desk.types(viktor, '/themes week')).text).toContain('\nПомітних слів немає.');
    expect((await desk.types(iryna, '/themes banana')).text).toMatch(
      /^“banana” is not a day that can be shown/,
    );
  });
});

const lengthOf = ({ title = '', text }: { title?: string | undefined; text: string }): number =>
  title.length + text.length;
