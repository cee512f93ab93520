import type { FastifyPluginAsync } from 'fastify';
import { dimensionsOf } from '../../../dialogue.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import { readListCursor, writeListCursor } from '../../list-cursor.ts';
import { dialoguesQuery } from '../fields/lists.ts';
import { serve } from '../serve.ts';
import { comments } from './contract.ts';

export function commentRoutes(statistics: Pick<Statistics, 'dialoguePage'>): FastifyPluginAsync {
  return serve(comments, {
    async list({ query: { order, limit, cursor, ...which } }) {
      const wanted = { ...dialoguesQuery({ ...which, commented: true, counted: true }) };
      const after = cursor ? readListCursor(cursor, order) : undefined;
      const page = await statistics.dialoguePage(wanted, { limit, order, ...(after && { after }) });
      return {
        comments: page.dialogues.map((dialogue) => {
          const { id, externalId, completedAt, scale, rating, comment } = dialogue;
          return {
            id,
            externalId,
            ...dimensionsOf(dialogue),
            completedAt,
            scale,
            rating,
            comment: comment ?? '',
          };
        }),
        next: page.next && writeListCursor(page.next, order),
        searchedUntil: page.searchedUntil,
      };
    },
  });
}
