import { expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { createSetClock } from '../../src/clock.ts';
import { createRouter } from '../../src/inbound/router.ts';
import { createKeyedMutex } from '../../src/keyed-mutex.ts';
import { writeStaffToken } from '../../src/token.ts';
import { aPerson, peopleOf } from '../access/persons.ts';

/** A router whose instance has not read yet that another one enrolled Olena. */
function behind() {
  const olena = aPerson();
  const stored = peopleOf(olena);
  const lookedUp: string[] = [];
  const router = createRouter({
    mutex: createKeyedMutex(),
    people: {
      find: () => null,
      place: (chat) => {
        lookedUp.push(chat.clientId);
        return stored.place(chat);
      },
    },
    desk: { handle: async (_event, { name }) => ({ reply: { text: `desk: ${name}` } }) },
    survey: async () => ({ whose: 'surveys', reply: { text: 'a client' } }),
    passOn: async () => undefined,
    relayAnswers: false,
    clock: createSetClock(new Date(0)),
  });
  const does = (clientId: string, what: object) =>
    router({
      id: 'e',
      channel: 'telegram',
      clientId,
      chat: 'private',
      at: new Date(0),
      ...what,
    } as ClientEvent);
  return { does, lookedUp };
}

const command = { kind: 'text', text: '/today', command: { name: 'today', argument: '' } };
const tap = { kind: 'tap', token: writeStaffToken({ area: 'ask', argument: 'today' }), messageId: '1' };

it.each([command, tap])('whom another instance has just enrolled is one of the company: %j', async (what) => {
  const { does } = behind();
  expect(await does('900', what)).toEqual({ text: 'desk: Olena' });
  expect(await does('1', what)).toEqual({ text: 'a client' });
});

it('what clients do all day is looked up nowhere', async () => {
  const { does, lookedUp } = behind();
  expect(await does('900', { kind: 'text', text: 'Thanks' })).toEqual({ text: 'a client' });
  await does('900', { kind: 'tap', token: '1sabcdefghijkl:q:5', messageId: '1' });
  expect(lookedUp).toEqual([]);
});
