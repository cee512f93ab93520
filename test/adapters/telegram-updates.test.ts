import { describe, expect, it } from 'vitest';
import { readUpdate } from '../../adapters/telegram-updates.ts';
import { fixture } from '../support/fixture.ts';

const now = new Date('2025-11-21T09:00:05Z');
const read = (name: string) => readUpdate(JSON.parse(fixture(`telegram/${name}.json`).toString()), now);
const client = {
  channel: 'telegram',
  clientId: '552041877',
  profile: { name: 'Олена Коваль <b>', locale: 'uk' },
};

describe('an update of Telegram', () => {
  it('with /start and a payload is a start', () => {
    expect(read('start')?.event).toEqual({
      ...client,
      id: '880215430',
      at: new Date('2025-11-21T09:00:00Z'),
      kind: 'start',
      payload: 'd_0-9AZaz',
    });
  });

  it('with /start alone is a start without a payload', () => {
    expect(read('start-bare')?.event).toMatchObject({ kind: 'start' });
    expect(read('start-bare')?.event).not.toHaveProperty('payload');
  });

  it('with a text is that text, unchanged', () => {
    expect(read('text')?.event).toMatchObject({
      kind: 'text',
      text: 'Дякую! 👩‍👩‍👧 <i>все</i> добре, תודה',
    });
  });

  it('with a photo is its caption', () => {
    expect(read('photo')?.event).toMatchObject({ kind: 'text', text: 'ось так це виглядало' });
  });

  it('with a tapped button is a tap, also when the message is too old to be shown', () => {
    expect(read('tap')).toEqual({
      id: 880215435,
      lane: '552041877',
      callbackQueryId: '2371001810372459273',
      event: { ...client, id: '880215435', at: now, kind: 'tap', token: 'abc:rate:4', messageId: '40' },
    });
    expect(read('tap-old-message')?.event).toMatchObject({ kind: 'tap', messageId: '12' });
  });

  it('with a block or an unblock is left or joined', () => {
    expect(read('blocked')?.event).toMatchObject({ ...client, kind: 'left' });
    expect(read('unblocked')?.event).toMatchObject({ ...client, kind: 'joined' });
  });

  it.each(['sticker', 'group', 'edited', 'unknown', 'tap-game'])('%s holds nothing for us', (name) => {
    expect(read(name)).not.toBeNull();
    expect(read(name)).not.toHaveProperty('event');
  });

  it('with a query that means nothing to us still has to be answered', () => {
    expect(read('tap-game')?.callbackQueryId).toBe('2371001810372459275');
  });

  it.each([
    null,
    [],
    'text',
    {},
    { update_id: '1' },
    { update_id: 1.5 },
    { update_id: 1, message: { chat: 'x' } },
    { update_id: 1, callback_query: { id: 7 } },
  ])('that is malformed is refused: %j', (value) => {
    expect(readUpdate(value, now)).toBeNull();
  });
});
