import { answerTimes, type Dialogue, isFinished } from '../../src/dialogue.ts';
import type { Survey } from '../../src/scenario/survey.ts';
import type { Tally } from '../../src/store/ports/figures.ts';

let built = 0;

/** Ids begin anew in each file of tests, so that they do not depend on which files ran before in its worker. */
export function restartIds(): void {
  built = 0;
}

/** A dialogue that was asked about and is open; each has ids of its own. */
export function aDialogue(overrides: Partial<Dialogue> = {}): Dialogue {
  const id = `dialogue${String(++built).padStart(4, '0')}`;
  return {
    id,
    channel: 'telegram',
    clientId: '1001',
    externalId: `ext-${id}`,
    purpose: 'csat',
    round: 1,
    reopenedAt: null,
    superseded: false,
    voided: null,
    disputed: false,
    course: [],
    operator: 'Olena',
    team: 'support',
    topic: 'delivery',
    tags: [],
    scenario: 'csat',
    language: null,
    completedAt: new Date('2026-11-22T09:00:00Z'),
    reportedAt: new Date('2026-11-22T09:00:05Z'),
    outcome: 'open',
    notAskedReason: null,
    notAskedAt: null,
    scale: '1-5',
    rating: null,
    comment: null,
    askedAt: new Date('2026-11-22T09:01:00Z'),
    scenarioVersion: null,
    deliveredAt: null,
    answeredAt: null,
    survey: null,
    events: [],
    outbox: [],
    sendingBy: null,
    sendingUntil: null,
    wakeAt: null,
    revision: 0,
    ...overrides,
  };
}

/** A survey that has ended and saved nothing. */
export function aSurvey(overrides: Partial<Survey> = {}): Survey {
  return {
    version: 'v',
    language: 'en',
    waitsAt: null,
    waitsSince: 0,
    variables: {},
    answeredAt: {},
    prompts: {},
    expiresAt: null,
    remindAt: null,
    recordedAt: null,
    ...overrides,
  };
}

/** One tally for each dialogue: the coarsest thing that a store may return. */
export function tallyOf(one: Dialogue): Tally {
  const { channel, scenario, operator, team, topic, scale, outcome, notAskedReason, rating, comment } = one;
  const { disputed } = one;
  const fields = { channel, scenario, operator, team, topic, scale, outcome, notAskedReason, rating };
  const { ratedAt, commentedAt } = answerTimes(one);
  const times = [one.reportedAt, one.askedAt, ratedAt, commentedAt].map((time) => time?.getTime() ?? 0);
  const facts = { reportedAt: one.reportedAt, lastFactAt: new Date(Math.max(...times)) };
  const delivered = one.deliveredAt !== null || rating !== null || comment !== null;
  const flags = { commented: comment !== null, disputed, delivered, finished: isFinished(one) };
  return { ...fields, ...flags, count: 1, ...facts };
}
