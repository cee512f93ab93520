import { describe, expect, it } from 'vitest';
import { aPerson } from '../access/persons.ts';
import { MINUTE, openAlertsFixture, textOf } from './fixture.ts';

const olena = aPerson({ id: 'olena', name: 'Olena' });
const vira = aPerson({ id: 'vira', name: 'Vira', chats: [{ channel: 'viber', clientId: 'v1' }] });
const administrator = aPerson({
  id: 'admin',
  role: 'administrator',
  chats: [{ channel: 'telegram', clientId: '800' }],
});

const titles = (messages: ReadonlyArray<{ title?: string }>) => messages.map(({ title }) => title);
const LOW = 'Low rating: 1 of 5';
const WAITS = 'Nobody has taken this low rating yet: 1 of 5';

describe('an alert that nobody takes', () => {
  it('is brought to mind after the first time, and told to the next level after the second', async () => {
    const fixture = await openAlertsFixture([olena, administrator]);
    await fixture.rated(1);
    await fixture.pass(15 * MINUTE - 1);
    expect([titles(fixture.chat('900')), titles(fixture.chat('800'))]).toEqual([[LOW], []]);
    await fixture.pass(MINUTE);
    expect([titles(fixture.chat('900')), titles(fixture.chat('800'))]).toEqual([[LOW, WAITS], []]);
    await fixture.pass(45 * MINUTE);
    expect([titles(fixture.chat('900')), titles(fixture.chat('800'))]).toEqual([[LOW, WAITS], [WAITS]]);
  });

  it('shows in its reminder as well who has it then', async () => {
    const fixture = await openAlertsFixture([olena, administrator]);
    await fixture.rated(1);
    await fixture.pass(16 * MINUTE);
    await fixture.tap('I take it', olena);
    for (const message of fixture.chat('900')) expect(textOf(message)).toContain('Taken by Olena');
  });

  it('is told to nobody more once it was taken', async () => {
    const fixture = await openAlertsFixture([olena, administrator]);
    await fixture.rated(1);
    await fixture.tap('I take it', olena);
    await fixture.pass(3 * 60 * MINUTE);
    expect(fixture.shown).toHaveLength(1);
  });

  it('is told once with ESCALATE=off', async () => {
    const fixture = await openAlertsFixture([olena, administrator], { escalation: [] });
    await fixture.rated(1);
    await fixture.pass(5 * 60 * MINUTE);
    expect(fixture.shown).toHaveLength(1);
  });
});

describe('a burst', () => {
  const quiet = { escalation: [] };

  it('becomes one summary that is edited, with every alert kept and opened by a button', async () => {
    const fixture = await openAlertsFixture([olena], quiet);
    for (let index = 0; index < 12; index++) {
      await fixture.rated(index === 8 ? 1 : 2, { externalId: `T-${index}`, operator: `Operator ${index}` });
      await fixture.pass(3_000, 1_000);
    }
    await fixture.pass(10_000, 1_000);
    const messages = fixture.chat('900');
    expect(messages).toHaveLength(6);
    expect(titles(messages.slice(5))).toEqual(['7 more low ratings since Nov 22, 12:00']);
    expect(textOf(messages[5])).toContain('not taken: 7\nTeams: support – 7\nTopics: delivery – 7');
    expect(textOf(messages[5])).toContain('The lowest:\n• 1 of 5 · Operator 8 · support · delivery · T-8');
    expect(await fixture.store.listRecords({ kind: 'alert', limit: 100 })).toHaveLength(12);
    await fixture.tap('1 of 5 · Operator 8', olena);
    expect(textOf(fixture.chat('900')[6])).toContain('Dialogue: T-8');
    await fixture.tap('I take it', olena);
    await fixture.pass(10_000, 1_000);
    expect(textOf(fixture.chat('900')[5])).toContain('not taken: 6 · taken: 1');
  });

  it('gives another summary every ten minutes while it lasts', async () => {
    const fixture = await openAlertsFixture([olena], quiet);
    for (let minute = 0; minute < 25; minute++) {
      await fixture.rated(2);
      await fixture.pass(30_000, 5_000);
      await fixture.rated(2);
      await fixture.pass(30_000, 5_000);
    }
    const summaries = titles(fixture.chat('900')).filter((title) => title?.includes('more low'));
    expect(summaries.length).toBeGreaterThanOrEqual(2);
    expect(summaries.length).toBeLessThanOrEqual(3);
  });

  it('is told at its beginning and at its end where no message can be edited', async () => {
    const fixture = await openAlertsFixture([vira], quiet);
    for (let index = 0; index < 12; index++) {
      await fixture.rated(2);
      await fixture.pass(10_000, 5_000);
    }
    await fixture.pass(10 * MINUTE);
    expect(titles(fixture.chat('v1').slice(5))).toEqual([
      '1 more low rating since Nov 22, 12:00',
      '7 more low ratings since Nov 22, 12:00',
    ]);
  });

  it('escalates like any other, in one summary', async () => {
    const fixture = await openAlertsFixture([olena, administrator]);
    for (let index = 0; index < 20; index++) await fixture.rated(2);
    await fixture.pass(61 * MINUTE);
    expect(fixture.chat('800')).toHaveLength(6);
    expect(titles(fixture.chat('800')).at(-1)).toMatch(/^15 more low ratings/);
  });
});

describe('the list of what waits', () => {
  it('has first what nobody took, page by page, and nothing of other teams', async () => {
    const sales = aPerson({ ...olena, teams: ['sales'] });
    const fixture = await openAlertsFixture([olena], { escalation: [] });
    for (let index = 0; index < 9; index++) {
      await fixture.rated(1, { externalId: `T-${index}`, operator: null });
      await fixture.pass(11 * MINUTE, 11 * MINUTE);
    }
    await fixture.tap('I take it', olena);
    const first = await fixture.alerts.openAlerts(olena);
    const ids = (message: typeof first) => [...message.text.matchAll(/T-\d/g)].map(([id]) => id);
    expect(ids(first)).toEqual(['T-7', 'T-6', 'T-5', 'T-4', 'T-3', 'T-2']);
    fixture.shown.push({ channel: 'telegram', clientId: '900', messageId: 'x', message: first, edits: 0 });
    await fixture.tap('More', olena);
    expect(ids(fixture.chat('900').at(-1) ?? first)).toEqual(['T-1', 'T-0', 'T-8']);
    expect(fixture.chat('900').at(-1)?.text).toContain('taken by Olena');
    expect((await fixture.alerts.openAlerts(sales)).text).toBe('No low rating is waiting for anybody.');
  });
});
