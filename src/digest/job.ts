import { z } from 'zod';
import { isMuted } from '../access/quiet-hours.ts';
import { type Chat, chatOf, chatSchema } from '../access/chat.ts';
import type { People } from '../access/people.ts';
import type { Clock } from '../clock.ts';
import { endOfRefusal } from '../jobs/end-of-refusal.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobRequest } from '../jobs/queue.ts';
import type { Log } from '../log/log.ts';
import { type Day, dayOf } from '../stats/period.ts';
import type { FigureStore } from '../store/store.ts';
import { type Addressee, madeFor } from './delivery/addressee.ts';
import type { Buttons, Deliver } from './delivery/deliver.ts';
import type { Digest } from './digest.ts';
import { latestDue } from './due.ts';
import type { EnqueuePicture } from './delivery/picture.ts';
import type { Editions } from './read/editions.ts';
import type { Figures } from './read/read.ts';
import { withCrossings } from './read/targets.ts';
import { nameOf, type ServiceTimes, timesOf } from './delivery/recipient.ts';
import { aboutDay } from './reports.ts';
import { digestPrefix, type ReadTold, type Told, toldResult } from './told.ts';
import { firstUntold, untoldDays } from './untold.ts';

export interface DigestKindOptions extends ServiceTimes {
  store: Pick<FigureStore, 'firstCompletedAt'>;
  readTold: ReadTold;
  editions: Editions;
  deliver: Deliver;
  enqueuePicture: EnqueuePicture;
  people: Pick<People, 'place'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** `chat`: absent in a job that was enqueued before jobs carried one, in which `supervisor` names it. */
const payload = z.object({ day: z.string(), supervisor: z.string(), chat: chatSchema.optional() });
type Payload = z.input<typeof payload>;

/** One digest for one chat: the same on every instance and after every restart. A later one waits for it. */
export function digestJob(day: Day, chat: Chat): JobRequest {
  const supervisor = nameOf(chat);
  return {
    kind: 'digest',
    key: `${digestPrefix}${day}:${supervisor}`,
    payload: { day, supervisor, chat: chatOf(chat) } satisfies Payload,
    ordering: `${digestPrefix}${supervisor}`,
  };
}

/** What is told of a day to one addressee. */
interface Made {
  digest: Omit<Digest, 'language'>;
  figures: Figures;
  asOf: Date;
  firstUntold: Day | undefined;
  since: Date | undefined;
  said: Told['targets'];
}

/**
 * Sends the digest of a day to one chat, and in the same message what was not told there: days on which no digest came,
 * and answers since the last one about days before. Nothing about days before the first dialogue.
 */
export function createDigestKind(options: DigestKindOptions): JobKind {
  const { store, readTold, editions, deliver, enqueuePicture, people, clock, log, zone } = options;

  return jobKind(payload, async ({ day, supervisor, chat = namedChat(supervisor) }, { confirm, key }) => {
    const begun = await store.firstCompletedAt();
    if (begun === null) return { state: 'given_up', reason: 'there is no dialogue' };
    const result = await madeFor(people, chat, (addressee) => make(day, addressee, begun));
    if ('reason' in result) return { state: 'given_up', reason: result.reason };
    const { addressee, made } = result;
    const reason = whyNot(addressee, day);
    if (reason !== null) return { state: 'given_up', reason };
    const { digest, figures, asOf, said } = made;
    const kept = toldResult({ toldUntil: asOf, targets: said });
    let choices: Buttons;
    try {
      const about = { about: aboutDay(day), ...made };
      choices = await deliver(addressee, digest, about, { beforeRequest: confirm });
    } catch (error) {
      return { ...endOfRefusal(error), result: kept };
    }
    log('info', 'The digest was sent', { day, supervisor });
    await enqueuePicture(key, addressee, figures.chart, choices);
    return { state: 'done', result: kept };
  });

  function whyNot({ person }: Addressee, day: Day): string | null {
    const now = clock.now();
    if (isMuted(person.settings, now)) return 'it was muted; the next digest tells of this day';
    if (!person.settings.reports.daily) return 'daily digests were switched off';
    const due = latestDue(now, timesOf(person, options), zone);
    return due && due.day > day ? 'the digest of a later day tells of it' : null;
  }

  async function make(day: Day, { chat, filter }: Addressee, begun: Date): Promise<Made> {
    const last = await readTold(day, chat);
    const before = last ?? (await readTold(day, null));
    const first = firstUntold(before?.day ?? null, dayOf(begun, zone), day);
    const since = last?.toldUntil ?? null;
    const edition = editions(aboutDay(day), filter);
    const figures = await edition.figures();
    const untold = await edition.untold({ days: untoldDays(first, day), since });
    const { standings, chart: _, ...rest } = figures;
    const { targets, said } = withCrossings(standings, last?.targets ?? {});
    return {
      digest: { ...rest, ...untold, targets },
      figures,
      asOf: edition.asOf,
      firstUntold: first < day ? first : undefined,
      since: since ?? undefined,
      said,
    };
  }
}

/** The chat that `telegram:123` names. */
function namedChat(name: string): Chat {
  const colon = name.indexOf(':');
  return { channel: name.slice(0, colon), clientId: name.slice(colon + 1) };
}
