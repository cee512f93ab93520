import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/access/person.ts';
import { aPerson } from '../../../access/persons.ts';
import { administrator, analyst, integrator, openDialoguePages, operatorNamed } from './fixture.ts';
import { asked, pathOf, posts, rated, sales, support } from './owned.ts';
import { stepsIn, textIn } from './read-page.ts';

describe('what is done on the page of a dialogue', () => {
  it('takes a low rating for who is first, and tells the other who that was', async () => {
    const fixture = await openDialoguePages({ people: [sales] });
    const { survey, get, post, raise, signIn } = fixture;
    const dialogue = await rated(fixture, 1);
    await raise(dialogue);
    signIn(sales);
    const taken = await post(`${pathOf(dialogue)}/alert/take`);
    expect([taken.status, taken.to]).toEqual([303, `${pathOf(dialogue)}?notice=alert_taken`]);
    expect(textIn((await get(taken.to ?? '')).body)).toContain('The low rating is yours.');
    signIn(administrator);
    const late = await post(`${pathOf(dialogue)}/alert/take`);
    expect(textIn((await get(late.to ?? '')).body)).toContain('Supervisor of Sales took it first.');
    // Another may resolve it, as in chat; its messages follow by jobs.
    const resolved = await post(`${pathOf(dialogue)}/alert/resolve`, { text: 'Refunded' });
    const { body } = await get(resolved.to ?? '');
    expect(textIn(body)).toContain('Resolved: Адміністратор , 22 Nov 2026, 14:01');
    expect(body).not.toContain('/alert/take"');
    signIn(sales);
    const again = await post(`${pathOf(dialogue)}/alert/resolve`, { text: '' });
    expect(textIn((await get(again.to ?? '')).body)).toContain('Адміністратор has resolved it.');
    expect(await survey.store.findRecord('alert', dialogue.id)).toMatchObject({ body: { note: 'Refunded' } });
  });

  it('disputes a rating once, and says who has done so', async () => {
    const fixture = await openDialoguePages({ people: [operatorNamed('Olena'), sales] });
    const { survey, get, post, signIn } = fixture;
    const dialogue = await rated(fixture, 1);
    signIn(operatorNamed('Olena'));
    expect((await get(pathOf(dialogue))).body).toContain('/dispute"');
    const empty = await post(`${pathOf(dialogue)}/dispute`, { text: ' \r\n ' });
    expect([empty.status, textIn(empty.body)]).toEqual([400, expect.stringContaining('Write some words.')]);
    const long = await post(`${pathOf(dialogue)}/dispute`, { text: '👍'.repeat(501) });
    expect(textIn(long.body)).toContain('These are 501 characters; 500 are the most.');
    expect(long.body).toContain('👍'.repeat(501));
    expect((await post(`${pathOf(dialogue)}/dispute`, { text: 'Not my fault' })).to).toContain('disputed');
    expect(await survey.stored(dialogue)).toMatchObject({ disputed: true });
    signIn(sales);
    const late = await post(`${pathOf(dialogue)}/dispute`, { text: 'Nor mine' });
    expect(textIn(late.body)).toContain('Olena has disputed this rating already');
  });

  it('voids a rating with a reason, and says who was first', async () => {
    const fixture = await openDialoguePages();
    const { survey, get, post, signIn } = fixture;
    const dialogue = await rated(fixture, 1);
    expect((await post(`${pathOf(dialogue)}/void`, { text: '' })).status).toBe(400);
    expect((await post(`${pathOf(dialogue)}/void`, { text: 'A test' })).to).toContain('notice=voided');
    expect(await survey.stored(dialogue)).toMatchObject({
      voided: { by: 'Адміністратор', reason: 'A test' },
    });
    signIn(aPerson({ ...administrator, id: 'p-2', name: 'Iryna' }));
    const late = await post(`${pathOf(dialogue)}/void`, { text: 'Spam' });
    expect(textIn((await get(late.to ?? '')).body)).toContain('Адміністратор voided it first.');
    await post(`${pathOf(dialogue)}/unvoid`);
    expect(await survey.stored(dialogue)).toMatchObject({ voided: null });
  });

  it('keeps notes, which their author alone changes, and loses no words to a change meanwhile', async () => {
    const fixture = await openDialoguePages();
    const { get, post, signIn } = fixture;
    const dialogue = await asked(fixture);
    await post(`${pathOf(dialogue)}/notes`, { text: 'First\r\nline \0 two' });
    const { body } = await get(pathOf(dialogue));
    const [, action = ''] = /action="([^"]+\/notes\/[^"]+)"/.exec(body) ?? [];
    expect(textIn(body)).toContain('First line two');
    expect((await post(action, { text: 'Second', revision: '0' })).to).toContain('note_changed');
    const late = await post(action, { text: 'Third', revision: '0' });
    expect([late.status, textIn(late.body)]).toEqual([400, expect.stringContaining('changed meanwhile')]);
    expect(late.body).toContain('>Third</textarea>');
    expect(late.body).toContain('Second');
    expect((await post(action, { text: 'Third', revision: '1' })).to).toContain('note_changed');
    expect((await post(action, { text: 'x', revision: 'first' })).status).toBe(400);
    signIn(analyst);
    expect((await get(pathOf(dialogue))).body).not.toContain(action);
    expect((await post(action, { text: 'Mine', revision: '2' })).status).toBe(404);
    const empty = await post(action, { text: ' ', revision: '2' });
    expect([empty.status, textIn(empty.body)]).toEqual([400, expect.stringContaining('Write some words.')]);
    // The id of a note on another dialogue leads to none.
    signIn(administrator);
    const other = await asked(fixture, { externalId: 'T-2' });
    const [, id = ''] = /\/notes\/(.+)$/.exec(action) ?? [];
    expect((await post(`${pathOf(other)}/notes/${id}`, { text: 'x', revision: '2' })).status).toBe(404);
  });

  it('deletes a note for its author and for an administrator, which leaves who and when alone', async () => {
    const fixture = await openDialoguePages({ people: [sales] });
    const { survey, get, post, signIn } = fixture;
    const dialogue = await asked(fixture);
    const written: string[] = [];
    for (const text of ['Secret one', 'Secret two']) {
      signIn(analyst);
      await post(`${pathOf(dialogue)}/notes`, { text });
      const { body } = await get(pathOf(dialogue));
      const [, action = ''] = /action="([^"]+\/notes\/[^"/]+)"/.exec(body) ?? [];
      expect(body).toContain(`${action}/delete"`);
      written.push(action);
      signIn(sales);
      expect((await get(pathOf(dialogue))).body).not.toContain('/delete"');
      expect((await post(`${action}/delete`)).status).toBe(404);
      const by = written.length === 1 ? analyst : administrator;
      signIn(by);
      const done = await post(`${action}/delete`);
      expect(textIn((await get(done.to ?? '')).body)).toContain('The note was deleted.');
      // A second press is no fault.
      expect((await post(`${action}/delete`)).to).toBe(done.to);
      const page = (await get(pathOf(dialogue))).body;
      expect(page).not.toContain(text);
      const steps = stepsIn(page).slice(-2);
      expect(steps[0]).toMatch(new RegExp(`Reviewer’s note ${analyst.name}$`));
      expect(steps[1]).toMatch(new RegExp(`Reviewer’s note deleted .*${by.name}$`));
      const [, id = ''] = /\/notes\/(.+)$/.exec(action) ?? [];
      const record = await survey.store.findRecord('note', id);
      expect(JSON.stringify(record)).not.toContain('Secret');
      expect(record?.body).toMatchObject({ by: { id: analyst.id }, deleted: { by: { id: by.id } } });
    }
    expect(stepsIn((await get(pathOf(dialogue))).body).at(-1)).toContain(`Written by ${analyst.name}`);
    // What the author was writing meanwhile is not lost.
    signIn(analyst);
    const late = await post(written[1] ?? '', { text: 'New words', revision: '0' });
    expect(textIn(late.body)).toContain('The note was deleted meanwhile.');
    expect(late.body).toContain('>New words</textarea>');
    const other = await asked(fixture, { externalId: 'T-2' });
    signIn(administrator);
    const elsewhere = (written[0] ?? '').replace(dialogue.id, other.id);
    expect((await post(`${elsewhere}/delete`)).status).toBe(404);
  });

  it('is refused to a role that may not do it, and is not offered to it', async () => {
    const olena = operatorNamed('Olena');
    const fixture = await openDialoguePages({ people: [olena, sales] });
    const { get, post, raise, signIn } = fixture;
    const dialogue = await rated(fixture, 1);
    await raise(dialogue);
    await post(`${pathOf(dialogue)}/notes`, { text: 'For reviewers alone' });
    const offered: Array<[Person, string[]]> = [
      [
        administrator,
        ['alert/take', 'alert/resolve', 'dispute', 'void', 'notes', 'notes/d1', 'notes/d1/delete'],
      ],
      [sales, ['alert/take', 'alert/resolve', 'dispute', 'notes']],
      [analyst, ['notes']],
      [olena, ['dispute']],
    ];
    for (const [person, mine] of offered) {
      signIn(person);
      const { body } = await get(pathOf(dialogue));
      const shown = posts.filter((path) =>
        new RegExp(`action="${pathOf(dialogue)}/${path.replace('d1', '[^/"]+')}"`).test(body),
      );
      expect([person.role, shown]).toEqual([person.role, mine.map((path) => path)]);
      expect([person.role, body.includes('For reviewers alone')]).toEqual([
        person.role,
        mine.includes('notes'),
      ]);
      for (const path of posts.filter((one) => !one.startsWith('dispute'))) {
        if (mine.includes(path) || (path === 'unvoid' && mine.includes('void'))) continue;
        const { status } = await post(`${pathOf(dialogue)}/${path}`, { text: 'x' });
        expect([person.role, path, status]).toEqual([
          person.role,
          path,
          path.startsWith('notes/') && mine.includes('notes') ? 404 : 403,
        ]);
      }
    }
  });
});

