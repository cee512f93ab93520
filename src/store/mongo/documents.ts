import type { Survey } from '../../scenario/survey.ts';
import {
  answerTimes,
  changedFields,
  countedFacts,
  type Client,
  type Dialogue,
  dimensions,
  dimensionsOf,
  isCounted,
  isFinished,
} from '../../dialogue.ts';
import { dialogueDefinition } from './schemas.ts';
import type { DialogueRange } from '../ports/figures.ts';
import type { Job } from '../ports/jobs.ts';

type Rare = 'reopenedAt' | 'superseded' | 'voided' | 'disputed' | 'course' | 'notAskedAt';

/** A dialogue as MongoDB keeps it. */
export type DialogueDocument = Omit<Dialogue, 'id' | 'survey' | Rare> & {
  _id: string;
  survey: SurveyDocument | null;
  /** When one of `countedFacts` was last written, by the server's clock; of an older release's writes nobody knows. */
  changedAt?: Date;
  /** ObjectIds of the last saves that shared a command: see `connection/grouped-saves.ts`. */
  marks?: Array<{ toString(): string }>;
} & Partial<Pick<Dialogue, Rare>> &
  Partial<ReturnType<typeof answerTimes> & { uncounted: true; finished: true }>;

type SurveyDocument = Omit<Survey, 'variables' | 'answeredAt' | 'prompts'> & {
  variables: Pair<Survey['variables'][string]>[];
  answeredAt: Pair<number>[];
  prompts: Pair<string>[];
};

/** MongoDB and mongoose give a meaning to some names of fields (`$x`, `a.b`, `constructor`), so no name of a scenario is one. */
interface Pair<V> {
  name: string;
  value: V;
}

export function toDocument(dialogue: Dialogue): DialogueDocument {
  const { id, survey, reopenedAt, superseded, voided, disputed, course, notAskedAt, ...rest } = dialogue;
  return {
    _id: id,
    // Of nearly every dialogue there is nothing to say here, and a shorter document is counted faster.
    ...(!isCounted(dialogue) && { uncounted: true as const }),
    ...(reopenedAt && { reopenedAt }),
    ...(superseded && { superseded }),
    ...(voided && { voided }),
    ...(disputed && { disputed }),
    ...(course.length > 0 && { course }),
    ...(notAskedAt && { notAskedAt }),
    ...rest,
    ...answerTimes(dialogue),
    ...(isFinished(dialogue) && { finished: true as const }),
    survey: survey && {
      ...survey,
      variables: toPairs(survey.variables),
      answeredAt: toPairs(survey.answeredAt),
      prompts: toPairs(survey.prompts),
    },
  };
}

/**
 * What makes one state of a dialogue's document another one; without the other, what makes it from any. It goes to the
 * driver as it is: mongoose's cast of an update takes half of the CPU of a save.
 * @throws {RangeError} for a field that a dialogue has not, a date that is none and a word that is not among its field's
 */
export function changesOf(next: Dialogue, before?: Dialogue): Changes {
  const document: Record<string, unknown> = toDocument(next);
  const fields = before ? changedNames(next, before) : [...Object.keys(document), ...rarelyThere];
  const names = fields.filter((name) => !keyFields.includes(name));
  const isCountedAnew = names.some((name) => countedNames.has(name));
  const present = names.filter((name) => name in document);
  for (const name of present) refuseInvalid(name, document[name]);
  const absent = names.filter((name) => !(name in document));
  return {
    $inc: { revision: 1 },
    // MongoDB before 5.0 refuses an operator without fields.
    ...(present.length > 0 && { $set: Object.fromEntries(present.map((name) => [name, document[name]])) }),
    ...(absent.length > 0 && { $unset: Object.fromEntries(absent.map((name) => [name, 1])) }),
    ...(isCountedAnew && countedAnew),
  };
}

function refuseInvalid(name: string, value: unknown): void {
  const field = (dialogueDefinition as Record<string, { enum?: readonly unknown[] } | undefined>)[name];
  if (!field) throw new RangeError(`${name} is no field of a dialogue`);
  if (value instanceof Date && Number.isNaN(value.getTime())) throw new RangeError(`${name} is not a date`);
  if (field.enum?.includes(value) === false) throw new RangeError(`${name} is not one of its words`);
}

/** Operators of an update. */
type Changes = Readonly<Record<string, object>>;

