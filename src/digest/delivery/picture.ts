import { z } from 'zod';
import { dateOf } from '../../stats/period.ts';
import { isQuiet } from '../../access/quiet-hours.ts';
import { type Chat, chatOf, chatSchema } from '../../access/chat.ts';
import type { ChannelAdapter, Message, SendOptions } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { faultFields } from '../../errors.ts';
import { endOfRefusal } from '../../jobs/end-of-refusal.ts';
import { type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { createTranslator, type Language, languages } from '../../locales/index.ts';
import type { Log } from '../../log/log.ts';
import type { JobStore } from '../../store/ports/jobs.ts';
import type { Buttons } from './deliver.ts';
import type { Recipient } from './recipient.ts';

const share = z.number().nullable();

/** What the picture of a day shows. Figures are shares in 0..1, or an NPS in -100..100. */
const chartData = z.object({
  day: z.string(),
  /** `scaleKey` of the ratings. */
  scale: z.string(),
  unit: z.enum(['share', 'nps']),
  /** Oldest first, up to the day itself. */
  days: z.array(
    z.object({
      day: z.string(),
      /** Satisfied ratings; of an NPS promoters less detractors. */
      hits: z.number(),
      n: z.number(),
      low: share,
      high: share,
      limitLow: share,
      limitHigh: share,
      signal: z.enum(['above', 'below']).nullable(),
    }),
  ),
  centre: share,
  target: share,
  histogram: z.array(z.object({ rating: z.number(), count: z.number() })),
  satisfied: z.array(z.number()),
  dissatisfied: z.array(z.number()),
});
export type ChartData = z.output<typeof chartData>;

const button = z.union([
  z.object({ label: z.string(), token: z.string() }),
  z.object({ label: z.string(), url: z.string() }),
]);

const payload = z.object({
  chat: chatSchema,
  language: z.enum(languages),
  silent: z.boolean(),
  /** The buttons of the digest's text. Jobs of a time before have none. */
  choices: z.array(z.array(button)).default([]),
  data: chartData,
});

/** Draws the picture as a PNG. */
export type DrawPicture = (data: ChartData, language: Language) => Promise<Uint8Array>;

/**
 * Enqueues the picture that follows a digest, unless there is none or its person wants none. Never rejects.
 * @param choices the buttons of the digest's text
 */
export type EnqueuePicture = (
  digestKey: string,
  to: Recipient,
  chart: ChartData | null,
  choices: Buttons,
) => Promise<void>;

export interface PictureOptions {
  queue: JobQueue;
  clock: Pick<Clock, 'now'>;
  log: Log;
  /** The zone whose calendar days are reported. */
  zone: string;
}

const kindName = 'digest_picture';
const DAY_MS = 24 * 3_600_000;
/** So long the address of a picture is good, and the picture can be drawn again. */
const GOOD_FOR_MS = 7 * DAY_MS;

/** A job of its own, enqueued once the text has been sent: whatever becomes of the picture, the text is not sent again. */
export function createEnqueuePicture({ queue, clock, log, zone }: PictureOptions): EnqueuePicture {
  return async (digestKey, { chat, person }, data, choices) => {
    if (!data || !person.settings.picture) return;
    const silent = isQuiet(person.settings, clock.now(), zone);
    const picture = { chat: chatOf(chat), language: person.language, silent, choices, data };
    try {
      await queue.enqueue({ kind: kindName, key: `${kindName}:${digestKey}`, payload: picture });
    } catch (error) {
      // The text has been sent, and would be sent once more.
      log('warn', 'The picture of a digest could not be enqueued', { ...faultFields(error) });
    }
  };
}

export interface PictureKindOptions {
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'fileBytes' | 'sharedKeyboard'>>;
  send: (chat: Chat, message: Message, options?: SendOptions) => Promise<unknown>;
  draw: DrawPicture;
  files: {
    address(kind: string, name: string, payload: string, ttlMs: number): Promise<string | null>;
  };
}

/** Sends the picture of a digest as a message of its own below the text, whose caption would be too short for it. */
export function createPictureKind({ channels, send, draw, files }: PictureKindOptions): JobKind {
  return jobKind(
    payload,
    async ({ chat, language, silent, choices, data }, { key, confirm }) => {
      const name = `csat-${data.day}.png`;
      const { fileBytes, sharedKeyboard } = channels.get(chat.channel) ?? {};
      const fetchesFiles = fileBytes === undefined;
      const url = fetchesFiles ? await files.address(pictureFile, name, key, GOOD_FOR_MS) : null;
      if (fetchesFiles && url === null) {
        return { state: 'given_up', reason: 'the channel fetches pictures, and PUBLIC_URL is not set' };
      }
      const bytes = await draw(data, language);
      const message: Message = {
        text: createTranslator(language)('digest.picture', { day: dateOf(data.day) }),
        image: { bytes, name, ...(url !== null && { url }) },
        ...(silent && { silent }),
        // The picture would take the buttons of the text away.
        ...(sharedKeyboard && choices.length > 0 && { choices }),
      };
      try {
        await send(chat, message, { beforeRequest: confirm });
      } catch (error) {
        return endOfRefusal(error);
      }
      return { state: 'done' };
    },
    { atOnce: 2, forgetAfterMs: GOOD_FOR_MS },
  );
}

/** The kind of file that a picture's address opens. */
export const pictureFile = 'digest_picture';

/** Draws a picture again when its address is opened, from what its job holds. */
export function createPictureFile(options: { store: Pick<JobStore, 'findJob'>; draw: DrawPicture }): {
  open(payload: unknown): Promise<{ type: string; body: Uint8Array } | null>;
} {
  return {
    async open(key) {
      const job = typeof key === 'string' ? await options.store.findJob(key) : null;
      const read = payload.safeParse(job?.kind === kindName ? job.payload : null);
      if (!read.success) return null;
      return { type: 'image/png', body: await options.draw(read.data.data, read.data.language) };
    },
  };
}
