import { createGroups } from '../../groups.ts';

export interface GroupedReadsOptions<Query, Found> {
  /** Queries of one key are never read together. */
  keyOf: (query: Query) => string;
  /** Reads by one command. @returns what each of the queries finds, in their order */
  read: (queries: readonly Query[]) => Promise<readonly Found[]>;
}

const MOST_IN_A_GROUP = 100;

/**
 * Reads that are asked for in one turn of the event loop, or while others are under way, share one command, because the
 * command costs the server and this process more than what it reads.
 *
 * @returns reads what one query finds; @throws what `read` threw
 */
export function createGroupedReads<Query, Found>({
  keyOf,
  read,
}: GroupedReadsOptions<Query, Found>): (query: Query) => Promise<Found> {
  interface Read {
    query: Query;
    resolve: (found: Found) => void;
    reject: (error: unknown) => void;
  }
  const groups = createGroups<Read>({
    choose: chooseGroup,
    carryOut: async (group) => {
      try {
        const found = await read(group.map(({ query }) => query));
        group.forEach(({ resolve }, index) => resolve(found[index] as Found));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
      return [];
    },
    keepBackMs: 0,
    retryMs: 0,
  });

  return (query) => new Promise((resolve, reject) => groups.add({ query, resolve, reject }, false));

  function chooseGroup(waiting: readonly Read[]): Read[] {
    const group = new Map<string, Read>();
    for (const one of waiting) {
      const key = keyOf(one.query);
      if (group.size < MOST_IN_A_GROUP && !group.has(key)) group.set(key, one);
    }
    return [...group.values()];
  }
}
