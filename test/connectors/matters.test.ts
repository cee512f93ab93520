import { describe, expect, it } from 'vitest';
import { conversationOf } from '../../src/connectors/write-back.ts';
import { at, NOON, setUp } from './taking.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

describe('a conversation that a helpdesk keeps with a client for ever', () => {
  it('has another round when it goes on within a day of its end', async () => {
    const { completed, reopened, rounds, clock } = setUp();
    await completed(NOON);
    clock.set(at(23 * HOUR));
    await reopened(at(23 * HOUR));
    clock.set(at(25 * HOUR));
    await completed(at(25 * HOUR));
    expect(rounds).toMatchObject([
      { externalId: 'desk:1:42', round: 1 },
      { externalId: 'desk:1:42', round: 2 },
    ]);
  });

  it('is about another matter when it goes on later, which leaves what was said of the first one in the figures', async () => {
    const { completed, reopened, rounds, clock } = setUp();
    await completed(NOON);
    for (const day of [2, 9]) {
      clock.set(at(day * DAY));
      expect(await reopened(at(day * DAY))).toMatchObject({ did: 'reopened' });
      clock.set(at(day * DAY + HOUR));
      expect(await completed(at(day * DAY + HOUR))).toMatchObject({ did: 'reported' });
      expect(await completed(at(day * DAY + HOUR))).toMatchObject({ did: 'known' });
    }
    expect(rounds).toMatchObject([
      { externalId: 'desk:1:42', round: 1, superseded: false },
      { externalId: 'desk:1:42#2', round: 1 },
      { externalId: 'desk:1:42#3', round: 1 },
    ]);
  });

  it('has another round of the later matter when that goes on', async () => {
    const { completed, reopened, rounds, clock } = setUp();
    await completed(NOON);
    clock.set(at(2 * DAY));
    await reopened(at(2 * DAY));
    await completed(at(2 * DAY + 1));
    clock.set(at(2 * DAY + 2));
    await reopened(at(2 * DAY + 2));
    await completed(at(2 * DAY + 3));
    expect(rounds.slice(1)).toMatchObject([
      { externalId: 'desk:1:42#2', round: 1 },
      { externalId: 'desk:1:42#2', round: 2 },
    ]);
  });

  it('is about another matter too when the call of its going on was missed', async () => {
    const { completed, rounds, clock } = setUp();
    await completed(NOON);
    clock.set(at(3 * DAY));
    await completed(at(3 * DAY), { lastMessage: { at: at(3 * DAY - 5), byClient: true } });
    expect(rounds.map(({ externalId }) => externalId)).toEqual(['desk:1:42', 'desk:1:42#2']);
  });

  it('is written back to as the one conversation that it is', () => {
    expect(conversationOf('desk', { externalId: 'desk:1:42#2' })).toBe('1:42');
    expect(conversationOf('desk', { externalId: 'desk:1:42' })).toBe('1:42');
    expect(conversationOf('desk', { externalId: 'T-7#2' })).toBeNull();
  });
});