describe('a dialogue that a person may not read', () => {
  it('is not there, whatever is asked of it', async () => {
    const fixture = await openDialoguePages({ people: [sales, support] });
    const { get, post, raise, signIn } = fixture;
    const dialogue = await rated(fixture, 1);
    await raise(dialogue);
    for (const person of [
      support,
      operatorNamed('Ivan'),
      integrator,
      aPerson({ id: 'p-none', name: 'Nobody', teams: [] }),
    ]) {
      signIn(person);
      const [theirs, nobodys] = [await get(pathOf(dialogue)), await get('/dashboard/dialogues/nothing')];
      expect([person.name, theirs.status]).toEqual([person.name, 404]);
      expect(theirs.body.replaceAll(dialogue.id, 'nothing')).toBe(nobodys.body);
      for (const path of posts) {
        const { status, body } = await post(`${pathOf(dialogue)}/${path}`, { text: 'x' });
        expect([person.name, path, status]).toEqual([person.name, path, 404]);
        expect(body).not.toContain('Olena');
      }
    }
    for (const id of ["' OR 1=1 --", '../x', 'a'.repeat(300), '%00', '{"$ne":1}', '__proto__']) {
      expect((await get(`/dashboard/dialogues/${encodeURIComponent(id)}`)).status).toBe(404);
    }
  });

  it('is not there for nobody, who is sent to the sign-in', async () => {
    const fixture = await openDialoguePages();
    const dialogue = await asked(fixture);
    fixture.signIn(null);
    for (const answer of [
      await fixture.get(pathOf(dialogue)),
      await fixture.post(`${pathOf(dialogue)}/void`),
    ]) {
      expect([answer.status, answer.to]).toEqual([303, '/dashboard/sign-in']);
    }
  });
});
