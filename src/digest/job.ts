import { z } from 'zod';
import type { Message, SendOptions } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError, messageOf } from '../errors.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobRequest } from '../jobs/queue.ts';
import type { Log } from '../log/log.ts';
import { type Day, dayOf } from '../stats/period.ts';
import type { FigureStore, JobStore } from '../store/store.ts';
import { latestDue } from './due.ts';
import type { DigestReader, Untold } from './read.ts';
import { nameOf, type Recipient } from './recipient.ts';
import { renderDigest } from './render/render.ts';
import { firstUntold, untoldDays } from './untold.ts';

/** @throws {ChannelError} */
export type SendDigest = (recipient: Recipient, message: Message, options?: SendOptions) => Promise<void>;

export interface DigestKindOptions {
  store: Pick<JobStore, 'lastResult'> & Pick<FigureStore, 'firstCompletedAt'>;
  reader: DigestReader;
  send: SendDigest;
  recipients: readonly Recipient[];
  zone: string;
  /** `HH:MM` in `zone`. */
  at: string;
  clock: Clock;
  log: Log;
}

const payload = z.object({ day: z.string(), supervisor: z.string() });
type Payload = z.infer<typeof payload>;

/** What is kept of a digest: what was first answered before then was told, in milliseconds; null: nobody knows. */
const told = z.object({ toldUntil: z.number().nullable() });

const prefix = 'digest:';

/** One digest for one supervisor: the same on every instance and after every restart. A later one waits for it. */
export function digestJob(day: Day, recipient: Recipient): JobRequest {
  const supervisor = nameOf(recipient);
  return {
    kind: 'digest',
    key: `${prefix}${day}:${supervisor}`,
    payload: { day, supervisor } satisfies Payload,
    ordering: `${prefix}${supervisor}`,
  };
}

/**
 * A daily digest tells what was answered until so long before it is made: by then every write of that time has
 * landed, and clocks of several instances agree. What comes later is told by the next one, so that each is told once.
 */
const SETTLED_MS = 30_000;
/** Supervisors whose turn comes within this are told the same figures, which are read once. */
const EDITION_MS = 60_000;

/**
 * Sends one supervisor the digest of a day, and in the same message what they were not told: days on which no digest
 * came, and answers since the last one about days before. Nothing about days before the first dialogue.
 */
export function createDigestKind(options: DigestKindOptions): JobKind {
  const { store, reader, send, recipients, zone, at, clock, log } = options;
  let edition: { day: Day; toldUntil: Date; read: ReturnType<DigestReader['daily']> } | null = null;

  return jobKind(payload, async ({ day, supervisor }, { confirm }) => {
    const recipient = recipients.find((one) => nameOf(one) === supervisor);
    if (!recipient) return { state: 'given_up', reason: `${supervisor} is no supervisor any more` };
    if (latestDue(clock.now(), at, zone).day > day)
      return { state: 'given_up', reason: 'the digest of a later day tells of it' };
    const begun = await store.firstCompletedAt();
    if (begun === null) return { state: 'given_up', reason: 'there is no dialogue' };
    const last = await lastTold(day, supervisor);
    const before = last ?? (await lastTold(day, null));
    const days = untoldDays(firstUntold(before?.day ?? null, dayOf(begun, zone), day), day);
    const { toldUntil, read } = editionOf(day);
    const result = { toldUntil: toldUntil.getTime() };
    const untold: Untold = { days, since: last?.toldUntil ?? null };
    const digest = await read(untold).catch((error: unknown) => {
      edition = null; // what could not be read is read anew
      throw error;
    });
    try {
      await send(recipient, renderDigest({ ...digest, language: recipient.language }), {
        beforeRequest: confirm,
      });
    } catch (error) {
      if (!isFinal(error)) throw error;
      return { state: 'given_up', reason: messageOf(error), result };
    }
    log('info', 'The digest was sent', { day, supervisor });
    return { state: 'done', result };
  });

  function editionOf(day: Day): NonNullable<typeof edition> {
    const toldUntil = new Date(clock.now().getTime() - SETTLED_MS);
    const isFresh =
      edition?.day === day && Math.abs(toldUntil.getTime() - edition.toldUntil.getTime()) < EDITION_MS;
    if (edition && isFresh) return edition;
    edition = { day, toldUntil, read: reader.daily(day, toldUntil) };
    return edition;
  }

  /** The last day before `day` that a supervisor, or with null any of them, was told of. */
  async function lastTold(
    day: Day,
    supervisor: string | null,
  ): Promise<{ day: Day; toldUntil: Date | null } | null> {
    const ordering = supervisor === null ? null : `${prefix}${supervisor}`;
    const last = await store.lastResult('digest', `${prefix}${day}`, ordering);
    if (!last) return null;
    const { toldUntil } = told.parse(last.result);
    return {
      day: last.key.slice(prefix.length, prefix.length + day.length),
      toldUntil: toldUntil === null ? null : new Date(toldUntil),
    };
  }
}

/** Whether the platform would refuse the message again. */
function isFinal(error: unknown): boolean {
  return error instanceof ChannelError && (error.code === 'unreachable' || error.code === 'rejected');
}
