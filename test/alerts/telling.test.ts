import { describe, expect, it } from 'vitest';
import { personSettings } from '../../src/access/person.ts';
import { aPerson } from '../access/persons.ts';
import { aSurvey } from '../support/dialogues.ts';
import { MINUTE, openAlertsFixture, textOf } from './fixture.ts';

const olena = aPerson({ id: 'olena', name: 'Olena' });
const petro = aPerson({
  id: 'petro',
  name: 'Petro',
  chats: [{ channel: 'viber', clientId: 'v1' }],
});

describe('a low rating', () => {
  it('is told at once: who, operator, topic, rating, and where it is', async () => {
    const url = (id: string): string => `https://desk.example/t/${id}`;
    const { rated, chat, store } = await openAlertsFixture([olena], { dialogueUrl: url });
    await store.saveClient({
      channel: 'telegram',
      clientId: '1001',
      name: 'Ivan <b>',
      locale: 'en',
      reachable: true,
      seenAt: new Date(0),
    });
    await rated(1, { externalId: 'T-7' });
    expect(chat('900').map(textOf)).toEqual([
      'Low rating: 1 of 5\nClient: Ivan <b>\nOperator: Olena\nTeam: support\nTopic: delivery\nDialogue: T-7',
    ]);
    expect(
      chat('900')[0]
        ?.choices?.flat()
        .map((choice) => ('url' in choice ? choice.url : choice.label)),
    ).toEqual([
      'I take it',
      'Resolved',
      'Write to the client',
      'Not the operator’s',
      'Dispute',
      'https://desk.example/t/T-7',
    ]);
  });

  it.each([
    [2, '1-5', 1],
    [3, '1-5', 0],
    [6, 'nps', 1],
    [7, 'nps', 0],
    [3, 'ces', 1],
    [0, '0/5/10', 1],
    [5, '0/5/10', 0],
  ])('is one that its scale counts as dissatisfied: %s on %s', async (rating, scale, told) => {
    const { rated, chat } = await openAlertsFixture([olena]);
    await rated(rating, { scale });
    expect(chat('900')).toHaveLength(told);
  });

  it('gets its comment into the same message, and into a second one where none can be edited', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const dialogue = await fixture.rated(1);
    await fixture.change(dialogue, { comment: 'Waited an hour' });
    expect(fixture.chat('900')).toHaveLength(1);
    expect(textOf(fixture.chat('900')[0])).toContain('“Waited an hour”');
    expect(fixture.chat('v1')).toHaveLength(2);
    expect(textOf(fixture.chat('v1')[1])).toContain('“Waited an hour”');
    // One keyboard a chat: the buttons stay.
    expect(fixture.chat('v1')[1]?.choices?.flat()[0]?.label).toBe('I take it');
  });

  it('brings a voice comment as it is, once, where the platform can forward', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const dialogue = await fixture.rated(1);
    const part = { message: '55', variable: 'quality_comment', chars: 13, attached: true as const };
    const survey = aSurvey({ parts: [part] });
    const spoken = await fixture.change(dialogue, { comment: '[voice, 0:12]', survey });
    await fixture.change(spoken, { comment: '[voice, 0:12]\nand more', survey });
    expect(fixture.forwarded).toEqual([{ messageId: '55', to: '900' }]);
  });

  it('is edited once for however many changes came before its turn', async () => {
    const fixture = await openAlertsFixture([olena]);
    let dialogue = await fixture.rated(1);
    for (const comment of ['a', 'ab', 'abc']) dialogue = await fixture.save(dialogue, { comment });
    await fixture.worker.runAll();
    expect(fixture.shown.map(({ edits }) => edits)).toEqual([1]);
    expect(textOf(fixture.chat('900')[0])).toContain('“abc”');
  });

  it('fits the limits of a message whatever the client wrote', async () => {
    const fixture = await openAlertsFixture([olena]);
    await fixture.rated(1, { comment: '👩‍👩‍👧‍👦‮\n'.repeat(3_000), operator: 'x'.repeat(4_000) });
    const text = textOf(fixture.chat('900')[0]);
    expect(text.length).toBeLessThan(4_096);
    expect(text).not.toMatch(/[\u202e]|\p{Cs}/u);
  });
});

