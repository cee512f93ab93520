import { describe, expect, it } from 'vitest';
import { aPerson } from '../access/persons.ts';
import { MINUTE, openAlertsFixture, textOf } from './fixture.ts';

const olena = aPerson({ id: 'olena', name: 'Olena' });
const petro = aPerson({ id: 'petro', name: 'Petro', chats: [{ channel: 'telegram', clientId: '901' }] });
const vira = aPerson({ id: 'vira', name: 'Vira', chats: [{ channel: 'viber', clientId: 'v1' }] });
const aSeed = (clientId: string) =>
  aPerson({
    id: `seed:telegram:${clientId}`,
    name: `telegram:${clientId}`,
    role: 'administrator',
    chats: [{ channel: 'telegram', clientId }],
    seeded: true,
  });
const group = aPerson({
  id: 'group',
  kind: 'group',
  name: 'Support',
  chats: [{ channel: 'telegram', clientId: '-100' }],
});

describe('I take it', () => {
  it('shows the others in their message who has it, and takes the button away', async () => {
    const fixture = await openAlertsFixture([olena, petro, vira]);
    await fixture.rated(1);
    fixture.clock.set(3 * MINUTE);
    const reply = await fixture.tap('I take it', olena);
    expect(reply?.text).toBe('It is yours. The others can see that you took it.');
    for (const messages of [fixture.chat('900'), fixture.chat('901')]) {
      expect(messages).toHaveLength(1);
      expect(textOf(messages[0])).toContain('Taken by Olena, Nov 22, 12:03');
      expect(messages[0]?.choices?.flat().map(({ label }) => label)).not.toContain('I take it');
    }
    expect(textOf(fixture.chat('v1')[1])).toContain('Taken by Olena');
  });

  it('goes to one of two who tap in the same second; the other is told to whom', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const { id } = await fixture.rated(1);
    const other = fixture.instance();
    const tapOf = ({ area }: typeof fixture.alerts, person: typeof olena) => {
      const [chat] = person.chats;
      if (!chat) throw new Error('no chat');
      const event = fixture.event(chat, { kind: 'tap' as const, token: '' });
      return area.tap(`take:${id}`, { event, person, place: person, chat });
    };
    const replies = await Promise.all([tapOf(fixture.alerts, olena), tapOf(other.alerts, petro)]);
    const texts = replies.map((reply) => reply?.text);
    const { takenBy } = await fixture.alert(id);
    const [winner, loser] = takenBy?.id === 'olena' ? [0, 1] : [1, 0];
    expect(texts[winner]).toBe('It is yours. The others can see that you took it.');
    expect(texts[loser]).toBe(`Taken by ${takenBy?.name}, Nov 22, 12:00`);
  });

  it('is answered as before when the platform sends the tap again', async () => {
    const fixture = await openAlertsFixture([olena]);
    const { id } = await fixture.rated(1);
    for (let time = 0; time < 2; time++) {
      const [chat] = olena.chats;
      if (!chat) throw new Error('no chat');
      const event = fixture.event(chat, { kind: 'tap' as const, token: '' });
      const reply = await fixture.alerts.area.tap(`take:${id}`, { event, person: olena, place: olena, chat });
      expect(reply?.text).toBe('It is yours. The others can see that you took it.');
    }
    expect((await fixture.alert(id)).history.map(({ what }) => what)).toEqual(['raised', 'taken']);
  });

  it('names who is in SUPERVISORS as the platform does', async () => {
    const seeded = aSeed('700');
    const fixture = await openAlertsFixture([seeded]);
    const { id } = await fixture.rated(1);
    const [chat] = seeded.chats;
    if (!chat) throw new Error('no chat');
    const event = {
      ...fixture.event(chat, { kind: 'tap' as const, token: '' }),
      actor: { id: '700', name: 'Iryna' },
    };
    await fixture.alerts.area.tap(`take:${id}`, { event, person: seeded, place: seeded, chat });
    expect((await fixture.alert(id)).takenBy).toEqual({ id: seeded.id, name: 'Iryna' });
  });
});

