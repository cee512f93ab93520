import { expect, it } from 'vitest';
import type { ClientFacts, Dialogue } from '../../../src/dialogue.ts';
import type { Pair } from '../../contracts/store.ts';
import { aDialogue } from '../../support/dialogues.ts';

const facts = (clientId: string): ClientFacts => ({
  channel: 'telegram',
  clientId,
  name: '$salary',
  locale: 'uk',
  reachable: true,
  seenAt: new Date('2026-11-22T09:00:00Z'),
});
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');

/** What is read before an event of a client is taken, and what is remembered of it. */
export function testEvents(pair: Pair): void {
  /** `count` dialogues of one client, the first asked first. */
  async function dialoguesOf(clientId: string, count: number): Promise<Dialogue[]> {
    const dialogues = Array.from({ length: count }, (_, index) =>
      aDialogue({
        clientId,
        askedAt: new Date(NOW + index * 1_000),
        events: [{ id: `taken-${index}`, at: NOW }],
      }),
    );
    for (const dialogue of dialogues) await pair.one.insertDialogue(dialogue);
    return dialogues;
  }
  const idsOf = (dialogues: readonly Dialogue[]): string[] => dialogues.map(({ id }) => id);

  it('gives the client and the latest dialogues, the last asked first', async () => {
    const [first, second, third] = await dialoguesOf('several', 3);
    await pair.one.insertDialogue(aDialogue({ clientId: 'several', askedAt: null }));
    await pair.one.insertDialogue(aDialogue({ clientId: 'several', channel: 'viber' }));
    await pair.one.saveClient(facts('several'));
    const query = { channel: 'telegram', clientId: 'several', eventId: 'new' };
    const found = await pair.other.findForEvent({ ...query, recent: 2 });
    expect(found.client).toStrictEqual({
      ...facts('several'),
      optedOutAt: null,
      wroteAt: null,
      events: [],
    });
    expect(found.dialogues).toEqual([third, second]);
    expect(idsOf((await pair.other.findForEvent({ ...query, recent: 50 })).dialogues)).toEqual(
      idsOf([third, second, first] as Dialogue[]),
    );
  });

  it('gives the dialogue that took the event before, and the one that is named, once each', async () => {
    const [first, second, third] = (await dialoguesOf('before', 3)) as [Dialogue, Dialogue, Dialogue];
    const query = { channel: 'telegram', clientId: 'before' };
    const took = await pair.other.findForEvent({ ...query, eventId: 'taken-0', recent: 1 });
    expect(idsOf(took.dialogues).toSorted()).toEqual(idsOf([first, third]).toSorted());
    const named = await pair.other.findForEvent({
      ...query,
      eventId: 'taken-1',
      recent: 2,
      dialogueId: second.id,
    });
    expect(idsOf(named.dialogues).toSorted()).toEqual(idsOf([second, third]).toSorted());
    const alone = await pair.other.findForEvent({ ...query, eventId: 'x', recent: 0, dialogueId: first.id });
    expect(alone).toEqual({ client: null, dialogues: [first] });
  });

  it('gives nothing of another client, and the client alone where there is no dialogue', async () => {
    const [dialogue] = (await dialoguesOf('theirs', 1)) as [Dialogue];
    await pair.one.saveClient(facts('alone'));
    const query = { channel: 'telegram', clientId: 'alone', eventId: 'taken-0', dialogueId: dialogue.id };
    for (const recent of [0, 5]) {
      const found = await pair.other.findForEvent({ ...query, recent });
      expect(found).toMatchObject({ client: { clientId: 'alone' }, dialogues: [] });
    }
    const nobody = await pair.other.findForEvent({ ...query, clientId: 'nobody', recent: 5 });
    expect(nobody).toEqual({ client: null, dialogues: [] });
  });

  it('gives each of many events that come at once what it concerns', async () => {
    const clients = Array.from({ length: 12 }, (_, index) => `at-once-${index}`);
    const dialogues: Dialogue[][] = [];
    for (const clientId of clients) {
      dialogues.push(await dialoguesOf(clientId, 3));
      await pair.one.saveClient(facts(clientId));
    }
    const found = await Promise.all(
      clients.map((clientId, index) => {
        // In turn: the one that is named, the latest two, and one that is another client's.
        const named = dialogues[index % 3 === 2 ? index - 1 : index]?.[0]?.id ?? '';
        const query = { channel: 'telegram', clientId, eventId: 'new' };
        return pair.other.findForEvent(
          index % 3 === 1 ? { ...query, recent: 2 } : { ...query, recent: 0, dialogueId: named },
        );
      }),
    );
    expect(found.map(({ client }) => client?.clientId)).toEqual(clients);
    expect(found.map((context) => idsOf(context.dialogues))).toEqual(
      dialogues.map(([first, second, third], index) =>
        [idsOf([first as Dialogue]), idsOf([third, second] as Dialogue[]), []].at(index % 3),
      ),
    );
  });

  it('gives two events of one client that come at once what each concerns', async () => {
    const [first, second] = (await dialoguesOf('twice at once', 2)) as [Dialogue, Dialogue];
    const query = { channel: 'telegram', clientId: 'twice at once', eventId: 'new' };
    const found = await Promise.all([
      pair.one.findForEvent({ ...query, recent: 0, dialogueId: first.id }),
      pair.one.findForEvent({ ...query, recent: 5 }),
      pair.one.findForEvent({ ...query, channel: 'viber', recent: 5 }),
    ]);
    expect(found.map(({ dialogues }) => idsOf(dialogues))).toEqual([[first.id], [second.id, first.id], []]);
  });

  it('takes an id for itself, not for the beginning of another, whatever it holds', async () => {
    const odd = 'a"b\\c%_{}$[]‘ї';
    const dialogue = aDialogue({ clientId: 'odd', events: [{ id: odd, at: NOW }] });
    await pair.one.insertDialogue(dialogue);
    await pair.one.insertDialogue(aDialogue({ clientId: 'odd', askedAt: new Date(NOW) }));
    const query = { channel: 'telegram', clientId: 'odd', recent: 1 };
    expect((await pair.other.findForEvent({ ...query, eventId: odd })).dialogues).toHaveLength(2);
    for (const eventId of ['a', 'b', `${odd}x`, odd.slice(0, -1)]) {
      expect((await pair.other.findForEvent({ ...query, eventId })).dialogues).toHaveLength(1);
    }
  });

  it('remembers events of a client for 48 hours, 1,000 at the most, beside what is known', async () => {
    const client = facts('events');
    await pair.one.saveClient(client, { id: 'old', at: NOW - 48 * HOUR });
    await pair.one.saveClient(client, { id: 'fresh', at: NOW - 48 * HOUR + 1 });
    await pair.other.saveClient(client);
    const ids = async () => (await pair.other.findClient('telegram', 'events'))?.events.map(({ id }) => id);
    expect(await ids()).toEqual(['old', 'fresh']);
    await pair.one.saveClient({ ...client, name: null }, { id: 'new', at: NOW });
    expect(await ids()).toEqual(['fresh', 'new']);
    expect(await pair.other.findClient('telegram', 'events')).toMatchObject({ name: null, locale: 'uk' });
  });

  it('loses no event of 20 writers at once', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `crowd-${index}`);
    await Promise.all(
      ids.map((id, index) =>
        (index % 2 ? pair.one : pair.other).saveClient(facts('crowd of events'), { id, at: NOW }),
      ),
    );
    const client = await pair.one.findClient('telegram', 'crowd of events');
    expect(client?.events.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('gives the dialogues of a client that was not reached, oldest first', async () => {
    const completed = (hours: number, more: Partial<Dialogue> = {}): Dialogue =>
      aDialogue({
        clientId: 'unreached',
        completedAt: new Date(NOW - hours * HOUR),
        outcome: 'not_asked',
        notAskedReason: 'unreachable',
        askedAt: null,
        ...more,
      });
    const [late, early] = [completed(1), completed(2)];
    const others = [
      completed(3),
      completed(1, { notAskedReason: 'cooldown' }),
      completed(1, { outcome: 'open', notAskedReason: null }),
      completed(1, { clientId: 'another' }),
    ];
    for (const dialogue of [late, early, ...others]) await pair.one.insertDialogue(dialogue);
    const since = new Date(NOW - 2 * HOUR);
    expect(await pair.other.unreachedDialogues('telegram', 'unreached', since)).toEqual([early, late]);
  });

  it('gives back every outbox of an instance, and no other', async () => {
    const wakeAt = new Date(NOW + HOUR);
    const leased = aDialogue({ sendingBy: 'stopping', sendingUntil: wakeAt, wakeAt });
    const queued = aDialogue({ sendingBy: 'stopping', wakeAt });
    const foreign = aDialogue({ sendingBy: 'going on', sendingUntil: wakeAt, wakeAt });
    for (const dialogue of [leased, queued, foreign]) await pair.one.insertDialogue(dialogue);
    const now = new Date(NOW);
    await pair.other.releaseOutboxes('stopping', now);
    const find = ({ channel, clientId, id }: Dialogue) => pair.one.findDialogue(channel, clientId, id);
    for (const dialogue of [leased, queued]) {
      const released = { sendingBy: null, sendingUntil: null, wakeAt: now, revision: 1 };
      expect(await find(dialogue)).toEqual({ ...dialogue, ...released });
    }
    expect(await find(foreign)).toEqual(foreign);
  });
}
