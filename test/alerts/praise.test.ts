import { describe, expect, it } from 'vitest';
import { personSettings } from '../../src/access/person.ts';
import { aPerson } from '../access/persons.ts';
import { MINUTE, openAlertsFixture, textOf } from './fixture.ts';

const operator = aPerson({ id: 'op', role: 'operator', operators: ['olena  K.'], language: 'uk' });
const fields = { operator: 'Olena K.', externalId: 'T-7', topic: 'delivery' };

describe('praise', () => {
  it('reaches the operator’s own chats, in their language, however the name is spelled', async () => {
    const { rated, chat } = await openAlertsFixture([operator]);
    await rated(5, { ...fields, comment: 'Thank you, <i>Olena</i>!' });
    expect(chat('900').map(textOf)).toEqual([
      'Подяка від клієнта: 5 з 5\n«Thank you, <i>Olena</i>!»\nТема: delivery\nДіалог: T-7',
    ]);
  });

  it('is told once, also when the comment comes later and is changed then', async () => {
    const { rated, change, chat } = await openAlertsFixture([operator]);
    const dialogue = await rated(5, fields);
    expect(chat('900')).toEqual([]);
    const commented = await change(dialogue, { comment: 'Thanks' });
    const lower = await change(commented, { rating: 3 });
    const again = await change(lower, { rating: 5 });
    await change(again, { comment: 'Thanks a lot' });
    expect(chat('900')).toHaveLength(1);
  });

  it.each([
    ['a lower rating', 4, 'Good', fields],
    ['no comment', 5, null, fields],
    ['another operator', 5, 'Good', { ...fields, operator: 'Ivan' }],
    ['no operator', 5, 'Good', { ...fields, operator: null }],
    ['9 of 10', 9, 'Good', { ...fields, scale: 'nps' }],
  ])('is not told for %s', async (_, rating, comment, more) => {
    const { rated, chat } = await openAlertsFixture([operator]);
    await rated(rating, { ...more, comment });
    expect(chat('900')).toEqual([]);
  });

  it('waits until quiet hours are over, and is not told when the client thought better of it', async () => {
    const quiet = { from: '11:00', to: '13:00' };
    const resting = aPerson({ ...operator, settings: personSettings.parse({ quiet }) });
    const { rated, change, chat, pass } = await openAlertsFixture([resting]);
    const first = await rated(5, { ...fields, comment: 'One' });
    await rated(5, { ...fields, externalId: 'T-8', comment: 'Two' });
    await change(first, { rating: 2 });
    expect(chat('900')).toEqual([]);
    await pass(61 * MINUTE);
    expect(chat('900').map(({ text }) => text.split('\n')[0])).toEqual(['«Two»']);
  });
});
