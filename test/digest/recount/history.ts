import fc from 'fast-check';
import type { Dialogue } from '../../../src/dialogue.ts';
import type { Store } from '../../../src/store/store.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';
import { momentAt } from './clocks.ts';

/** All that happens to one round of a dialogue, with its moments in milliseconds since the epoch. */
export interface Fate {
  id: string;
  externalId: string;
  round: number;
  channel: string;
  operator: string | null;
  team: string | null;
  scale: string | null;
  completedAt: number;
  reportedAt: number;
  notAsked: 'cooldown' | 'unreachable' | 'own_dialogue' | null;
  /** Until then it is scheduled. */
  askedAt: number;
  /** The first rating, and what the client changed it to. */
  ratings: ReadonlyArray<{ at: number; rating: number }>;
  commentedAt: number | null;
  expiredAt: number | null;
  voidedAt: number | null;
  disputedAt: number | null;
  /** When the next round was reported. */
  supersededAt: number | null;
}

/** A zone, days around one on which its clocks change, and when digests come there. */
export interface Setting {
  zone: string;
  from: string;
  digestAt: string;
}

/** Ratings that a scale allows, and how it counts them; written out here a second time. */
export const scales: Record<string, { values: number[]; satisfied: number[]; dissatisfied: number[] }> = {
  '1-5': { values: [1, 2, 3, 4, 5], satisfied: [4, 5], dissatisfied: [1, 2] },
  '0/5/10': { values: [0, 5, 10], satisfied: [10], dissatisfied: [0] },
  '0,100|100|0': { values: [0, 100], satisfied: [100], dissatisfied: [0] },
  nps: {
    values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    satisfied: [9, 10],
    dissatisfied: [0, 1, 2, 3, 4, 5, 6],
  },
  ces: { values: [1, 2, 3, 4, 5, 6, 7], satisfied: [5, 6, 7], dissatisfied: [1, 2, 3] },
};

export const DAYS = 6;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const settings: fc.Arbitrary<Setting> = fc.constantFrom(
  { zone: 'Europe/Kyiv', from: '2026-10-22', digestAt: '09:00' },
  { zone: 'Europe/Kyiv', from: '2026-10-22', digestAt: '03:30' },
  { zone: 'Europe/Kyiv', from: '2026-03-26', digestAt: '03:30' },
  { zone: 'America/New_York', from: '2026-10-29', digestAt: '01:30' },
  { zone: 'America/New_York', from: '2026-03-05', digestAt: '02:30' },
  { zone: 'Australia/Lord_Howe', from: '2026-04-02', digestAt: '09:00' },
  { zone: 'Africa/Cairo', from: '2026-04-21', digestAt: '00:00' },
  { zone: 'Asia/Kolkata', from: '2026-06-01', digestAt: '09:00' },
);

const kinds = fc.constantFrom('rated', 'rerated', 'both', 'comment', 'open', 'expired', 'not_asked');

/** Around the moment up to which a digest tells, or within the hour by which the clocks may change. */
const seconds = fc.oneof(fc.integer({ min: -70, max: 70 }), fc.integer({ min: 0, max: 3600 }));

const drawn = fc.record({
  channel: fc.constantFrom('telegram', 'viber'),
  operator: fc.constantFrom('Olena', ' olena', 'Андрій', 'Maria', null),
  team: fc.constantFrom('Support', 'SUPPORT', 'Sales', null),
  scale: fc.constantFrom('1-5', '1-5', '1-5', '0/5/10', '0,100|100|0', 'nps', 'ces'),
  kind: kinds,
  notAsked: fc.constantFrom('cooldown', 'unreachable', 'own_dialogue'),
  picks: fc.tuple(fc.nat(1000), fc.nat(1000)),
  /** A part of the time in which it may be; or about when a digest is made. */
  moments: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ part: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      {
        weight: 1,
        arbitrary: fc.record({ digest: fc.nat(DAYS), seconds }),
      },
    ),
    { minLength: 6, maxLength: 6 },
  ),
  fate: fc.constantFrom('kept', 'kept', 'kept', 'voided', 'disputed', 'again'),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** @param calm true: nothing is taken out of the figures once it was counted */
export const histories = (calm = false): fc.Arbitrary<{ setting: Setting; fates: Fate[] }> =>
  fc
    .record({ setting: settings, all: fc.array(drawn, { minLength: 1, maxLength: 40, size: 'max' }) })
    .map((one) => ({
      setting: one.setting,
      fates: linked(
        one.all.map((item) => fateOf(item, one.setting)),
        one.all.map(({ fate }) => !calm && fate === 'again'),
      ).map((fate) => (calm ? { ...fate, voidedAt: null } : fate)),
    }));

let ids = 0;

