import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Person } from '../../../../src/access/person.ts';
import { administrator, analyst, openDialoguePages, operatorNamed } from '../dialogues/fixture.ts';
import { asked, MINUTE, pathOf, posts, rated, sales } from '../dialogues/owned.ts';
import { textIn } from '../dialogues/read-page.ts';

const inUkrainian = (person: Person, name: string): Person => ({ ...person, name, language: 'uk' });
const olena = inUkrainian(operatorNamed('Olena'), 'Олена');
const supervisor = inUkrainian(sales, 'Ірина');
const reviewer = inUkrainian(analyst, 'Петро');
const owner = inUkrainian(administrator, 'Марта');

const noticeIn = (page: string): string => textIn(/<div class="notice[^]*?<\/div>/.exec(page)?.[0] ?? '');
/** What the form says that was refused, or the page where it has no such form any more. */
const errorIn = (page: string): string =>
  /<p class="field-error"[^>]*>([^<]*)</.exec(page)?.[1] ?? noticeIn(page);

it('a form of a dialogue that is refused says why in the language of its reader', async () => {
  const fixture = await openDialoguePages({ people: [olena, supervisor] });
  const { survey, get, post, raise, signIn } = fixture;
  const dialogue = await rated(fixture, 1);
  await raise(dialogue);
  const path = pathOf(dialogue);

  signIn(olena);
  expect(errorIn((await post(`${path}/dispute`, { text: ' ' })).body)).toBe('Напишіть кілька слів.');
  expect(errorIn((await post(`${path}/dispute`, { text: 'ї'.repeat(502) })).body)).toBe(
    'Тут 502 символи; найбільше — 500.',
  );
  await post(`${path}/dispute`, { text: 'Не моя' });
  signIn(supervisor);
  expect(errorIn((await post(`${path}/dispute`, { text: 'Теж ні' })).body)).toBe(
    'Цю оцінку вже оскаржує Олена, рішення ще немає.',
  );
  await post(`${path}/alert/take`);
  signIn(owner);
  const late = await post(`${path}/alert/take`);
  expect(noticeIn((await get(late.to ?? '')).body)).toBe('Її вже взято в роботу: Ірина.');
  await post(`${path}/void`, { text: 'Перевірка' });
  signIn({ ...owner, id: 'p-second', name: 'Оля' });
  const voided = await post(`${path}/void`, { text: 'Спам' });
  expect(noticeIn((await get(voided.to ?? '')).body)).toBe('Оцінку вже анульовано: Марта.');
  signIn(olena);
  expect(errorIn((await post(`${path}/dispute`, { text: 'Ще раз' })).body)).toBe(
    'Цей діалог анульовано, і показники його не враховують, тож оскаржувати нічого.',
  );

  const other = pathOf(await asked(fixture, { externalId: 'T-2' }));
  expect(errorIn((await post(`${other}/dispute`, { text: 'Дарма' })).body)).toBe(
    'У цього діалогу немає оцінки, тож оскаржувати нічого.',
  );
  signIn(reviewer);
  await post(`${other}/notes`, { text: 'Перша' });
  const [, note = ''] = /action="([^"]+\/notes\/[^"]+)"/.exec((await get(other)).body) ?? [];
  survey.clock.set(MINUTE);
  await post(note, { text: 'Друга', revision: '0' });
  expect(errorIn((await post(note, { text: 'Третя', revision: '0' })).body)).toContain(
    'Нотатку тим часом змінено',
  );
  signIn(owner);
  expect(textIn((await post(note, { text: 'Чужа', revision: '1' })).body)).toContain(
    'Вашої нотатки з такою адресою в цьому діалозі немає.',
  );
});

it('what a role may not do is refused in the language of its reader, with the way back to its own pages', async () => {
  const fixture = await openDialoguePages({ people: [olena, supervisor] });
  const { get, post, raise, signIn } = fixture;
  const dialogue = await rated(fixture, 1);
  await raise(dialogue);
  let refused = 0;
  for (const person of [olena, reviewer, supervisor]) {
    signIn(person);
    for (const one of posts) {
      const { status, body } = await post(`${pathOf(dialogue)}/${one}`, { text: 'Причина' });
      if (status !== 403) continue;
      refused++;
      const said = textIn(body);
      expect(said).toContain('Ця дія вам недоступна Ваша роль цього не дозволяє. Нічого не змінено.');
      expect(said).toContain('До сторінки «Діалоги»');
    }
  }
  expect(refused).toBeGreaterThan(5);
  signIn({ ...owner, role: 'integrator' });
  const { status, body } = await get('/dashboard/dialogues');
  expect([status, textIn(body)]).toEqual([
    403,
    'Ця сторінка вам недоступна Ваша роль не має доступу до цієї сторінки. Змінити це може адміністратор. До сторінки «Стан»',
  ]);
});

it('no page refuses anything but by a fault, which has a text in each language', () => {
  const folder = 'src/http/dashboard';
  const throwing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .filter((path) => readFileSync(join(folder, path), 'utf8').includes('new ApiError('));
  expect(throwing).toEqual([join('kit', 'faults', 'refused.ts')]);
});