describe('Resolved', () => {
  it('asks for a note, which the others read', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const { id } = await fixture.rated(1);
    await fixture.tap('I take it', olena);
    await fixture.tap('Resolved', olena);
    expect(fixture.asked.at(-1)?.prompt).toEqual({
      area: 'alert',
      argument: `note:${id}`,
      personId: 'olena',
    });
    await fixture.write('Called back, <b>refunded</b>', olena);
    expect(textOf(fixture.chat('901')[0])).toMatch(
      /Resolved by Olena, .*\nNote: Called back, <b>refunded<\/b>/,
    );
    expect(await fixture.alert(id)).toMatchObject({ state: 'resolved', cause: 'operator' });
  });

  it('needs no note, and nobody to have taken it before', async () => {
    const fixture = await openAlertsFixture([olena]);
    const { id } = await fixture.rated(1);
    await fixture.tap('Resolved', olena);
    expect((await fixture.tap('Without a note', olena))?.text).toBe('Resolved. The others can see it.');
    expect(await fixture.alert(id)).toMatchObject({
      state: 'resolved',
      note: null,
      takenBy: { id: 'olena' },
    });
  });
});

describe('Not the operator’s', () => {
  it('asks what it was, under the same message, and shows that to everybody', async () => {
    const fixture = await openAlertsFixture([olena, petro]);
    const { id } = await fixture.rated(1);
    await fixture.tap('Not the operator’s', olena);
    const labels = () =>
      fixture
        .chat('900')[0]
        ?.choices?.flat()
        .map(({ label }) => label);
    expect(labels()).toEqual(['Product', 'Process', 'Policy', 'Back']);
    await fixture.tap('Back', olena);
    expect(labels()).toContain('I take it');
    await fixture.tap('Not the operator’s', olena);
    await fixture.tap('Process', olena);
    expect(textOf(fixture.chat('901')[0])).toContain('Not the operator but the process');
    expect(labels()).toContain('I take it');
    expect((await fixture.alert(id)).cause).toBe('process');
    await fixture.tap('Not the operator’s', olena);
    await fixture.tap('The operator’s after all', olena);
    expect((await fixture.alert(id)).cause).toBe('operator');
  });

  it('asks in the answer where no message can be edited', async () => {
    const fixture = await openAlertsFixture([vira]);
    await fixture.rated(1);
    const reply = await fixture.tap('Not the operator’s', vira);
    expect(reply?.choices?.flat().map(({ label }) => label)).toEqual([
      'Product',
      'Process',
      'Policy',
      'Back',
    ]);
  });
});

describe('a rating that is changed', () => {
  it('upwards withdraws an alert that nobody took', async () => {
    const fixture = await openAlertsFixture([olena, vira]);
    const dialogue = await fixture.rated(1);
    await fixture.change(dialogue, { rating: 4 });
    expect(textOf(fixture.chat('900')[0])).toContain('The client changed the rating to 4 of 5.');
    expect(fixture.chat('900')[0]?.choices).toEqual([]);
    expect(fixture.chat('v1')[1]?.title).toBe('Nothing left to do about this low rating');
    await fixture.pass(2 * 60 * MINUTE);
    expect(fixture.shown).toHaveLength(3);
  });

  it('upwards marks one that somebody took', async () => {
    const fixture = await openAlertsFixture([olena]);
    const dialogue = await fixture.rated(1);
    await fixture.tap('I take it', olena);
    await fixture.change(dialogue, { rating: 4 });
    expect(await fixture.alert(dialogue.id)).toMatchObject({ state: 'taken', standing: 'improved' });
    expect(textOf(fixture.chat('900')[0])).toMatch(/^Low rating, now 4 of 5\n[^]*Taken by Olena/);
  });

  it('downwards again raises it again, in a message that is noticed', async () => {
    const fixture = await openAlertsFixture([olena]);
    const dialogue = await fixture.rated(1);
    const better = await fixture.change(dialogue, { rating: 5 });
    await fixture.change(better, { rating: 2 });
    expect(fixture.chat('900').map(({ title }) => title)).toEqual([
      'Low rating: 2 of 5',
      'Low rating: 2 of 5',
    ]);
    expect(await fixture.alert(dialogue.id)).toMatchObject({ state: 'open', raising: 2 });
    await fixture.pass(16 * MINUTE);
    expect(fixture.chat('900')).toHaveLength(3);
  });

  it('counts as withdrawn when its dialogue is voided, and is raised again when that is undone', async () => {
    const fixture = await openAlertsFixture([olena]);
    const dialogue = await fixture.rated(1);
    const voided = await fixture.change(dialogue, { voided: { at: 0, by: 'api', reason: 'a test' } });
    expect(textOf(fixture.chat('900')[0])).toContain('The dialogue was taken out of the figures.');
    await fixture.change(voided, { voided: null });
    expect(await fixture.alert(dialogue.id)).toMatchObject({ state: 'open', standing: 'low' });
  });
});

