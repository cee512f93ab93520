import mongoose from 'mongoose';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type Collection,
  createGroupedSaves,
  type Filter,
} from '../../../src/store/mongo/connection/grouped-saves.ts';
import { describeMongo } from '../../support/mongo.ts';
import { turns } from '../../support/running/turns.ts';

const newMark = () => new mongoose.Types.ObjectId();
describeMongo('saves that share a command', (uri) => {
  let connection: mongoose.Connection;
  beforeAll(async () => {
    connection = await mongoose.createConnection(uri, { monitorCommands: true }).asPromise();
    return () => connection.destroy();
  });

  /** Documents of revision 0, saves that raise it, and what the server was asked to do by them. */
  async function setUp(...ids: string[]) {
    const collection = connection.collection<{ _id: string; revision: number; comment?: string }>(
      `grouped_${new mongoose.Types.ObjectId().toString()}`,
    );
    await collection.insertMany(ids.map((_id) => ({ _id, revision: 0, comment: 'none' })));
    const commands: string[] = [];
    const note = ({ commandName }: { commandName: string }): void => void commands.push(commandName);
    connection.getClient().on('commandStarted', note);
    onTestFinished(() => void connection.getClient().off('commandStarted', note));
    const saves = createGroupedSaves(collection as unknown as Collection, newMark);
    const change = (comment: string) => ({ $set: { comment }, $inc: { revision: 1 } });
    const save = (_id: string, comment: string, { revision = 0, mayWait = false } = {}) =>
      saves.save({ _id, revision } as Filter, change(comment), mayWait);
    const comments = async () =>
      Object.fromEntries((await collection.find().toArray()).map(({ _id, comment }) => [_id, comment]));
    return { collection, saves, save, commands, comments };
  }

  it('are one update for all that are asked for in one turn', async () => {
    const { save, commands, comments } = await setUp('a', 'b', 'c');
    expect(await Promise.all([save('c', '3'), save('a', '1'), save('b', '2')])).toEqual([true, true, true]);
    expect(commands).toEqual(['update']);
    expect(await comments()).toEqual({ a: '1', b: '2', c: '3' });
  });

  it('are told apart when one of them was too late', async () => {
    const { save, comments } = await setUp('a', 'b', 'c');
    const late = save('b', 'late', { revision: 7 });
    expect(await Promise.all([save('a', '1'), late, save('c', '3'), save('gone', '4')])).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(await comments()).toEqual({ a: '1', b: 'none', c: '3' });
  });

  it('are told to have had effect although another process has saved the document since', async () => {
    const { collection, save: saveThere, comments } = await setUp('a', 'b', 'c');
    const meanwhile = (): Promise<unknown> =>
      Promise.all([saveThere('a', 'since', { revision: 1 }), saveThere('c', 'since')]);
    const slow: Collection = {
      updateOne: (filter, update) => collection.updateOne(filter, update),
      bulkWrite: (writes, options) => collection.bulkWrite(writes as never, options),
      find: (filter, options) => ({
        toArray: async () => {
          await meanwhile();
          return collection.find(filter, options).toArray();
        },
      }),
    };
    const saves = createGroupedSaves(slow, newMark);
    const save = (_id: string, revision: number) =>
      saves.save({ _id, revision } as Filter, { $set: { comment: 'here' }, $inc: { revision: 1 } });
    expect(await Promise.all([save('a', 0), save('b', 7)])).toEqual([true, false]);
    expect(await comments()).toEqual({ a: 'since', b: 'none', c: 'since' });
  });

  it('of one document follow each other, so that the first wins', async () => {
    const { save, commands, comments } = await setUp('a', 'b');
    const taken = await Promise.all([save('a', 'first'), save('a', 'second'), save('b', '2')]);
    expect(taken).toEqual([true, false, true]);
    expect(commands).toEqual(['update', 'update']);
    expect(await comments()).toEqual({ a: 'first', b: '2' });
  });

  it('do not take each other along when the server refuses one', async () => {
    const { saves, save, comments } = await setUp('a', 'b');
    const refused = saves.save({ _id: 'b', revision: 0 } as Filter, { $inc: { comment: 1 } });
    const ended = await Promise.allSettled([save('a', '1'), refused]);
    expect(ended).toMatchObject([{ status: 'fulfilled', value: true }, { status: 'rejected' }]);
    expect(await comments()).toEqual({ a: '1', b: 'none' });
  });

  it('that may wait go with the next one that may not', async () => {
    const { save, commands } = await setUp('a', 'b');
    const waits = save('a', '1', { mayWait: true });
    await turns(10);
    expect(commands).toEqual([]);
    expect(await Promise.all([waits, save('b', '2')])).toEqual([true, true]);
    expect(commands).toEqual(['update']);
  });

  it('that may wait are not kept back for long, and not beyond the end', async () => {
    const { saves, save, comments } = await setUp('a', 'b');
    expect(await save('a', '1', { mayWait: true })).toBe(true);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const waits = save('b', '2', { mayWait: true });
    await saves.end();
    expect(await waits).toBe(true);
    expect(await comments()).toEqual({ a: '1', b: '2' });
  });
});

describe('a save that the server never answers', () => {
  it.each([1, 2])('is given up after 20 s, and the next ones are saved: %i in its command', async (count) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    let isLost = true;
    const answer = <T>(found: T): Promise<T> => (isLost ? new Promise(() => {}) : Promise.resolve(found));
    const saves = createGroupedSaves(
      {
        updateOne: () => answer({ matchedCount: 1 }),
        bulkWrite: (writes) => answer({ matchedCount: writes.length }),
        find: () => ({ toArray: async () => [] }),
      },
      newMark,
    );
    const lost = Array.from({ length: count }, (_, index) => saves.save({ _id: `lost-${index}` }, {}));
    const outcomes = Promise.allSettled(lost);
    await turns(10);
    const next = saves.save({ _id: 'next' }, {});
    isLost = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(
      (await outcomes).map((outcome) => outcome.status === 'rejected' && outcome.reason.message),
    ).toEqual(lost.map(() => 'the server gave no answer in 20 s'));
    expect(await next).toBe(true);
  });
});
