import { describe, expect, it } from 'vitest';
import type { People } from '../../src/access/people.ts';
import { personSettings } from '../../src/access/person.ts';
import { ChannelError } from '../../src/errors.ts';
import { aPerson, peopleOf } from '../access/persons.ts';
import { MINUTE, openAlertsFixture } from './fixture.ts';

const lead = aPerson();
const group = aPerson({
  id: 'group',
  kind: 'group',
  name: 'Shop',
  chats: [{ channel: 'telegram', clientId: '-7' }],
  settings: personSettings.parse({ quiet: { from: '22:00', to: '07:30' }, zone: 'UTC' }),
});

/** People as an instance knows them that has not read them again yet. */
function outdated(known: People, now: People): People {
  return { ...known, place: (chat) => now.place(chat), current: (id) => now.current(id) };
}

describe('an alert that another instance has raised', () => {
  it('reaches somebody whom the instance that tells them does not know yet', async () => {
    const { instance, save, ask, worker, chat } = await openAlertsFixture([lead]);
    const behind = instance({ people: outdated(peopleOf(), peopleOf(lead)) });
    const dialogue = await ask();
    await save(dialogue, { rating: 1, outcome: 'answered' });
    // Raised here, told there.
    await worker.round();
    await behind.worker.runAll();
    await worker.runAll();
    expect(chat('900')).toHaveLength(1);
  });

  it('reaches whoever was enrolled since the instance that raises it read who there is', async () => {
    const persons = [aPerson({ id: 'other', role: 'analyst', chats: [] })];
    const stored = peopleOf(...persons);
    let isRead = false;
    const behind: People = {
      ...peopleOf(lead),
      whoMay: (...asked) => (isRead ? peopleOf(lead) : stored).whoMay(...asked),
      fresh: async () => {
        isRead = true;
        return [lead];
      },
    };
    const { instance, save, ask, chat } = await openAlertsFixture([lead]);
    const raising = instance({ people: behind });
    await save(await ask(), { rating: 1, outcome: 'answered' });
    await raising.worker.runAll();
    expect(chat('900')).toHaveLength(1);
  });
});

it('an alert comes once the platform is back, also after a weekend', async () => {
  const { world, rated, pass, chat } = await openAlertsFixture([lead], { escalation: [] });
  world.before = async () => {
    throw new ChannelError('network', 'no answer');
  };
  await rated(1);
  await pass(60 * 60 * MINUTE, 10 * MINUTE);
  world.before = async () => {};
  await pass(20 * MINUTE);
  expect(chat('900')).toHaveLength(1);
});

it('alerts of hours in which the platform is away all come once it is back', async () => {
  const { world, rated, pass, chat } = await openAlertsFixture([lead], { escalation: [] });
  world.before = async () => {
    throw new ChannelError('network', 'no answer');
  };
  for (let at = 0; at < 120; at++) {
    await rated(1, { id: `away${at}`, externalId: `T-${at}.` });
    await pass(MINUTE);
  }
  world.before = async () => {};
  await pass(20 * MINUTE);
  const titles = chat('900').map(({ title }) => title ?? '');
  const summed = titles.map((title) => Number(/^(\d+) more low ratings/.exec(title)?.[1] ?? 1));
  expect(summed.reduce((sum, count) => sum + count, 0)).toBe(120);
});

it('a chat that blocked the bot is told of a burst after it came back, and of none before', async () => {
  const { world, rated, pass, chat } = await openAlertsFixture([lead], { escalation: [] });
  world.before = async () => {
    throw new ChannelError('unreachable', 'bot was blocked by the user');
  };
  for (let at = 0; at < 10; at++) await rated(1, { id: `before${at}`, externalId: `T-${at}.` });
  await pass(20 * MINUTE);
  world.before = async () => {};
  for (let at = 0; at < 10; at++) await rated(1, { id: `after${at}`, externalId: `U-${at}.` });
  await pass(20 * MINUTE);
  expect(chat('900').map(({ title }) => title)).toEqual([
    ...Array.from({ length: 5 }, () => 'Low rating: 1 of 5'),
    expect.stringMatching(/^5 more low ratings/),
  ]);
});

describe('a group that becomes a supergroup', () => {
  it('is told in the supergroup what was held back for it', async () => {
    const { clock, rated, pass, company, chat } = await openAlertsFixture([group], { escalation: [] });
    clock.set(new Date('2026-11-22T23:00:00Z'));
    await rated(1);
    company.persons = [{ ...group, chats: [{ channel: 'telegram', clientId: '-1007', first: '-7' }] }];
    clock.set(new Date('2026-11-23T07:29:00Z'));
    await pass(5 * MINUTE);
    expect(chat('-7')).toHaveLength(0);
    expect(chat('-1007')).toHaveLength(1);
  });
});
