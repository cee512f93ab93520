import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Survey } from '../../../src/scenario/survey.ts';
import { type Dialogue, type DialogueFilter, isCounted } from '../../../src/dialogue.ts';
import type { Tally } from '../../../src/store/ports/figures.ts';
import type { Pair } from '../../contracts/store.ts';
import { aDialogue, aSurvey, tallyOf } from '../../support/dialogues.ts';

const from = new Date('2026-11-22T00:00:00Z');
const to = new Date('2026-11-22T00:00:10Z');

const moments = fc.integer({ min: 0, max: 6 }).map((s) => new Date(from.getTime() + s * 1_000));

function surveyWith(times: Record<string, Date>): Survey {
  const answeredAt = Object.fromEntries(Object.entries(times).map(([name, time]) => [name, time.getTime()]));
  return aSurvey({ answeredAt });
}

/** How a survey may stand, also as an earlier release kept it. */
const ends: fc.Arbitrary<Partial<Survey>> = fc.constantFrom<Array<Partial<Survey>>>(
  {},
  { waitsAt: 'rate', recordedAt: 5 },
  { recordedAt: 5 },
  { recordedAt: 5, withdrawnAt: 6 },
  { recordedAt: 5, ended: 'expired' },
  { ended: 'finished' },
  { ended: 'finished', withdrawnAt: 6 },
);

const fields = fc.record({
  clientId: fc.constantFrom('1', '2'),
  scenario: fc.constantFrom('csat', 'nps'),
  operator: fc.constantFrom(null, 'Olena', 'olena', "O'Brien"),
  team: fc.constantFrom(null, 'Київ', ''),
  topic: fc.constantFrom(null, '🚚', 'a.b $c'),
  scale: fc.constantFrom(null, '1-5', '0,100|100|0'),
  outcome: fc.constantFrom<Dialogue['outcome'][]>('scheduled', 'open', 'answered', 'silent', 'not_asked'),
  notAskedReason: fc.constantFrom<Dialogue['notAskedReason'][]>(null, 'cooldown', 'unreachable'),
  rating: fc.constantFrom(null, 0, 3, 4.5),
  comment: fc.constantFrom(null, '', 'Thanks'),
  reportedAt: moments,
  superseded: fc.constantFrom(false, false, true),
  deliveredAt: fc.option(moments),
  tags: fc.constantFrom<string[][]>([], ['vip'], ['vip', "a.b $c's"], ['VIP']),
  scenarioVersion: fc.constantFrom(null, 'csat@1', 'csat@2'),
  voided: fc.constantFrom(null, null, { at: 0, by: 'Ірина', reason: 'a test' }),
  disputed: fc.constantFrom(false, false, true),
  askedAt: fc.option(moments),
  answeredAt: fc.option(moments),
  survey: fc.option(
    fc
      .tuple(
        fc.record(
          { quality_answer: moments, quality_comment: moments, reason: moments },
          { requiredKeys: [] },
        ),
        ends,
      )
      .map(([times, end]) => ({ ...surveyWith(times), ...end })),
  ),
  // Seconds, so that the bounds themselves are met often.
  completedAt: fc.integer({ min: -1, max: 11 }).map((s) => new Date(from.getTime() + s * 1_000)),
});

const filters: fc.Arbitrary<DialogueFilter> = fc.record(
  {
    scenario: fc.constantFrom('csat', 'ces'),
    operator: fc.constantFrom<Array<string | string[]>>('Olena', 'OLENA', ['olena', 'Olena'], []),
    team: fc.constantFrom('Київ', ''),
    topic: fc.constantFrom('🚚'),
    version: fc.constantFrom<Array<string | string[]>>('csat@1', ['csat@1', 'csat@2'], []),
    tag: fc.constantFrom<Array<string | string[]>>('vip', ["a.b $c's", 'VIP'], []),
    rating: fc.constantFrom<Array<number | number[]>>(3, [0, 4.5], []),
  },
  { requiredKeys: [] },
);

