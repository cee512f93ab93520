import { dimensions, dimensionsOf } from '../../dialogue.ts';
import type { FigureStore } from '../ports/figures.ts';
import type { Access } from './connection/access.ts';
import { counted, toDialogue } from './documents.ts';
import { createLists } from './lists.ts';
import { type TallyGroup, tallyPipeline, toTally } from './queries/tally-query.ts';

const factFields = [...dimensions, 'scenarioVersion', 'tags', 'rating', 'disputed'] as const;

export function createFigures(access: Access): FigureStore {
  const { run } = access;
  return {
    tallies: (range) =>
      run('count dialogues', async ({ dialogues }) => {
        const groups = await dialogues.aggregate<TallyGroup>(tallyPipeline(range));
        return groups.map(toTally);
      }),
    ...createLists(access),
    lateAnswers: ({ completedBefore, from, to, limit }) =>
      run('look for late answers', async ({ dialogues }) => {
        const given = { $gte: from, $lt: to };
        const late = dialogues.find({
          heardAt: { $gte: from, $type: 'date' },
          completedAt: { $lt: completedBefore },
          ...counted,
          $or: [{ ratedAt: given }, { commentedAt: given }],
        });
        return (await late.sort({ heardAt: 1, _id: 1 }).limit(limit).lean()).map(toDialogue);
      }),
    narrowingFacts: (ids) =>
      run('read facts of dialogues', async ({ dialogues }) => {
        const found = dialogues.find({ _id: { $in: [...ids] } });
        const rows = await found.select(factFields.join(' ')).lean();
        return rows.map(({ _id: id, scenarioVersion, tags, rating, disputed = false, ...row }) => ({
          id,
          ...dimensionsOf(row),
          scenarioVersion,
          tags,
          rating,
          disputed,
        }));
      }),
    firstCompletedAt: () =>
      run('look for the first dialogue', async ({ dialogues }) => {
        const [first] = await dialogues
          .find()
          .sort({ completedAt: 1, _id: -1 })
          .select({ completedAt: 1 })
          .limit(1)
          .lean();
        return first?.completedAt ?? null;
      }),
  };
}
