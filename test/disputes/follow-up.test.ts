import { describe, expect, it } from 'vitest';
import { authorIs } from '../../src/disputes/rules.ts';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { personSettings } from '../../src/access/person.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { aPerson } from '../access/persons.ts';
import { createRecordingChannel } from '../support/recording-channel.ts';
import { andriy, everybody, iryna, marta, olena, openDesk, petro, shown } from './desk.ts';

const decided = { verdict: 'rejected', reason: 'She was rude' } as const;
const byIryna = { author: authorIs(iryna), person: iryna };

describe('those who may decide', () => {
  it('are told of a dispute with its facts and buttons, and nobody else is', async () => {
    const desk = await openDesk();
    await desk.raise(
      await desk.rated({ externalId: 'T-7', topic: 'Refund', comment: 'Slow\nand <b>rude</b>' }),
    );
    await desk.pass(2_000);
    expect(desk.sentTo(petro)).toEqual([
      [
        'Dispute of a rating',
        '2 of 5 · Olena · Support · Refund',
        'Dialogue T-7',
        '“Slow and <b>rude</b>”',
        'Disputed by Olena K.: The bank was down',
        'Waiting for a decision.',
        '[Upheld][Partly upheld]',
        '[The rating stands][Another operator]',
        '[Open the dialogue]',
      ].join('\n'),
    ]);
    expect([olena, andriy, marta].flatMap((person) => desk.sentTo(person))).toEqual([]);
    expect(desk.sentTo(iryna)).toHaveLength(1);
  });

  it('see in the same message what somebody decided, and who raised it is told', async () => {
    const desk = await openDesk();
    const id = await desk.raise(await desk.rated({ externalId: 'T-8' }));
    await desk.pass(2_000);
    await desk.disputes.decide(id, decided, byIryna);
    await desk.pass(2_000);
    expect(desk.channel.edits.map(({ message }) => shown(message))).toEqual(
      Array(2).fill(
        [
          'Dispute of a rating',
          '2 of 5 · Olena · Support · delivery',
          'Dialogue T-8',
          'Disputed by Olena K.: The bank was down',
          'The rating stands. Iryna: She was rude',
          '[Open the dialogue]',
        ].join('\n'),
      ),
    );
    expect(desk.sentTo(petro)).toHaveLength(1);
    expect(desk.sentTo(olena)).toEqual([expect.stringContaining('Your dispute was decided')]);
    expect(desk.sentTo(olena)[0]).toContain('The rating stands. Iryna: She was rude');
    await desk.pass(60_000);
    expect(desk.channel.sent).toHaveLength(3);
  });

  it('are told in a second message where the platform cannot edit, or the first one is gone', async () => {
    const unable = createRecordingChannel();
    delete unable.edit;
    const gone = createRecordingChannel();
    gone.edit = async () => {
      throw new ChannelError('rejected', 'message to edit not found');
    };
    for (const channel of [unable, gone]) {
      const desk = await openDesk([petro, iryna, olena], { channel });
      const id = await desk.raise(await desk.rated());
      await desk.pass(2_000);
      await desk.disputes.decide(id, decided, byIryna);
      await desk.pass(2_000);
      expect(desk.sentTo(petro)).toHaveLength(2);
      expect(desk.sentTo(petro)[1]).toContain('The rating stands. Iryna');
      expect(desk.sentTo(petro)[1]).not.toContain('[Upheld]');
    }
  });

  it('are told once the platform is there again, and not of what was decided meanwhile', async () => {
    const desk = await openDesk([petro, iryna, olena]);
    const away = () => new ChannelError('network', 'no answer');
    desk.channel.faults.push(...Array.from({ length: 2 }, away));
    const id = await desk.raise(await desk.rated());
    await desk.pass(2_000);
    expect(desk.channel.sent).toEqual([]);
    await desk.disputes.decide(id, decided, byIryna);
    await desk.pass(30_000);
    expect([petro, iryna].flatMap((person) => desk.sentTo(person))).toEqual([]);
    expect(desk.sentTo(olena)).toHaveLength(1);
  });

  it('are told after their mute, and not once they may decide no more', async () => {
    const until = Date.parse('2026-11-22T12:01:00Z');
    const muted = { ...petro, settings: personSettings.parse({ mutedUntil: until }) };
    const desk = await openDesk([muted, olena]);
    await desk.raise(await desk.rated());
    await desk.pass(30_000);
    expect(desk.channel.sent).toEqual([]);
    await desk.pass(60_000);
    expect(desk.sentTo(petro)).toHaveLength(1);

    const moved = await openDesk([muted, olena]);
    const dialogue = await moved.rated();
    await moved.raise(dialogue);
    await moved.pass(2_000);
    await moved.fixture.operations.correct(dialogue, { team: 'Sales' }, 'api');
    await moved.pass(90_000);
    expect(moved.channel.sent).toEqual([]);
  });

  it('are told in the supergroup that their group has become meanwhile', async () => {
    const mutedUntil = Date.parse('2026-11-22T12:01:00Z');
    const group = aPerson({
      id: 'group',
      kind: 'group',
      chats: [{ channel: 'telegram', clientId: '-100' }],
      settings: personSettings.parse({ mutedUntil }),
    });
    const desk = await openDesk([group, olena]);
    await desk.raise(await desk.rated());
    await desk.pass(2_000);
    Object.assign(group, { chats: [{ channel: 'telegram', clientId: '-100100', first: '-100' }] });
    await desk.pass(90_000);
    expect(desk.channel.sent.map(({ clientId }) => clientId)).toEqual(['-100100']);
  });

  it('are in a group all its members but the one who raised it and the operator', async () => {
    const group = aPerson({
      id: 'group',
      kind: 'group',
      name: 'Support leads',
      chats: [{ channel: 'telegram', clientId: '-100', thread: '7' }],
    });
    const desk = await openDesk([group]);
    const dialogue = await desk.rated();
    const chat = { channel: 'telegram', clientId: '-100', thread: '7' };
    const member = (id: string, name: string) => ({
      author: { id: `telegram:${id}`, name, operators: [name] },
      person: group,
      place: chat,
    });
    const raised = await desk.disputes.raise(dialogue.id, 'x', member('1', 'Taras'));
    await desk.pass(2_000);
    expect(desk.sentTo(group)).toHaveLength(1);
    const id = 'done' in raised ? raised.done.id : '';
    const decide = (by: ReturnType<typeof member>) => desk.disputes.decide(id, decided, by);
    expect(await decide(member('1', 'Taras'))).toEqual({ refused: { code: 'own' } });
    expect(await decide(member('2', 'olena'))).toEqual({ refused: { code: 'concerned' } });
    expect(await decide(member('3', 'Sofia'))).toMatchObject({ done: { state: 'rejected' } });
    await desk.pass(2_000);
    expect(desk.sentTo(group)[1]).toContain('Your dispute was decided');
  });
});

