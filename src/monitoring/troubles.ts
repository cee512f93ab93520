import type { OutboxCount } from '../store/ports/dialogues.ts';
import type { JobCount } from '../store/ports/jobs.ts';

/** What of the service needs somebody's attention. */
export type Trouble =
  | { what: 'channel'; channel: string; fault: string }
  | { what: 'queue'; kind: string; since: Date }
  | { what: 'outbox'; channel: string; since: Date }
  | { what: 'schedule'; schedule: string; fault: string }
  | { what: 'failed'; count: number };

/** What of a status decides it. */
export interface TroubleFacts {
  at: Date;
  channels: ReadonlyArray<{ name: string; fault: string | null }>;
  queues: ReadonlyArray<Pick<JobCount, 'kind' | 'dueSince' | 'givenUp'>>;
  outboxes: ReadonlyArray<Pick<OutboxCount, 'channel' | 'since'>>;
  schedules: ReadonlyArray<{ name: string; fault: string | null }>;
}

/** What is due is normally done within seconds; a platform or helpdesk that answers "later" may take this long. */
const LONG_MS = 10 * 60_000;

/** The most urgent first. */
export function troublesOf({ at, channels, queues, outboxes, schedules }: TroubleFacts): Trouble[] {
  const isLong = (since: Date | null): since is Date =>
    since !== null && at.getTime() - since.getTime() >= LONG_MS;
  const count = queues.reduce((sum, { givenUp }) => sum + givenUp, 0);
  return [
    ...channels.flatMap(({ name, fault }): Trouble[] =>
      fault === null ? [] : [{ what: 'channel', channel: name, fault }],
    ),
    ...outboxes.flatMap(({ channel, since }): Trouble[] =>
      isLong(since) ? [{ what: 'outbox', channel, since }] : [],
    ),
    ...queues.flatMap(({ kind, dueSince }): Trouble[] =>
      isLong(dueSince) ? [{ what: 'queue', kind, since: dueSince }] : [],
    ),
    ...schedules.flatMap(({ name, fault }): Trouble[] =>
      fault === null ? [] : [{ what: 'schedule', schedule: name, fault }],
    ),
    ...(count > 0 ? [{ what: 'failed' as const, count }] : []),
  ];
}
