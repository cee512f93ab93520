import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/access/person.ts';
import { createLetterRecords } from '../../../../src/alerts/letters/letter-records.ts';
import { createAlertRecords } from '../../../../src/alerts/records.ts';
import { wrote } from '../../../../src/alerts/transitions.ts';
import type { Dialogue } from '../../../../src/dialogue.ts';
import { aPerson } from '../../../access/persons.ts';
import { aDialogue } from '../../../support/dialogues.ts';
import { silentLog } from '../../../support/log.ts';
import { shipped } from '../../../support/scenarios.ts';
import { tapOn, textOf } from '../../../support/survey.ts';
import { administrator, analyst, openDialoguePages, operatorNamed } from './fixture.ts';
import { asked, MINUTE, pathOf, rated, sales } from './owned.ts';
import { stepsIn, textIn } from './read-page.ts';

describe('the page of a dialogue', () => {
  it('shows the facts, the answers with their questions, and the course with when, who and why', async () => {
    const fixture = await openDialoguePages();
    const { survey, get, post, raise } = fixture;
    const { clock, operations } = survey;
    const dialogue = await rated(fixture, 4);
    clock.set(MINUTE);
    await survey.onEvent(tapOn(dialogue, 1));
    clock.set(MINUTE);
    await survey.onEvent(textOf('Too slow'));
    await survey.outbox.idle();
    await raise(await survey.stored(dialogue));
    await operations.correct({ id: dialogue.id }, { team: 'Second', tags: ['vip'] }, 'chatwoot');
    clock.set(MINUTE);
    await operations.correct({ id: dialogue.id }, { team: 'Third' }, 'api');
    await post(`${pathOf(dialogue)}/alert/resolve`, { text: 'Called back' });
    await post(`${pathOf(dialogue)}/void`, { text: 'A test' });
    await post(`${pathOf(dialogue)}/unvoid`);
    await operations.reopen({ id: dialogue.id }, 'chatwoot');

    const { body, status } = await get(pathOf(dialogue));
    expect(status).toBe(200);
    expect(textIn(body)).toContain('Please rate the quality of service 1 of 5');
    expect(textIn(body)).toContain('Thank you! Please leave a comment on your rating Too slow');
    expect(textIn(body)).toContain('Times are those of Europe/Kyiv');
    expect(body).toContain('href="https://help.example/d/T-1"');
    expect(stepsIn(body)).toEqual([
      '22 Nov 2026, 14:00 Dialogue completed',
      '22 Nov 2026, 14:00 Reported',
      '22 Nov 2026, 14:00 Asked',
      '22 Nov 2026, 14:00 Delivered',
      '22 Nov 2026, 14:01 Answer – CSAT : 4 of 5',
      '22 Nov 2026, 14:02 Answer changed – CSAT from 4 of 5 → to 1 of 5',
      '22 Nov 2026, 14:03 Answer – Client Comment',
      '22 Nov 2026, 14:03 Survey finished',
      '22 Nov 2026, 14:03 Facts corrected Team from Sales → to Second Tags from — → to vip chatwoot',
      '22 Nov 2026, 14:03 Alert raised',
      '22 Nov 2026, 14:04 Facts corrected Team from Second → to Third api',
      '22 Nov 2026, 14:04 Voided Адміністратор A test',
      '22 Nov 2026, 14:04 Counted again Адміністратор',
      '22 Nov 2026, 14:04 Conversation went on chatwoot',
      '22 Nov 2026, 14:04 Alert resolved Cause: the operator Адміністратор Called back',
    ]);
  });

  it('says when one is to be asked, was reminded and expired, and why one was not asked', async () => {
    const fixture = await openDialoguePages({
      scenario: shipped(
        'csat',
        ['delay: 0s', 'delay: 10m'],
        ['expire_after: 24h', 'expire_after: 24h\n  remind_after: 2h'],
      ),
    });
    const { survey, get } = fixture;
    const { operations } = survey;
    const scheduled = await asked(fixture);
    const steps = async (one: Dialogue): Promise<string[]> => stepsIn((await get(pathOf(one))).body).slice(2);
    expect(await steps(scheduled)).toEqual(['22 Nov 2026, 14:10 To be asked']);

    survey.clock.set(10 * MINUTE);
    await survey.dueWork.sweep();
    await survey.outbox.idle();
    survey.clock.set(2 * 60 * MINUTE);
    await survey.dueWork.sweep();
    await survey.outbox.idle();
    survey.clock.set(24 * 60 * MINUTE);
    await survey.dueWork.sweep();
    await survey.outbox.idle();
    expect(await steps(scheduled)).toEqual([
      '22 Nov 2026, 14:10 Asked',
      '22 Nov 2026, 14:10 Delivered',
      '22 Nov 2026, 16:10 Reminded',
      '23 Nov 2026, 14:10 Survey expired',
    ]);

    const cancelled = await asked(fixture, { externalId: 'T-2' });
    await operations.cancel({ id: cancelled.id }, { by: 'helpdesk', reason: 'spam' });
    expect(await steps(cancelled)).toEqual([
      '23 Nov 2026, 16:10 Not asked the helpdesk wanted it so',
      '23 Nov 2026, 16:10 Question withdrawn helpdesk spam',
    ]);
  });

  it('does not know when an earlier release found that a dialogue is not asked about', async () => {
    const fixture = await openDialoguePages();
    const { survey, get } = fixture;
    const facts = { team: 'Sales', outcome: 'not_asked', notAskedReason: 'cooldown', askedAt: null } as const;
    const dialogue = aDialogue(facts);
    await survey.store.insertDialogue(dialogue);
    const steps = stepsIn((await get(pathOf(dialogue))).body);
    expect(steps).toContain('— Not asked the client was asked recently');
  });

  it('shows what was written to the client to who reviews dialogues, while the letter is kept', async () => {
    const olena = operatorNamed('Olena');
    const fixture = await openDialoguePages({ people: [olena, sales] });
    const { survey, get, raise, signIn } = fixture;
    const { store, clock } = survey;
    const dialogue = await rated(fixture, 1);
    await raise(dialogue);
    const letter = { alert: dialogue.id, by: sales, chat: { channel: 'telegram', clientId: '902' } };
    const letters = createLetterRecords(store);
    await letters.keep(dialogue, 'letter:a', { ...letter, text: 'We are sorry' }, clock.now());
    await letters.keep(dialogue, 'm7', letter, clock.now());
    const records = createAlertRecords(store, silentLog);
    for (const name of ['letter:a', 'letter:gone']) {
      await records.change(dialogue.id, (alert) => alert && wrote(alert, sales, clock.now().getTime(), name));
    }
    const stepsFor = async (person: Person): Promise<string[]> => {
      signIn(person);
      return stepsIn((await get(pathOf(dialogue))).body)
        .filter((step) => step.includes('Letter to the client'))
        .map((step) => step.replace(/^.*Letter/, 'Letter'));
    };
    const known = ['Letter to the client We are sorry Supervisor of Sales'];
    const unknown = 'Letter to the client Supervisor of Sales';
    for (const person of [sales, administrator, analyst]) {
      expect([person.role, await stepsFor(person)]).toEqual([person.role, [...known, unknown]]);
    }
    expect(await stepsFor(olena)).toEqual([unknown, unknown]);
    await store.forgetRecords('letter', new Date(clock.now().getTime() + 1), 10);
    expect(await stepsFor(sales)).toEqual([unknown, unknown]);
  });

  it('leads to the earlier and later rounds of the conversation', async () => {
    const fixture = await openDialoguePages();
    const { survey, get } = fixture;
    const first = await rated(fixture, 5);
    survey.clock.set(MINUTE);
    await survey.operations.reopen({ id: first.id }, 'chatwoot');
    const second = await asked(fixture);
    expect(second.round).toBe(2);
    // The same id of another client is another conversation.
    const other = await asked(fixture, { clientId: 'c2' });
    const [one, two] = [(await get(pathOf(first))).body, (await get(pathOf(second))).body];
    expect(one).toContain(`href="${pathOf(second)}">Later round 2`);
    expect(two).toContain(`href="${pathOf(first)}">Earlier round 1`);
    expect(one).not.toContain(other.id);
    expect(textIn(one)).toContain('Earlier round');
  });

  it('shows every text of others as a text', async () => {
    const evil = '<script>alert(1)</script>"\' onload=x';
    const scenario = shipped('csat', ['Please rate the quality', '<script>alert(1)</script> Please rate']);
    const fixture = await openDialoguePages({ scenario });
    const { survey, get, post, signIn } = fixture;
    signIn(aPerson({ ...administrator, name: evil }));
    const dialogue = await asked(fixture, {
      externalId: evil,
      operator: evil,
      topic: evil,
      tags: [evil],
    });
    await survey.onEvent(tapOn(dialogue, 1));
    await survey.onEvent(textOf(evil));
    await survey.outbox.idle();
    await post(`${pathOf(dialogue)}/notes`, { text: evil });
    await post(`${pathOf(dialogue)}/dispute`, { text: evil });
    await survey.operations.correct({ id: dialogue.id }, { topic: 'x' }, evil);
    const { body } = await get(pathOf(dialogue));
    expect(body.match(/alert\(1\)/g)?.length).toBeGreaterThan(8);
    expect(body).not.toContain('<script>');
    expect(body).not.toMatch(/ style="| on[a-z]+="/);
    expect(body.match(/<script[^>]*>/g)).toEqual([expect.stringContaining('src="/dashboard/assets/')]);
  });
});
