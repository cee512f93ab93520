import type { StaffArea } from '../access/staff.ts';
import type { People } from '../access/people.ts';
import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { JobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import type { Log } from '../log/log.ts';
import type { Monitor } from '../monitoring/monitor.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { ReadHandling } from '../stats/targets/standings.ts';
import type { Target } from '../stats/targets/target.ts';
import type { Store } from '../store/store.ts';
import type { DialogueUrl } from '../text/dialogue-url.ts';
import { createDeliver, type SendDigest } from './delivery/deliver.ts';
import { createMoreArea } from './delivery/more.ts';
import { createEnqueuePicture, createPictureKind, type PictureKindOptions } from './delivery/picture.ts';
import { createDigestKind } from './job.ts';
import { createEditions } from './read/editions.ts';
import { createReader } from './read/read.ts';
import { createUntoldReader } from './read/untold.ts';
import { createReportKind } from './report-job.ts';
import type { Shift } from './reports.ts';
import { createDigestSchedule } from './schedule.ts';
import { createSendNow, type SendDigestNow } from './send-now.ts';
import { createToldReader } from './told.ts';

export interface DigestsOptions {
  store: Pick<Store, 'lastResult' | 'firstCompletedAt' | 'lateAnswers' | 'findJob'>;
  statistics: Statistics;
  targets: { list(): Promise<readonly Target[]> };
  /** How alerts were handled, for the targets of that. */
  handling: ReadHandling;
  people: Pick<People, 'place' | 'whoMay'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'folds' | 'fileBytes' | 'sharedKeyboard'>>;
  queue: JobQueue;
  send: SendDigest;
  /** How pictures are drawn and where they are fetched from. */
  pictures: Pick<PictureKindOptions, 'draw' | 'files'>;
  /** The zone whose calendar days are reported. */
  zone: string;
  /** When digests come, `HH:MM`, to who chose no time of their own. */
  at: string;
  shifts: readonly Shift[];
  /** Where the helpdesk shows a dialogue. */
  urlOf: DialogueUrl;
  /** The names of the connectors in use. */
  connectors: readonly string[];
  clock: Pick<Clock, 'now' | 'newId'>;
  log: Log;
  monitor?: Monitor;
}

/** Everything about digests that the service runs. */
export interface Digests {
  kinds: { digest: JobKind; report: JobKind; digest_picture: JobKind };
  schedule: ScheduleEntry;
  sendNow: SendDigestNow;
  /** For taps on "More". */
  area: StaffArea;
}

export function createDigests(options: DigestsOptions): Digests {
  const { store, statistics, people, channels, queue, send, pictures, zone, at, clock, log } = options;
  const { targets, handling, shifts, urlOf, connectors } = options;
  const links = { urlOf, connectors };
  const readFigures = createReader({ statistics, targets, handling });
  const readTold = createToldReader(store);
  const readUntold = createUntoldReader({ store, statistics });
  const editions = createEditions({ readFigures, readUntold, clock });
  const deliver = createDeliver({ ...options, links });
  const enqueuePicture = createEnqueuePicture({ queue, clock, log, zone });
  const told = { editions, deliver, people, clock, log };
  return {
    kinds: {
      digest: createDigestKind({ ...told, store, readTold, enqueuePicture, zone, at }),
      report: createReportKind(told),
      digest_picture: createPictureKind({ channels, send, ...pictures }),
    },
    schedule: createDigestSchedule({ store, queue, people, shifts, clock, zone, at }),
    sendNow: createSendNow({ readFigures, deliver, enqueuePicture, people, zone, clock, log }),
    area: createMoreArea({ readFigures, readUntold, readTold, send, links, log }),
  };
}
