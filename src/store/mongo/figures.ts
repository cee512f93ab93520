import type { FigureStore, ListOptions } from '../ports/figures.ts';
import type { Access } from './connection/access.ts';
import { counted, type DialogueDocument, listed, toDialogue } from './documents.ts';
import { type TallyGroup, tallyPipeline, toTally } from './queries/tally-query.ts';

export function createFigures({ run }: Access): FigureStore {
  return {
    tallies: (range) =>
      run('count dialogues', async ({ dialogues }) => {
        const groups = await dialogues.aggregate<TallyGroup>(tallyPipeline(range));
        return groups.map(toTally);
      }),
    listDialogues: (options) =>
      run('list dialogues', async ({ dialogues }) => {
        const found = await dialogues.aggregate<DialogueDocument>([
          { $match: listed(options) },
          ...orderOf(options),
          { $limit: options.limit },
          { $unset: 'unrated' },
        ]);
        return found.map(toDialogue);
      }),
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

/** A sort by what is computed reads every document, so `unrated` is computed only where both kinds may come. */
function orderOf({ order, rated }: ListOptions) {
  const newest = { completedAt: -1, _id: 1 } as const;
  if (order !== 'worst' || rated === false) return [{ $sort: newest }];
  if (rated) return [{ $sort: { rating: 1, ...newest } as const }];
  return [
    { $set: { unrated: { $eq: ['$rating', null] } } },
    { $sort: { unrated: 1, rating: 1, ...newest } as const },
  ];
}
