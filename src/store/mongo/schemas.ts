/**
 * The documents of `mongo.ts`, as mongoose takes them; fields bear the names of the port.
 *
 * Dialogues and clients may be sharded by { channel, clientId }: their unique indexes begin with it, and
 * every write carries it.
 */

import { notAskedReasons, purposes, reportedDimensions } from '../../dialogue.ts';

const text = { type: String, required: true } as const;
const textOrNull = { type: String, default: null } as const;
const date = { type: Date, required: true } as const;
const mixed = { type: Object, default: null } as const;
const dateOrNull = { type: Date, default: null } as const;

/** Dialogues that nobody waits for have no entry; a query says `waiting` again, or it could not use the index. */
export const waiting = { $type: 'date' } as const;

export const dialogueDefinition = {
  _id: text,
  channel: text,
  clientId: text,
  externalId: text,
  purpose: { ...text, enum: purposes },
  round: { type: Number, required: true },
  reopenedAt: Date,
  superseded: Boolean,
  voided: Object,
  disputed: Boolean,
  uncounted: Boolean,
  finished: Boolean,
  course: [Object],
  ...Object.fromEntries(reportedDimensions.map((name) => [name, textOrNull])),
  tags: [String],
  scenario: text,
  language: textOrNull,
  completedAt: date,
  reportedAt: date,
  outcome: { ...text, enum: ['scheduled', 'open', 'answered', 'silent', 'not_asked'] },
  notAskedReason: { ...textOrNull, enum: [...notAskedReasons, null] },
  notAskedAt: Date,
  scale: textOrNull,
  rating: { type: Number, default: null },
  comment: textOrNull,
  askedAt: dateOrNull,
  scenarioVersion: textOrNull,
  deliveredAt: dateOrNull,
  answeredAt: dateOrNull,
  survey: { type: Object, default: null },
  events: [Object],
  outbox: [Object],
  sendingBy: textOrNull,
  sendingUntil: dateOrNull,
  wakeAt: dateOrNull,
  ratedAt: dateOrNull,
  commentedAt: dateOrNull,
  heardAt: dateOrNull,
  revision: { type: Number, required: true },
  changedAt: Date,
  marks: [Object],
};

export const dialogueIndexes = [
  {
    name: 'round_once',
    key: { channel: 1, clientId: 1, externalId: 1, purpose: 1, round: 1 },
    unique: true,
  },
  { name: 'external', key: { externalId: 1 } },
  { name: 'recent', key: { channel: 1, clientId: 1, askedAt: -1 } },
  { name: 'due', key: { wakeAt: 1 }, partialFilterExpression: { wakeAt: waiting } },
  { name: 'newest', key: { completedAt: -1, _id: 1 } },
  {
    name: 'changed',
    key: { changedAt: 1, completedAt: 1 },
    partialFilterExpression: { changedAt: { $type: 'date' } },
  },
  { name: 'heard', key: { heardAt: 1 }, partialFilterExpression: { heardAt: { $type: 'date' } } },
  {
    name: 'rated',
    key: { rating: 1, scale: 1, completedAt: -1, _id: 1 },
    partialFilterExpression: { rating: { $type: 'number' } },
  },
] as const;

export const clientDefinition = {
  channel: text,
  clientId: text,
  name: textOrNull,
  locale: textOrNull,
  reachable: { type: Boolean, required: true },
  seenAt: date,
  optedOutAt: Date,
  wroteAt: Date,
  events: [Object],
};

export const clientIndexes = [{ name: 'client', key: { channel: 1, clientId: 1 }, unique: true }] as const;

/** `_id` is the version. */
export const scenarioDefinition = { _id: text, text };

/** `_id` is the job's key. */
export const jobDefinition = {
  _id: text,
  kind: text,
  payload: mixed,
  ordering: textOrNull,
  origin: mixed,
  enqueuedAt: date,
  runAt: date,
  attempts: { type: Number, required: true },
  firstTriedAt: Date,
  owner: textOrNull,
  leaseUntil: dateOrNull,
  state: { ...text, enum: ['waiting', 'done', 'given_up'] },
  endedAt: dateOrNull,
  reason: textOrNull,
  result: mixed,
};

export const jobIndexes = [
  {
    name: 'due',
    key: { runAt: 1, enqueuedAt: 1, _id: 1 },
    partialFilterExpression: { state: 'waiting' },
  },
  {
    name: 'ordering',
    key: { ordering: 1, enqueuedAt: 1, _id: 1 },
    partialFilterExpression: { state: 'waiting' },
  },
  { name: 'state', key: { state: 1, enqueuedAt: -1, _id: -1 } },
  { name: 'kind', key: { kind: 1, _id: -1 } },
  { name: 'kind_state', key: { kind: 1, state: 1, enqueuedAt: -1, _id: -1 } },
] as const;

/** `_id` is the kind and the id. */
export const recordDefinition = {
  _id: text,
  kind: text,
  id: text,
  at: date,
  tag: textOrNull,
  body: text,
  revision: { type: Number, required: true },
};

export const recordIndexes = [
  { name: 'newest', key: { kind: 1, at: -1, id: -1 } },
  { name: 'tag', key: { kind: 1, tag: 1, at: -1, id: -1 } },
] as const;

/** Which of the migrations these documents have had. */
export const schemaDefinition = { _id: text, version: Number };
