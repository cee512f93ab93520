import { z } from 'zod';
import { resource } from '../endpoint.ts';
import { nextField } from '../fields/cursor.ts';
import { pageFields, searchedField, whichFields } from '../fields/lists.ts';
import { commentSchema, exampleComment } from '../statistics/schema.ts';

/** Of those, the ones that tell comments apart. */
const { outcome: _, notAskedReason: __, commented: ___, counted: ____, ...fields } = whichFields;

export const comments = resource({
  title: 'Comments',
  about: ['What clients wrote, of the dialogues that figures count.'],
  endpoints: {
    list: {
      method: 'GET',
      path: '/comments',
      scope: 'comments:read',
      summary: 'List comments',
      query: z.strictObject({ ...fields, ...pageFields }),
      answer: z.object({ comments: z.array(commentSchema), next: nextField, searchedUntil: searchedField }),
      example: {
        given: { from: '2026-11-01', to: '2026-11-30', search: 'refund', order: 'worst' },
        answer: {
          comments: [exampleComment],
          next: null,
          searchedUntil: null,
        },
      },
    },
  },
});