describe('who is told', () => {
  const support = aPerson({ ...olena, teams: ['Support'] });
  const sales = aPerson({ ...petro, teams: ['sales'] });
  const administrator = aPerson({
    id: 'admin',
    role: 'administrator',
    chats: [{ channel: 'telegram', clientId: '800' }],
  });

  it('are the supervisors of its team, or its group in its topic', async () => {
    const group = aPerson({
      id: 'group',
      kind: 'group',
      chats: [{ channel: 'telegram', clientId: '-100', thread: '4' }],
      teams: ['support'],
    });
    const { rated, chat } = await openAlertsFixture([support, sales, administrator, group]);
    await rated(1);
    expect([chat('900'), chat('v1'), chat('800'), chat('-100')].map(({ length }) => length)).toEqual([
      1, 0, 0, 1,
    ]);
  });

  it('are the administrators at once where nobody looks after the team', async () => {
    const { rated, chat } = await openAlertsFixture([sales, administrator]);
    await rated(1);
    expect(chat('800')).toHaveLength(1);
  });

  it.each([true, false])('are the chats of SUPERVISORS too, unless ALERTS=off', async (tellsSeeded) => {
    const seeded = aPerson({
      id: 'seed:telegram:700',
      role: 'administrator',
      language: 'uk',
      chats: [{ channel: 'telegram', clientId: '700' }],
      seeded: true,
    });
    const { rated, chat } = await openAlertsFixture([support, seeded ?? support], { tellsSeeded });
    await rated(1);
    expect(chat('900')).toHaveLength(1);
    expect(chat('700').map(({ title }) => title)).toEqual(tellsSeeded ? ['Низька оцінка: 1 з 5'] : []);
  });

  it('is not the client themselves, who may be a supervisor too, unless nobody else is', async () => {
    const client = aPerson({ id: 'both', chats: [{ channel: 'telegram', clientId: '1001' }] });
    const both = await openAlertsFixture([olena, client]);
    await both.rated(1);
    expect(both.chat('1001')).toEqual([]);
    const alone = await openAlertsFixture([client]);
    await alone.rated(1);
    expect(alone.chat('1001')).toHaveLength(1);
  });

  it('is nobody who has alerts turned off, and nobody who was removed before their turn', async () => {
    const off = aPerson({ settings: personSettings.parse({ alerts: false }) });
    const fixture = await openAlertsFixture([off, administrator]);
    await fixture.rated(1);
    expect(fixture.chat('900')).toEqual([]);
    expect(fixture.chat('800')).toHaveLength(1);
    const removed = await openAlertsFixture([olena]);
    const dialogue = await removed.ask();
    await removed.save(dialogue, { rating: 1, outcome: 'answered' });
    removed.company.persons = [];
    await removed.worker.runAll();
    expect(removed.chat('900')).toEqual([]);
  });
});

describe('quiet hours and mute', () => {
  const quiet = { from: '22:00', to: '07:30' };
  const sleeper = aPerson({ settings: personSettings.parse({ quiet, zone: 'Europe/Kyiv' }) });

  it('hold an alert back until their end', async () => {
    const fixture = await openAlertsFixture([sleeper]);
    fixture.clock.set(new Date('2026-11-22T21:00:00Z'));
    await fixture.rated(1);
    await fixture.pass(8 * 60 * MINUTE + 29 * MINUTE);
    expect(fixture.chat('900')).toEqual([]);
    await fixture.pass(2 * MINUTE);
    // Without the reminder of the evening, which would come with it.
    expect(fixture.chat('900').map(({ title }) => title)).toEqual(['Low rating: 1 of 5']);
  });

  it('drop one that was resolved meanwhile', async () => {
    const fixture = await openAlertsFixture([sleeper, petro]);
    fixture.clock.set(new Date('2026-11-22T21:00:00Z'));
    await fixture.rated(1);
    await fixture.tap('I take it', petro);
    await fixture.tap('Resolved', petro);
    await fixture.tap('Without a note', petro);
    await fixture.pass(12 * 60 * MINUTE);
    expect(fixture.chat('900')).toEqual([]);
  });

  it('hold it back until a mute is over', async () => {
    const mutedUntil = Date.parse('2026-11-22T13:00:00Z');
    const muted = aPerson({ settings: personSettings.parse({ mutedUntil }) });
    const fixture = await openAlertsFixture([muted], { escalation: [] });
    await fixture.rated(1);
    await fixture.pass(59 * MINUTE);
    expect(fixture.chat('900')).toEqual([]);
    await fixture.pass(2 * MINUTE);
    expect(fixture.chat('900')).toHaveLength(1);
  });

  it('are by the clock of the service where somebody’s zone is none', async () => {
    const quiet = { from: '22:00', to: '08:00' };
    const lost = aPerson({ settings: personSettings.parse({ quiet, zone: 'Europe/Atlantis' }) });
    const fixture = await openAlertsFixture([lost], { escalation: [] });
    await fixture.rated(1);
    await fixture.pass(MINUTE);
    expect(fixture.chat('900')).toHaveLength(1);
  });
});
