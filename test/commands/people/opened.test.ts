import { expect, it } from 'vitest';
import { personOf } from '../../../src/commands/people/opened.ts';
import { add, keptPeople } from '../../access/stored.ts';

it('a name means the person who has it in whatever spelling, and one of several is told by the id or a chat', async () => {
  const { people } = await keptPeople();
  await add(people, { id: 'a', name: 'Олена  К.', chats: [] });
  await add(people, { id: 'b', name: 'Taras', chats: [] });
  await add(people, { id: 'c', name: 'TARAS', chats: [{ channel: 'telegram', clientId: '7' }] });
  expect(personOf(people, 'олена к.').id).toBe('a');
  expect(personOf(people, 'c').name).toBe('TARAS');
  expect(personOf(people, 'telegram:7').id).toBe('c');
  expect(() => personOf(people, 'taras')).toThrow('several people are called "taras"; use an id: b or c');
  expect(() => personOf(people, 'Nobody')).toThrow('nobody is called "Nobody"');
});