/** Part of every write of a counted fact. */
export const countedAnew = { $currentDate: { changedAt: true } } as const;

const keyFields: readonly string[] = ['_id', 'channel', 'clientId', 'revision'];
const rarelyThere = [
  'reopenedAt',
  'superseded',
  'voided',
  'disputed',
  'course',
  'notAskedAt',
  'uncounted',
  'finished',
] as const;
const countedNames = new Set<string>([...countedFacts, 'uncounted']);

function changedNames(next: Dialogue, before: Dialogue): string[] {
  const [now, then] = [answerTimes(next), answerTimes(before)];
  const times = (['ratedAt', 'commentedAt', 'heardAt'] as const).filter(
    (name) => now[name]?.getTime() !== then[name]?.getTime(),
  );
  const isCountedOtherwise = isCounted(next) !== isCounted(before);
  const isFinishedOtherwise = isFinished(next) !== isFinished(before);
  return [
    ...changedFields(next, before),
    ...times,
    ...(isCountedOtherwise ? ['uncounted'] : []),
    ...(isFinishedOtherwise ? ['finished'] : []),
  ];
}

/** What version 0.1 kept in the place of `events`. */
interface EarlierDocument {
  eventIds?: string[];
}

export function toDialogue(document: DialogueDocument & EarlierDocument): Dialogue {
  const {
    _id,
    survey,
    ratedAt,
    commentedAt,
    heardAt,
    uncounted: _uncounted,
    finished: _finished,
    changedAt: _changedAt,
    marks: _marks,
    eventIds = [],
    ...rest
  } = document;
  const at = (rest.answeredAt ?? rest.askedAt ?? rest.reportedAt).getTime();
  return {
    id: _id,
    ...firstRound,
    ...rest,
    ...dimensionsOf(rest),
    course: rest.course ?? [],
    events: rest.events ?? eventIds.map((id) => ({ id, at })),
    sendingBy: rest.sendingBy ?? null,
    survey: survey && {
      ...survey,
      variables: fromPairs(survey.variables),
      answeredAt: fromPairs(survey.answeredAt),
      prompts: fromPairs(survey.prompts),
    },
  };
}

const firstRound = {
  purpose: 'csat',
  round: 1,
  reopenedAt: null,
  superseded: false,
  voided: null,
  disputed: false,
  notAskedAt: null,
  scenarioVersion: null,
  deliveredAt: null,
} as const;

/** A client as MongoDB keeps it. */
export type ClientDocument = Omit<Client, Late> & Partial<Pick<Client, Late>>;
type Late = 'events' | 'optedOutAt' | 'wroteAt';

export function toClient({ optedOutAt = null, wroteAt = null, ...document }: ClientDocument): Client {
  return { ...document, optedOutAt, wroteAt, events: document.events ?? [] };
}

export function inRange({ from, to, filter = {} }: DialogueRange) {
  const narrowed = dimensions.flatMap((name) => {
    const wanted = filter[name];
    return wanted === undefined ? [] : [[name, typeof wanted === 'string' ? wanted : { $in: [...wanted] }]];
  });
  const { version, tag, rating } = filter;
  return {
    completedAt: { $gte: from, $lt: to },
    ...Object.fromEntries(narrowed),
    ...(version !== undefined && { scenarioVersion: { $in: [version].flat() } }),
    ...(tag !== undefined && { tags: { $in: [tag].flat() } }),
    ...(rating !== undefined && { rating: { $in: [rating].flat() } }),
  };
}

/** What figures count: see `isCounted`. The field stands in the other documents alone. */
export const counted = { uncounted: null } as const;

/** A job as MongoDB keeps it. */
export type JobDocument = Omit<Job, 'key' | 'firstTriedAt'> & { _id: string; firstTriedAt?: Date };

export function toJob({
  _id,
  firstTriedAt = null,
  ...job
}: Omit<JobDocument, 'firstTriedAt'> & { firstTriedAt?: Date | null }): Job {
  return { key: _id, ...job, firstTriedAt };
}

function toPairs<V>(record: Record<string, V>): Pair<V>[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

function fromPairs<V>(pairs: Pair<V>[]): Record<string, V> {
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}

/** As it is kept; the body as JSON text, since its keys may be names that MongoDB reads otherwise. */
export interface RecordDocument {
  _id: string;
  kind: string;
  id: string;
  at: Date;
  tag: string | null;
  body: string;
  revision: number;
}
