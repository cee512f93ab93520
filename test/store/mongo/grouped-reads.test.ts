import { describe, expect, it } from 'vitest';
import { createGroupedReads } from '../../../src/store/mongo/queries/grouped-reads.ts';

/** Reads that tell what they were asked, and which of them came to the database together. */
function setUp({ fault, until = Promise.resolve() }: { fault?: Error; until?: Promise<unknown> } = {}) {
  const together: string[][] = [];
  const find = createGroupedReads<string, string>({
    keyOf: (query) => query.charAt(0),
    read: async (queries) => {
      together.push([...queries]);
      const isFirst = together.length === 1;
      await until;
      if (fault && isFirst) throw fault;
      return queries.map((query) => `found ${query}`);
    },
  });
  return { find, together };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('reads that share a command', () => {
  it('are those of one turn', async () => {
    const { find, together } = setUp();
    expect(await Promise.all([find('a'), find('b')])).toEqual(['found a', 'found b']);
    expect(await find('c')).toBe('found c');
    expect(together).toEqual([['a', 'b'], ['c']]);
  });

  it('are those that come while others are under way', async () => {
    let release = (): void => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { find, together } = setUp({ until });
    const reads = [find('a')];
    await turn();
    reads.push(find('b'));
    await turn();
    reads.push(find('c'));
    await turn();
    expect(together).toEqual([['a']]);
    release();
    expect(await Promise.all(reads)).toEqual(['found a', 'found b', 'found c']);
    expect(together).toEqual([['a'], ['b', 'c']]);
  });

  it('have different keys', async () => {
    const { find, together } = setUp();
    expect(await Promise.all([find('a1'), find('a2'), find('b')])).toEqual([
      'found a1',
      'found a2',
      'found b',
    ]);
    expect(together).toEqual([['a1', 'b'], ['a2']]);
  });

  it('fail together, and the next ones do not', async () => {
    const { find } = setUp({ fault: new Error('the server is gone') });
    const results = await Promise.allSettled([find('a'), find('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await find('a')).toBe('found a');
  });
});
