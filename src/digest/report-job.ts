import { z } from 'zod';
import { isMuted } from '../access/quiet-hours.ts';
import { type Chat, chatOf, chatSchema } from '../access/chat.ts';
import type { People } from '../access/people.ts';
import type { Clock } from '../clock.ts';
import { endOfRefusal } from '../jobs/end-of-refusal.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobRequest } from '../jobs/queue.ts';
import type { Log } from '../log/log.ts';
import { madeFor } from './delivery/addressee.ts';
import type { Deliver } from './delivery/deliver.ts';
import type { Editions } from './read/editions.ts';
import { uncrossed } from './read/targets.ts';
import type { About } from './reports.ts';
import { nameOf } from './delivery/recipient.ts';

export interface ReportKindOptions {
  editions: Editions;
  deliver: Deliver;
  people: Pick<People, 'place'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

const payload = z.object({
  about: z.object({
    kind: z.enum(['weekly', 'monthly', 'shift']),
    period: z.object({ from: z.string(), to: z.string() }),
    shift: z.object({ from: z.string(), to: z.string() }).optional(),
  }),
  chat: chatSchema,
});

/** The digest of a week, a month or a shift for one chat: the same on every instance and after every restart. */
export function reportJob({ kind, period, shift }: About, chat: Chat): JobRequest {
  const when = shift ? `${period.from}T${shift.from}` : period.from;
  const about = { kind, period, ...(shift && { shift }) };
  return {
    kind: 'report',
    key: `report:${kind}:${when}:${nameOf(chat)}`,
    payload: { about, chat: chatOf(chat) },
    ordering: `report:${nameOf(chat)}`,
  };
}

/** Sends one chat the digest of a week, a month or a shift. */
export function createReportKind({ editions, deliver, people, clock, log }: ReportKindOptions): JobKind {
  return jobKind(payload, async ({ about: read, chat }, { confirm }) => {
    const about: About = { kind: read.kind, period: read.period, ...(read.shift && { shift: read.shift }) };
    const result = await madeFor(people, chat, async ({ filter }) => {
      const edition = editions(about, filter);
      return { figures: await edition.figures(), asOf: edition.asOf };
    });
    if ('reason' in result) return { state: 'given_up', reason: result.reason };
    const { addressee, made } = result;
    if (!addressee.person.settings.reports[about.kind]) {
      return { state: 'given_up', reason: `${about.kind} digests were switched off` };
    }
    if (isMuted(addressee.person.settings, clock.now())) return { state: 'given_up', reason: 'it was muted' };
    const { standings, chart: _, ...figures } = made.figures;
    const digest = { ...figures, targets: uncrossed(standings) };
    try {
      await deliver(addressee, digest, { about, asOf: made.asOf }, { beforeRequest: confirm });
    } catch (error) {
      return endOfRefusal(error);
    }
    log('info', 'A report was sent', {
      report: about.kind,
      from: about.period.from,
      supervisor: nameOf(chat),
    });
    return { state: 'done' };
  });
}
