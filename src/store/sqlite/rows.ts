import { answerTimes, changedFields, type Client, type Dialogue, isCounted } from '../../dialogue.ts';
import type { Tally } from '../ports/figures.ts';
import type { Job, NewJob } from '../ports/jobs.ts';

/** How SQLite keeps a value: a date as milliseconds since the epoch, a boolean as 0 or 1, the rest as JSON. */
type Kept<T> = T extends string | number | null ? T : T extends Date | boolean ? number : string;
type Row<T> = { [Field in keyof T]: Kept<T[Field]> };

/** What figures ask by: when answers were given, and whether the dialogue counts. */
type Derived = ReturnType<typeof answerTimes> & { counted: boolean };
export type DialogueRow = Row<Dialogue & Derived>;
export type ClientRow = Row<Client>;
export type TallyRow = Row<Tally>;
export type JobRow = Row<Omit<Job, 'payload' | 'result'>> & { payload: string; result: string | null };

export function dialogueRow(dialogue: Dialogue): DialogueRow {
  return rowOf({ ...dialogue, ...derivedOf(dialogue) });
}

/** The columns in which the rows of two states of one dialogue differ. */
export function changedColumns(next: Dialogue, before: Dialogue): Partial<DialogueRow> {
  const [now, then] = [derivedOf(next), derivedOf(before)];
  const fields = changedFields(next, before).map((field) => [field, next[field]]);
  const derived = Object.entries(now).filter(
    ([name, value]) => keep(value) !== keep(then[name as keyof Derived]),
  );
  return rowOf(Object.fromEntries([...fields, ...derived])) as Partial<DialogueRow>;
}

function derivedOf(dialogue: Dialogue): Derived {
  return { ...answerTimes(dialogue), counted: isCounted(dialogue) };
}

function rowOf<T extends object>(fields: T): Row<T> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, keep(value)])) as Row<T>;
}

function keep(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
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

export const clientRow = (client: Client): ClientRow => rowOf(client);

export function toClient(row: ClientRow): Client {
  return {
    ...row,
    reachable: row.reachable === 1,
    seenAt: new Date(row.seenAt),
    events: JSON.parse(row.events),
  };
}

export function toTally(row: TallyRow): Tally {
  const times = { reportedAt: new Date(row.reportedAt), lastFactAt: new Date(row.lastFactAt) };
  return { ...row, commented: row.commented === 1, ...times };
}

export function jobRow(job: NewJob): Record<keyof NewJob, string | number | null> {
  // A payload is JSON whatever it is, a text too.
  return { ...rowOf(job), payload: JSON.stringify(job.payload ?? null) };
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

function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