describe('a process that dies', () => {
  it('between the ledger and the dialogue leaves the dialogue to a job', async () => {
    const opened = createSqliteStore({ path: ':memory:' });
    let dead = false;
    const store = {
      ...opened,
      saveDialogue: (...given: Parameters<typeof opened.saveDialogue>) =>
        dead ? Promise.reject(new StoreError('dead')) : opened.saveDialogue(...given),
    };
    const desk = await openDesk(everybody, { store });
    const dialogue = await desk.rated();
    dead = true;
    const id = await desk.raise(dialogue);
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: false });
    dead = false;
    await desk.pass(2_000);
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: true, course: [{ what: 'disputed' }] });
    expect(desk.sentTo(petro)).toHaveLength(1);
    dead = true;
    const decision = { verdict: 'another_operator', reason: 'x', operator: 'Andriy' } as const;
    await desk.disputes.decide(id, decision, byIryna);
    dead = false;
    await desk.pass(2_000);
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: false, operator: 'Andriy' });
    // What is corrected afterwards stays, however often the ledger is looked at.
    await desk.fixture.operations.correct(dialogue, { operator: 'Sofia' }, 'api');
    await desk.raise(dialogue, petro);
    await desk.pass(2_000);
    expect(await desk.stored(dialogue)).toMatchObject({ disputed: true, operator: 'Sofia' });
  });

  it('before the ledger leaves nothing, and the rating can be disputed', async () => {
    const opened = createSqliteStore({ path: ':memory:' });
    let dead = true;
    const store = {
      ...opened,
      insertRecord: (...given: Parameters<typeof opened.insertRecord>) =>
        dead ? Promise.reject(new StoreError('dead')) : opened.insertRecord(...given),
    };
    const desk = await openDesk(everybody, { store });
    const dialogue = await desk.rated();
    await expect(desk.raise(dialogue)).rejects.toThrow('dead');
    await desk.pass(60_000);
    expect(desk.channel.sent).toEqual([]);
    expect(await store.listJobs('waiting', 10)).toEqual([]);
    dead = false;
    await desk.raise(dialogue);
    await desk.pass(2_000);
    expect(desk.sentTo(petro)).toHaveLength(1);
  });
});