describe('a tap that leads nowhere', () => {
  const later = { escalation: [] };

  it('on an alert of last month says what became of it', async () => {
    const fixture = await openAlertsFixture([olena, petro], later);
    const { id } = await fixture.rated(1);
    await fixture.tap('I take it', olena);
    await fixture.tap('Resolved', olena);
    await fixture.tap('Without a note', olena);
    fixture.clock.set(31 * 86_400_000);
    const reply = await fixture.alerts.area.tap(`take:${id}`, by(fixture, petro));
    expect(reply?.text).toBe('Resolved by Olena, Nov 22, 12:00');
  });

  it('on one that nobody took for a month takes it', async () => {
    const fixture = await openAlertsFixture([olena], later);
    await fixture.rated(1);
    fixture.clock.set(31 * 86_400_000);
    expect((await fixture.tap('I take it', olena))?.text).toMatch(/^It is yours/);
  });

  it('on one that was withdrawn says so', async () => {
    const fixture = await openAlertsFixture([olena]);
    const dialogue = await fixture.rated(1);
    await fixture.save(dialogue, { rating: 5 });
    await fixture.worker.runAll();
    const reply = await fixture.alerts.area.tap(`take:${dialogue.id}`, by(fixture, olena));
    expect(reply?.text).toMatch(/^There is nothing left to do/);
  });

  it.each([
    ['moved to another team', { teams: ['sales'] }],
    ['has another role now', { role: 'analyst' as const }],
  ])('by somebody who %s says so, and changes nothing', async (_, change) => {
    const fixture = await openAlertsFixture([olena]);
    const { id } = await fixture.rated(1);
    for (const verb of ['take', 'done', 'close', 'write', 'cause', 'open']) {
      const reply = await fixture.alerts.area.tap(
        `${verb}:${id}`,
        by(fixture, aPerson({ ...olena, ...change })),
      );
      expect(reply?.text).toBe(
        'This alert is not about dialogues that you look after, so you cannot handle it.',
      );
    }
    expect((await fixture.alert(id)).state).toBe('open');
  });

  it('by a member of a group who is not enrolled says how to be, and lets them read', async () => {
    const fixture = await openAlertsFixture([group]);
    const { id } = await fixture.rated(1);
    expect((await fixture.tap('I take it', group))?.text).toMatch(/^Only people who are enrolled by name/);
    await fixture.alerts.area.tap(`open:${id}`, by(fixture, group));
    await fixture.worker.runAll();
    expect(fixture.chat('-100')).toHaveLength(2);
  });

  it('by a member who is enrolled takes it in their name', async () => {
    const fixture = await openAlertsFixture([group]);
    await fixture.rated(1);
    await fixture.tap('I take it', olena, { place: group });
    expect(textOf(fixture.chat('-100')[0])).toContain('Taken by Olena');
  });

  it('on an alert or a button that is not known says so', async () => {
    const fixture = await openAlertsFixture([olena]);
    const { id } = await fixture.rated(1);
    const texts = ['take:d99999999999', 'take', '', `dance:${id}`].map(async (argument) => {
      const reply = await fixture.alerts.area.tap(argument, by(fixture, olena));
      return reply?.text;
    });
    expect(await Promise.all(texts)).toEqual([
      'This alert no longer exists.',
      'This alert no longer exists.',
      'This alert no longer exists.',
      'This button no longer works. Send /alerts to see which low ratings are waiting.',
    ]);
  });
});

function by(fixture: Awaited<ReturnType<typeof openAlertsFixture>>, person: typeof olena) {
  const [chat] = person.chats;
  if (!chat) throw new Error('no chat');
  return { event: fixture.event(chat, { kind: 'tap' as const, token: '' }), person, place: person, chat };
}
