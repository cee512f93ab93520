import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/errors.ts';
import { readListCursor, writeListCursor } from '../../src/http/list-cursor.ts';
import { listOrders } from '../../src/store/ports/figures.ts';

const place = fc.record({
  completedAt: fc.date({ noInvalidDate: true }),
  id: fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme-ascii' }),
  rating: fc.constantFrom(null, 0, 3, 4.5, -1),
  scale: fc.constantFrom(null, '1-5', '0,100|100|0'),
  heardAt: fc.option(fc.date({ noInvalidDate: true })),
});

describe('a cursor', () => {
  it('gives the place back that its order goes by', () => {
    fc.assert(
      fc.property(place, fc.constantFrom(...listOrders), (one, order) => {
        const read = readListCursor(writeListCursor(one, order), order);
        const { completedAt, id, rating, scale, heardAt } = one;
        expect(read).toMatchObject({ completedAt, id });
        if (order === 'worst' || order === 'best') expect(read).toMatchObject({ rating, scale });
        if (order === 'answered') expect(read).toMatchObject({ heardAt });
      }),
    );
  });

  it('is refused for a list of another order, and says which is which', () => {
    const one = { completedAt: new Date(0), id: 'a', rating: 1, scale: '1-5', heardAt: new Date(0) };
    for (const order of listOrders) {
      for (const other of listOrders.filter((name) => name !== order)) {
        const wrong = () => readListCursor(writeListCursor(one, order), other);
        expect(wrong).toThrow(`goes on with the order "${order}", and this list has "${other}"`);
        expect(wrong).toThrow(ApiError);
      }
    }
  });

  it('of the order newest is as before there were others', () => {
    expect(writeListCursor({ completedAt: new Date(1_000), id: 'a' })).toBe(
      Buffer.from('1000:a').toString('base64url'),
    );
  });

  it.each([
    'x',
    '',
    '1000:a',
    ...[
      '1:',
      ':a',
      '[]',
      '["worst"]',
      '["worst",1,2,3,4]',
      '["answered",0,"a",8.65e15]',
      '["best",0,"a",1,2]',
      '["oldest",0,"a",1]',
      '["sideways",0,"a"]',
      '[',
      'null',
    ].map((text) => Buffer.from(text).toString('base64url')),
  ])('is refused where nobody wrote it: %j', (text) => {
    for (const order of listOrders) expect(() => readListCursor(text, order)).toThrow('is not a cursor');
  });
});
