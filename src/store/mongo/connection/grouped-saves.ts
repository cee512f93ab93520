import { createGroups } from '../../groups.ts';
import type { DialogueDocument } from '../documents.ts';
import { failedInPart } from './faults.ts';

/** Saves of documents of one collection, each a compare-and-set. */
export interface GroupedSaves {
  /**
   * @param filter of one document; it names its `_id`
   * @param mayWait true: it is kept back for a moment, to share the command of other saves
   * @returns false when the filter met no document
   */
  save(filter: Filter, update: Update, mayWait?: boolean): Promise<boolean>;
  /** Saves what waits. */
  end(): Promise<void>;
}

export type Filter = Readonly<Record<string, unknown>> & { _id: string };
export type Update = Readonly<Record<string, object>>;

/** What is used of a collection of the driver. */
export interface Collection {
  updateOne(filter: object, update: object): Promise<{ matchedCount: number }>;
  bulkWrite(writes: object[], options: { ordered: false }): Promise<{ matchedCount: number }>;
  find(filter: object, options: { projection: { marks: 1 } }): { toArray(): Promise<Marked[]> };
}

/** An ObjectId. */
export type Mark = NonNullable<DialogueDocument['marks']>[number];
type Marked = Pick<DialogueDocument, '_id' | 'marks'>;

interface Save {
  filter: Filter;
  update: Update;
  resolve: (isSaved: boolean) => void;
  reject: (error: unknown) => void;
}

/** A save that may wait is kept back for so long; a process that is killed meanwhile has not done it. */
const KEEP_BACK_MS = 25;
const MOST_IN_A_GROUP = 100;
/**
 * Later than the driver gives up a server that hangs. It waits for ever where a socket is closed just when a command is
 * written to it, and all later saves would wait with it.
 */
const GIVE_UP_MS = 20_000;
/** In each document. A mark is read right after it was left, so few others come between. */
const MARKS_KEPT = 3;

/**
 * Saves that are asked for at about the same time, or while others are under way, share one command, because the
 * command costs the server and this process more than the save. The answer to such a command says only how many of
 * its saves took effect; where that is not all of them, each is told by its mark, which it leaves among the last ones in
 * the document, so that it is found there although another process has saved the document meanwhile.
 *
 * @param newMark gives one that no other process gives either
 */
export function createGroupedSaves(collection: Collection, newMark: () => Mark): GroupedSaves {
  const groups = createGroups<Save>({
    choose: chooseGroup,
    carryOut: async (group) => {
      await saveAll(group);
      return [];
    },
    keepBackMs: KEEP_BACK_MS,
    retryMs: 0,
  });

  return {
    save: (filter, update, mayWait = false) =>
      new Promise((resolve, reject) => groups.add({ filter, update, resolve, reject }, mayWait)),
    end: () => groups.end(),
  };

  /** Two saves of one document stay in their order: the second is left for the next command. */
  function chooseGroup(waiting: readonly Save[]): Save[] {
    const group = new Map<string, Save>();
    for (const save of waiting) {
      const { _id } = save.filter;
      if (group.size < MOST_IN_A_GROUP && !group.has(_id)) group.set(_id, save);
    }
    // In one order everywhere, so that no two commands wait for each other's documents.
    return [...group.values()].toSorted((a, b) => (a.filter._id < b.filter._id ? -1 : 1));
  }

  async function saveAll(group: readonly Save[]): Promise<void> {
    try {
      const [only] = group;
      await inTime(only && group.length === 1 ? saveAlone(only) : saveTogether(group));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async function saveAlone({ filter, update, resolve }: Save): Promise<void> {
    const { matchedCount } = await collection.updateOne(filter, update);
    resolve(matchedCount === 1);
  }

  async function saveTogether(group: readonly Save[]): Promise<void> {
    const marked = group.map((save) => ({ mark: newMark(), ...save }));
    const writes = marked.map(({ filter, update, mark }) => ({
      updateOne: {
        filter,
        update: { $push: { marks: { $each: [mark], $slice: -MARKS_KEPT } }, ...update },
      },
    }));
    let fault: unknown;
    try {
      const { matchedCount } = await collection.bulkWrite(writes, { ordered: false });
      if (matchedCount === group.length) return group.forEach(({ resolve }) => resolve(true));
    } catch (error) {
      if (!failedInPart(error)) throw error;
      fault = error;
    }
    const among = { _id: { $in: group.map(({ filter }) => filter._id) } };
    const found = await collection.find(among, { projection: { marks: 1 } }).toArray();
    const marks = new Map(found.map((document) => [document._id, (document.marks ?? []).map(String)]));
    for (const { filter, mark, resolve, reject } of marked) {
      const isSaved = marks.get(filter._id)?.includes(String(mark)) === true;
      if (isSaved || fault === undefined) resolve(isSaved);
      else reject(fault);
    }
  }
}

/** @throws when `work` is not done in `GIVE_UP_MS`; whether it will be, nobody knows then */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fault = new Error(`the server gave no answer in ${GIVE_UP_MS / 1000} s`);
    timer = setTimeout(reject, GIVE_UP_MS, fault);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
