import { z } from 'zod';
import { CHANNEL, resource } from '../endpoint.ts';

export const digests = resource({
  title: 'Digests',
  about: ['The summary that people of the company get in their chats.'],
  endpoints: {
    send: {
      method: 'POST',
      path: '/digests',
      scope: 'digests:write',
      summary: 'Send a digest now',
      about: [
        'Sends the digest of a day, with its picture, to every chat that gets digests, each narrowed to what its person may see. The daily one comes all the same.',
      ],
      body: z.strictObject({
        day: z
          .string()
          .default('yesterday')
          .meta({ description: '`today`, `yesterday` or a day, YYYY-MM-DD.' }),
      }),
      answer: z.object({
        sent: z.array(
          z.object({
            supervisor: z.string().meta({ description: 'The chat.' }),
            ok: z.boolean(),
            error: z.string().optional(),
          }),
        ),
      }),
      example: {
        given: { day: 'yesterday' },
        answer: { sent: [{ supervisor: `${CHANNEL}:123456789`, ok: true }] },
      },
    },
  },
});
