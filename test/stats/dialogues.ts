import fc from 'fast-check';
import { parseScaleKey } from '../../src/scale.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { aDialogue } from '../support/dialogues.ts';

/** A dialogue that was rated 5 of 5, changed as a test needs it. */
export function dialogue(changes: Partial<Dialogue> & Pick<Dialogue, 'id'>): Dialogue {
  const completedAt = changes.completedAt ?? new Date('2026-11-22T10:00:00Z');
  const times = { reportedAt: completedAt, askedAt: completedAt, answeredAt: completedAt };
  const helpdesk = { externalId: changes.id, team: 'Support', topic: 'Billing' };
  return aDialogue({ completedAt, ...times, ...helpdesk, outcome: 'answered', rating: 5, ...changes });
}

const name = (...names: string[]) => fc.option(fc.constantFrom(...names));

const places = fc.record({
  channel: fc.constantFrom('telegram', 'viber'),
  scenario: fc.constantFrom('csat', 'thumbs', 'comment-only'),
  operator: name('Olena', 'Andriy', "D'Arcy"),
  team: name('Support', 'Sales'),
  topic: name('Billing', 'Доставка'),
  completedAt: fc.date({
    min: new Date('2026-10-24T00:00:00Z'),
    max: new Date('2026-10-27T00:00:00Z'),
    noInvalidDate: true,
  }),
});

const scales = fc.constantFrom('1-5', '0/5/10', '0,100|100|0', 'nps', null);
const comment = fc.constantFrom('Thanks', 'Дякую', '👍');

const outcomes: fc.Arbitrary<Partial<Dialogue>> = scales.chain((scale) => {
  const values = scale === null ? [] : parseScaleKey(scale).values;
  const answered = { scale, outcome: 'answered' } as const;
  const silent = { scale, rating: null, comment: null };
  const commented = comment.map((text) => ({ ...answered, rating: null, comment: text }));
  return fc.oneof(
    commented,
    ...values.map((rating) => fc.option(comment).map((text) => ({ ...answered, rating, comment: text }))),
    fc.constantFrom('open', 'silent', 'scheduled').map((outcome) => ({ ...silent, outcome })),
    fc
      .constantFrom('cooldown', 'unreachable')
      .map((notAskedReason) => ({ ...silent, outcome: 'not_asked' as const, notAskedReason })),
  );
});

/** Any dialogues of three days in October 2026, one of them of 25 hours in Europe. */
export const anyDialogues: fc.Arbitrary<Dialogue[]> = fc
  .array(fc.tuple(places, outcomes), { maxLength: 40 })
  .map((drawn) => drawn.map(([place, outcome], i) => dialogue({ id: `d${i}`, ...place, ...outcome })));

const uncounted: fc.Arbitrary<Partial<Dialogue>> = fc.constantFrom(
  {},
  {},
  { superseded: true },
  { disputed: true },
  { voided: { at: 0, by: 'Ірина', reason: 'a test' } },
);

/** The same, some of them in no figure: voided, or followed by a later round. */
export const anyDialoguesAndMore: fc.Arbitrary<Dialogue[]> = fc
  .array(fc.tuple(places, outcomes, uncounted), { maxLength: 40 })
  .map((drawn) =>
    drawn.map(([place, outcome, fate], i) => dialogue({ id: `d${i}`, ...place, ...outcome, ...fate })),
  );