function fateOf(
  { kind, moments, picks, fate, notAsked, scale, ...place }: Drawn,
  { zone, from, digestAt }: Setting,
): Fate {
  const start = momentAt(from, '00:00', zone);
  const momentOf = (moment: Drawn['moments'][number], begin: number, span: number): number =>
    'part' in moment
      ? Math.floor(begin + moment.part ** (begin === start ? 1 : 3) * span)
      : start + moment.digest * DAY_MS + offsetOf(digestAt) + moment.seconds * 1000;
  const [completed, ...others] = moments;
  const completedAt = momentOf(completed ?? { part: 0 }, start, DAYS * DAY_MS);
  // Most of it happens soon, some of it days later.
  const [reportedAt = 0, askedAt = 0, first = 0, second = 0, last = 0] = others
    .map((moment) => Math.max(completedAt, momentOf(moment, completedAt, 3 * DAY_MS)))
    .toSorted((a, b) => a - b);
  const values = scales[scale]?.values ?? [];
  const rating = (pick: number): number => values[pick % values.length] ?? 0;
  const rated = { at: first, rating: rating(picks[0]) };
  const id = `d${++ids}`;
  return {
    ...place,
    id,
    externalId: id,
    round: 1,
    scale,
    completedAt,
    reportedAt,
    askedAt,
    notAsked: kind === 'not_asked' ? notAsked : null,
    ratings:
      kind === 'rated' || kind === 'both'
        ? [rated]
        : kind === 'rerated'
          ? [rated, { at: second, rating: rating(picks[1]) }]
          : [],
    commentedAt: kind === 'both' ? second : kind === 'comment' ? first : null,
    expiredAt: kind === 'expired' ? first : null,
    voidedAt: fate === 'voided' ? last : null,
    disputedAt: fate === 'disputed' && (kind === 'rated' || kind === 'both') ? last : null,
    supersededAt: null,
  };
}

/** About when the clocks show the time of the digest; on a day on which they change some other moment is as good. */
function offsetOf(digestAt: string): number {
  const [hours = 0, minutes = 0] = digestAt.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE_MS;
}

/** Makes some of the fates a second round of the one before. */
function linked(fates: readonly Fate[], again: readonly boolean[]): Fate[] {
  const all = [...fates];
  for (const [index, isAgain] of again.entries()) {
    const [one, next] = [all[index], all[index + 1]];
    if (!isAgain || !one || !next || one.round > 1 || next.reportedAt <= one.reportedAt) continue;
    all[index] = { ...one, supersededAt: next.reportedAt };
    all[index + 1] = { ...next, externalId: one.externalId, channel: one.channel, round: 2 };
  }
  return all;
}

/** Writes into a store what has happened by a moment. */
export async function write(store: Store, fates: readonly Fate[], now: number): Promise<void> {
  for (const fate of fates) {
    if (fate.reportedAt > now) continue;
    const wanted = dialogueAt(fate, now);
    const found = await store.findDialogue(wanted.channel, wanted.clientId, wanted.id);
    if (!found) await store.insertDialogue(wanted);
    else if (!(await store.saveDialogue({ ...wanted, revision: found.revision }))) throw new Error('lost');
  }
}

/** How the survey of a fate would keep it at a moment. */
function dialogueAt(fate: Fate, now: number): Dialogue {
  const by = (at: number | null): at is number => at !== null && at <= now;
  const { id, externalId, round, channel, operator, team, scale, notAsked } = fate;
  const given = fate.ratings.filter(({ at }) => by(at));
  const [first] = given;
  const commented = by(fate.commentedAt) ? fate.commentedAt : null;
  const asked = notAsked === null && by(fate.askedAt);
  const heard = [first?.at, commented].filter((at) => at !== undefined && at !== null);
  const unheard = by(fate.expiredAt) ? 'silent' : asked ? 'open' : 'scheduled';
  return aDialogue({
    id,
    externalId,
    round,
    channel,
    operator,
    team,
    scale,
    topic: null,
    completedAt: new Date(fate.completedAt),
    reportedAt: new Date(fate.reportedAt),
    askedAt: asked ? new Date(fate.askedAt) : null,
    outcome: notAsked !== null ? 'not_asked' : heard.length > 0 ? 'answered' : unheard,
    notAskedReason: notAsked,
    rating: given.at(-1)?.rating ?? null,
    comment: commented === null ? null : commentOf(fate),
    answeredAt: heard.length > 0 ? new Date(Math.min(...heard)) : null,
    survey: aSurvey({
      answeredAt: {
        ...(first && { quality_answer: first.at }),
        ...(commented !== null && { quality_comment: commented }),
      },
    }),
    voided: by(fate.voidedAt) ? { at: fate.voidedAt, by: 'api', reason: 'a test' } : null,
    disputed: by(fate.disputedAt),
    superseded: by(fate.supersededAt),
  });
}

export const commentOf = ({ id }: Fate): string => `word ${id}.`;
