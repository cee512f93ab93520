import { answerTimes, type Client, type Dialogue, isCounted } from '../../dialogue.ts';
import type { Tally } from '../ports/figures.ts';
import type { Job, NewJob } from '../ports/jobs.ts';

/** How SQLite keeps a value: a date as milliseconds since the epoch, a boolean as 0 or 1, the rest as JSON. */
type Kept<T> = T extends string | number | null ? T : T extends Date | boolean ? number : string;
type Row<T> = { [Field in keyof T]: Kept<T[Field]> };

/** With what figures ask by: when answers were given, and whether the dialogue counts. */
export type DialogueRow = Row<Dialogue & ReturnType<typeof answerTimes> & { counted: boolean }>;
export type ClientRow = Row<Client>;
export type TallyRow = Row<Tally>;
export type JobRow = Row<Omit<Job, 'payload' | 'result'>> & { payload: string; result: string | null };

export function dialogueRow(dialogue: Dialogue): DialogueRow {
  const { tags, survey, events, outbox, superseded, voided } = dialogue;
  const { ratedAt, commentedAt, heardAt } = answerTimes(dialogue);
  return {
    ...dialogue,
    superseded: Number(superseded),
    counted: Number(isCounted(dialogue)),
    voided: voided && JSON.stringify(voided),
    reopenedAt: timeOf(dialogue.reopenedAt),
    deliveredAt: timeOf(dialogue.deliveredAt),
    tags: JSON.stringify(tags),
    survey: survey && JSON.stringify(survey),
    events: JSON.stringify(events),
    outbox: JSON.stringify(outbox),
    completedAt: dialogue.completedAt.getTime(),
    reportedAt: dialogue.reportedAt.getTime(),
    askedAt: timeOf(dialogue.askedAt),
    answeredAt: timeOf(dialogue.answeredAt),
    sendingUntil: timeOf(dialogue.sendingUntil),
    wakeAt: timeOf(dialogue.wakeAt),
    ratedAt: timeOf(ratedAt),
    commentedAt: timeOf(commentedAt),
    heardAt: timeOf(heardAt),
  };
}

export function toDialogue({
  ratedAt,
  commentedAt,
  heardAt,
  counted: _counted,
  ...row
}: DialogueRow): Dialogue {
  return {
    ...row,
    superseded: row.superseded === 1,
    voided: row.voided === null ? null : JSON.parse(row.voided),
    reopenedAt: dateOf(row.reopenedAt),
    deliveredAt: dateOf(row.deliveredAt),
    tags: JSON.parse(row.tags),
    survey: row.survey && JSON.parse(row.survey),
    events: JSON.parse(row.events),
    outbox: JSON.parse(row.outbox),
    completedAt: new Date(row.completedAt),
    reportedAt: new Date(row.reportedAt),
    askedAt: dateOf(row.askedAt),
    answeredAt: dateOf(row.answeredAt),
    sendingUntil: dateOf(row.sendingUntil),
    wakeAt: dateOf(row.wakeAt),
  };
}

export function clientRow(client: Client): ClientRow {
  const { reachable, seenAt, events } = client;
  return {
    ...client,
    reachable: Number(reachable),
    seenAt: seenAt.getTime(),
    events: JSON.stringify(events),
  };
}

export function toClient(row: ClientRow): Client {
  return {
    ...row,
    reachable: row.reachable === 1,
    seenAt: new Date(row.seenAt),
    events: JSON.parse(row.events),
  };
}

export function toTally(row: TallyRow): Tally {
  return { ...row, commented: row.commented === 1 };
}

export function jobRow(job: NewJob): Record<keyof NewJob, string | number | null> {
  const { payload, origin, enqueuedAt, runAt } = job;
  return {
    ...job,
    payload: JSON.stringify(payload ?? null),
    origin: origin && JSON.stringify(origin),
    enqueuedAt: enqueuedAt.getTime(),
    runAt: runAt.getTime(),
  };
}

export function toJob(row: JobRow): Job {
  return {
    ...row,
    payload: JSON.parse(row.payload) as unknown,
    origin: row.origin === null ? null : JSON.parse(row.origin),
    enqueuedAt: new Date(row.enqueuedAt),
    runAt: new Date(row.runAt),
    firstTriedAt: dateOf(row.firstTriedAt),
    leaseUntil: dateOf(row.leaseUntil),
    endedAt: dateOf(row.endedAt),
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
  };
}

function timeOf(date: Date | null): number | null {
  return date && date.getTime();
}

function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
