import { describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';

describe('The clock of the system', () => {
  it('gives identifiers of twelve characters that may stand in an address, no two the same', () => {
    const ids = Array.from({ length: 2_000 }, () => systemClock.newId());
    expect(new Set(ids).size).toBe(2_000);
    expect(ids.filter((id) => !/^[\w-]{12}$/.test(id))).toEqual([]);
  });
});
