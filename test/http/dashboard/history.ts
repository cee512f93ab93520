import type { Dialogue } from '../../../src/dialogue.ts';
import { parseScaleKey } from '../../../src/scale.ts';
import { dialogue } from '../../stats/dialogues.ts';

const DAY_MS = 86_400_000;

/** The same numbers each time. */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/**
 * Dialogues of the 80 days up to a moment: three scales, names that are spelled in two ways or missing, tags, versions,
 * disputed, voided and followed ones, and every way in which a survey may end.
 */
export function aHistory(count: number, to: Date): Dialogue[] {
  const next = numbers();
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const completedAt = new Date(to.getTime() - Math.floor(next() * 80 * DAY_MS));
    const scenario = pick(['csat', 'csat', 'csat', 'nps', 'thumbs']);
    const scale = { csat: '1-5', nps: 'nps', thumbs: '0,100|100|0' }[scenario] ?? null;
    const place = {
      scenario,
      scale,
      channel: pick(['telegram', 'telegram', 'viber']),
      operator: pick(['Olena', 'olena ', 'Andriy', 'Марія', "D'Arcy", null]),
      team: pick(['Support', 'support', 'Sales', 'Billing', null]),
      topic: pick(['Delivery', 'Payment', null]),
      tags: pick([[], [], ['vip'], ['vip', 'late']]),
      scenarioVersion: pick(['v1', 'v1', 'v2']),
      disputed: next() < 0.08,
      superseded: next() < 0.04,
      voided: next() < 0.04 ? { at: 0, by: 'Ірина', reason: 'a test' } : null,
    };
    const times = { completedAt, reportedAt: completedAt, askedAt: completedAt, deliveredAt: completedAt };
    return dialogue({
      id: `d${String(index).padStart(5, '0')}`,
      ...place,
      ...times,
      ...fateOf(next, pick, times, scale),
    });
  });
}

function fateOf(
  next: () => number,
  pick: <T>(values: readonly T[]) => T,
  { completedAt }: { completedAt: Date },
  scale: string | null,
): Partial<Dialogue> {
  const none = { rating: null, comment: null, answeredAt: null };
  const kind = next();
  if (kind < 0.15) {
    const notAskedReason = pick(['cooldown', 'unreachable', 'opted_out'] as const);
    return { ...none, outcome: 'not_asked', notAskedReason, askedAt: null, deliveredAt: null };
  }
  if (kind < 0.2) return { ...none, outcome: 'scheduled', askedAt: null, deliveredAt: null };
  if (kind < 0.4) return { ...none, outcome: next() < 0.5 ? 'open' : 'silent' };
  const values = scale === null ? [] : parseScaleKey(scale).values;
  const high = values.slice(-2);
  const rating = next() < 0.1 ? null : next() < 0.7 ? pick(high) : pick(values);
  const comment = rating === null || next() < 0.3 ? pick(['Thanks', 'Дякую', 'slow courier']) : null;
  const answeredAt = new Date(completedAt.getTime() + 60_000);
  return { outcome: 'answered', rating, comment, answeredAt };
}
