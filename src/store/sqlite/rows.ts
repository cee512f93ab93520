import {
  answerTimes,
  changedFields,
  type Client,
  type Dialogue,
  isCounted,
  isFinished,
  type SeenEvent,
} from '../../dialogue.ts';
import type { Tally } from '../ports/figures.ts';
import type { Job, NewJob } from '../ports/jobs.ts';
import { besideSurvey, readSurvey, writeSurvey } from './survey-text.ts';

/** How SQLite keeps a value: a date as milliseconds since the epoch, a boolean as 0 or 1, the rest as JSON. */
type Kept<T> = T extends string | number | null ? T : T extends Date | boolean ? number : string;
export type Row<T> = { [Field in keyof T]: Kept<T[Field]> };

/** What figures ask by: when answers were given, whether the dialogue counts, and whether its survey was finished. */
type Derived = ReturnType<typeof answerTimes> & { counted: boolean; finished: boolean };
/** `finished` is null in rows of an earlier release: there the survey's text alone says it. */
export type DialogueRow = Row<Dialogue & Derived>;
export type ClientRow = Row<Client>;
export type TallyRow = Row<Tally>;
export type JobRow = Row<Omit<Job, 'payload' | 'result'>> & { payload: string; result: string | null };

export function dialogueRow(dialogue: Dialogue): DialogueRow {
  const { survey, events } = dialogue;
  const written = { survey: survey && writeSurvey(survey, dialogue), events: writeEvents(events) };
  return rowOf(Object.assign(derivedOf(dialogue), dialogue, written)) as DialogueRow;
}

/** The columns in which the rows of two states of one dialogue differ. */
export function changedColumns(next: Dialogue, before: Dialogue): Partial<DialogueRow> {
  const columns: Record<string, unknown> = {};
  const changed = changedFields(next, before);
  for (const name of changed) {
    if (name === 'events') columns.events = writeEvents(next.events);
    else if (name !== 'survey') columns[name] = keep(next[name]);
  }
  if (changed.includes('survey') || besideSurvey.some((name) => name in columns)) {
    columns.survey = next.survey && writeSurvey(next.survey, next);
  }
  const [now, then] = [derivedOf(next), derivedOf(before)];
  for (const name in now) {
    const value = keep(now[name as keyof Derived]);
    if (value !== keep(then[name as keyof Derived])) columns[name] = value;
  }
  return columns as Partial<DialogueRow>;
}

/** An event takes two thirds less without the names of its fields. */
function writeEvents(events: readonly SeenEvent[]): string {
  return JSON.stringify(events.map(({ id, at }) => [id, at]));
}

function readEvents(text: string): SeenEvent[] {
  return (JSON.parse(text) as Array<[id: string, at: number]>).map(([id, at]) => ({ id, at }));
}

/** How an event's id stands in the text of the events. */
export const eventMark = (id: string): string => `[${JSON.stringify(id)},`;

function derivedOf(dialogue: Dialogue): Derived {
  return { counted: isCounted(dialogue), finished: isFinished(dialogue), ...answerTimes(dialogue) };
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
  finished: _finished,
  ...row
}: DialogueRow): Dialogue {
  return {
    ...row,
    superseded: row.superseded === 1,
    disputed: row.disputed === 1,
    voided: row.voided === null ? null : JSON.parse(row.voided),
    course: JSON.parse(row.course),
    reopenedAt: dateOf(row.reopenedAt),
    deliveredAt: dateOf(row.deliveredAt),
    tags: JSON.parse(row.tags),
    survey: row.survey === null ? null : readSurvey(row.survey, row),
    events: readEvents(row.events),
    outbox: JSON.parse(row.outbox),
    completedAt: new Date(row.completedAt),
    reportedAt: new Date(row.reportedAt),
    notAskedAt: dateOf(row.notAskedAt),
    askedAt: dateOf(row.askedAt),
    answeredAt: dateOf(row.answeredAt),
    sendingUntil: dateOf(row.sendingUntil),
    wakeAt: dateOf(row.wakeAt),
  };
}

/** Without the opt-out, which is written by itself. */
export const clientRow = (client: Omit<Client, 'optedOutAt'>): Omit<ClientRow, 'optedOutAt'> =>
  rowOf({ ...client, events: writeEvents(client.events) }) as Omit<ClientRow, 'optedOutAt'>;

export function toClient(row: ClientRow): Client {
  return {
    ...row,
    reachable: row.reachable === 1,
    seenAt: new Date(row.seenAt),
    optedOutAt: dateOf(row.optedOutAt),
    wroteAt: dateOf(row.wroteAt),
    events: readEvents(row.events),
  };
}

export function toTally(row: TallyRow): Tally {
  const times = { reportedAt: new Date(row.reportedAt), lastFactAt: new Date(row.lastFactAt) };
  const { commented, disputed, delivered, finished } = row;
  const flags = { commented: commented === 1, disputed: disputed === 1 };
  return { ...row, ...flags, delivered: delivered === 1, finished: finished === 1, ...times };
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