export function testTallies(pair: Pair): void {
  it('counts what a recount of the rows counts, whatever the filter and the moment', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fields, { maxLength: 12 }),
        filters,
        fc.option(moments),
        async (rows, narrow, asOf) => {
          const channel = `tallies-${++run}`;
          const dialogues = rows.map((row) => aDialogue({ ...row, channel }));
          await Promise.all(dialogues.map((dialogue) => pair.one.insertDialogue(dialogue)));
          const filter = { ...narrow, channel };
          const tallies = await pair.other.tallies({ from, to, filter, ...(asOf && { asOf }) });
          const standing = asOf ? dialogues.flatMap((one) => standingAt(one, asOf)) : dialogues;
          // A recount of what stood then does not see the facts that came later.
          const facts = (all: Tally[]) => (asOf ? all.map((one) => ({ ...one, lastFactAt: asOf })) : all);
          expect(facts(tallies.toSorted(byFields))).toEqual(
            facts(recount(standing, filter).toSorted(byFields)),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts the start of a range in and its end out', async () => {
    const filter = { channel: 'tallies-bounds' };
    const before = new Date(from.getTime() - 1);
    const last = new Date(to.getTime() - 1);
    for (const completedAt of [before, from, last, to]) {
      await pair.one.insertDialogue(aDialogue({ ...filter, completedAt }));
    }
    expect(await pair.other.tallies({ from, to, filter })).toMatchObject([{ count: 2 }]);
    expect(await pair.other.tallies({ from: to, to: from, filter })).toEqual([]);
  });

  it('does not narrow by a filter that is undefined', async () => {
    const filter = { channel: 'tallies-undefined', operator: undefined, team: undefined };
    await pair.one.insertDialogue(aDialogue({ channel: filter.channel, completedAt: from }));
    expect(await pair.other.tallies({ from, to, filter })).toMatchObject([{ count: 1, operator: 'Olena' }]);
  });
}

/** A dialogue as it stood at a moment, by the words of TallyRange alone. */
function standingAt(dialogue: Dialogue, asOf: Date): Dialogue[] {
  if (dialogue.reportedAt >= asOf) return [];
  const times = dialogue.survey?.answeredAt ?? {};
  const inTime = (variable: string): boolean =>
    (times[variable] ?? dialogue.answeredAt?.getTime() ?? 0) < asOf.getTime();
  const rating = inTime('quality_answer') ? dialogue.rating : null;
  const comment = inTime('quality_comment') ? dialogue.comment : null;
  // Whether it had arrived is as it is now: an answer that came later says so too.
  const answered = dialogue.rating !== null || dialogue.comment !== null;
  const deliveredAt = dialogue.deliveredAt ?? (answered ? new Date(0) : null);
  const standing = { ...dialogue, rating, comment, deliveredAt };
  const asked = ['open', 'answered', 'silent'].includes(dialogue.outcome);
  if (!asked || rating !== null || comment !== null) return [standing];
  if (dialogue.askedAt !== null && dialogue.askedAt >= asOf) return [{ ...standing, outcome: 'scheduled' }];
  return [{ ...standing, outcome: dialogue.outcome === 'answered' ? 'open' : dialogue.outcome }];
}

function recount(dialogues: Dialogue[], filter: DialogueFilter): Tally[] {
  const counted = new Map<string, Tally>();
  for (const dialogue of dialogues) {
    const outside = dialogue.completedAt < from || dialogue.completedAt >= to;
    const { version, tag, ...names } = filter;
    const isAmong = (value: unknown, wanted: unknown) => [wanted].flat().includes(value);
    const narrowed =
      Object.entries(names).some(([field, wanted]) => !isAmong(dialogue[field as keyof Dialogue], wanted)) ||
      (version !== undefined && !isAmong(dialogue.scenarioVersion, version)) ||
      (tag !== undefined && !dialogue.tags.some((one) => isAmong(one, tag)));
    if (outside || narrowed || !isCounted(dialogue)) continue;
    const { count: one, reportedAt, lastFactAt, ...group } = tallyOf(dialogue);
    const key = JSON.stringify(group);
    const known = counted.get(key) ?? { count: 0, reportedAt, lastFactAt };
    const later = (a: Date, b: Date): Date => (a > b ? a : b);
    counted.set(key, {
      ...group,
      count: known.count + one,
      reportedAt: later(known.reportedAt, reportedAt),
      lastFactAt: later(known.lastFactAt, lastFactAt),
    });
  }
  return [...counted.values()];
}

const fieldNames = [
  'scenario',
  'operator',
  'team',
  'topic',
  'scale',
  'outcome',
  'notAskedReason',
  'rating',
  'commented',
  'disputed',
  'delivered',
  'finished',
];

function byFields(a: Tally, b: Tally): number {
  return JSON.stringify(a, fieldNames) < JSON.stringify(b, fieldNames) ? -1 : 1;
}
