import { z } from 'zod';
import { excerpt } from '../../text/excerpt.ts';
import type { People } from '../../access/people.ts';
import { endOfRefusal } from '../../jobs/end-of-refusal.ts';
import { type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { createTranslator } from '../../locales/index.ts';
import type { Messenger } from '../../survey/messenger.ts';
import type { Alert } from '../alert.ts';
import { button } from '../telling/buttons.ts';
import { NAME_CHARS } from '../telling/words.ts';
import { type Letter, letterSchema } from './letter-records.ts';

/** Tells who wrote a letter that the client did not get it. */
export interface Notices {
  /** @param key says which letter: the same again is a no-op @throws {StoreError} */
  undelivered(alert: Alert, letter: Letter, reason: 'left' | 'failed', key: string): Promise<void>;
  kind: JobKind;
}

export interface NoticeOptions {
  people: People;
  messenger: Messenger;
  queue: Pick<JobQueue, 'enqueue'>;
}

const kind = 'letter_notice';
const payloadSchema = letterSchema.extend({
  reason: z.enum(['left', 'failed']),
  client: z.string().nullable(),
});

export function createNotices({ people, messenger, queue }: NoticeOptions): Notices {
  return {
    async undelivered({ clientName }, { alert, by, chat }, reason, key) {
      const payload = { alert, by, chat, reason, client: clientName };
      await queue.enqueue({ key: `${kind}:${key}`, kind, payload });
    },
    kind: jobKind(
      payloadSchema,
      async ({ alert, by, chat, reason, client }, { confirm }) => {
        const place = (await people.place(chat))?.person;
        if (!place) return { state: 'given_up', reason: 'its writer is not known any more' };
        const t = createTranslator(place.language);
        const name = client === null ? t('alert.someClient') : excerpt(client, NAME_CHARS);
        const text = t(reason === 'left' ? 'letter.left' : 'letter.failed', { client: name, by: by.name });
        try {
          const choices = [[button(t('alert.open'), `open:${alert}`)]];
          await messenger(chat, { text, choices }, { beforeRequest: confirm });
        } catch (error) {
          return endOfRefusal(error);
        }
        return { state: 'done' };
      },
      { forgetAfterMs: 7 * 86_400_000 },
    ),
  };
}
