import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Dialogue, DialogueFilter, Tally } from '../../../src/store/store.ts';
import type { Pair } from '../../contracts/store.ts';
import { aDialogue } from '../../support/dialogues.ts';

const from = new Date('2026-11-22T00:00:00Z');
const to = new Date('2026-11-22T00:00:10Z');

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
  // Seconds, so that the bounds themselves are met often.
  completedAt: fc.integer({ min: -1, max: 11 }).map((s) => new Date(from.getTime() + s * 1_000)),
});

const filters: fc.Arbitrary<DialogueFilter> = fc.record(
  {
    scenario: fc.constantFrom('csat', 'ces'),
    operator: fc.constantFrom('Olena', 'OLENA'),
    team: fc.constantFrom('Київ', ''),
    topic: fc.constantFrom('🚚'),
  },
  { requiredKeys: [] },
);

export function testTallies(pair: Pair): void {
  it('counts what a recount of the rows counts, whatever the filter', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { maxLength: 12 }), filters, async (rows, narrow) => {
        const channel = `tallies-${++run}`;
        const dialogues = rows.map((row) => aDialogue({ ...row, channel }));
        await Promise.all(dialogues.map((dialogue) => pair.one.insertDialogue(dialogue)));
        const filter = { ...narrow, channel };
        const tallies = await pair.other.tallies({ from, to, filter });
        expect(tallies.toSorted(byFields)).toEqual(recount(dialogues, filter).toSorted(byFields));
      }),
      { numRuns: 20 },
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

function recount(dialogues: Dialogue[], filter: DialogueFilter): Tally[] {
  const counted = new Map<string, Tally>();
  for (const dialogue of dialogues) {
    const { channel, scenario, operator, team, topic, scale, outcome, notAskedReason, rating } = dialogue;
    const outside = dialogue.completedAt < from || dialogue.completedAt >= to;
    const narrowed = Object.entries(filter).some(
      ([field, wanted]) => dialogue[field as keyof Dialogue] !== wanted,
    );
    if (outside || narrowed) continue;
    const commented = dialogue.comment !== null;
    const group = {
      channel,
      scenario,
      operator,
      team,
      topic,
      scale,
      outcome,
      notAskedReason,
      rating,
      commented,
    };
    const key = JSON.stringify(group);
    counted.set(key, { ...group, count: (counted.get(key)?.count ?? 0) + 1 });
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
];

function byFields(a: Tally, b: Tally): number {
  return JSON.stringify(a, fieldNames) < JSON.stringify(b, fieldNames) ? -1 : 1;
}
