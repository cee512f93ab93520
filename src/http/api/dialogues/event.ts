import { z } from 'zod';
import { optionalMoment } from '../fields/moment.ts';

const about = (description: string) => ({ description });
const text = z.string().nullable();
const value = z.union([z.string(), z.number()]).nullable();

/** Something that happened to a dialogue. */
export const dialogueEvent = z
  .object({
    at: optionalMoment.meta(about('null: nobody knows when.')),
    what: z
      .string()
      .meta(
        about(
          'Such as `reported`, `asked`, `delivered`, `reminded`, `answered`, `changed`, `corrected`, `voided`, `alert_raised`, `alert_wrote`, `note`, `note_deleted`.',
        ),
      ),
    isPlanned: z.boolean().meta(about('It is to come.')),
    by: text.meta(about('Who did it; null: the client, the service, or nobody knows who.')),
    reason: text,
    field: text.meta(about('What was answered, changed, corrected, decided or written.')),
    before: value,
    after: value,
    note: text.meta(about('Of a reviewer’s note: its id.')),
  })
  .meta({ id: 'DialogueEvent', description: 'Something that happened to a dialogue.' });

export type DialogueEvent = z.output<typeof dialogueEvent>;
