import type { Dialogue } from '../../../src/dialogue.ts';
import { aDialogue } from '../../support/dialogues.ts';

const DAY_MS = 86_400_000;

/** Who leads dialogues: `low` of a hundred ratings are low. */
const operators = [
  { operator: 'Olena Koval', team: 'First line', low: 8 },
  { operator: 'Марта Шевчук', team: 'First line', low: 10 },
  { operator: 'Taras Bondar', team: 'First line', low: 45 },
  { operator: 'Андрій Мельник', team: 'Second line', low: 12 },
];

const lowComments = [
  'I waited an hour for the courier and nobody came',
  'Чекала кур’єра цілий день, ніхто не приїхав',
  'The courier was late again',
  'Кур’єр запізнився, і ніхто не попередив',
];
const otherComments = ['Thank you, it was quick', 'Дуже дякую, усе зрозуміло', 'Good answer'];

/**
 * Dialogues of some days before a moment, the same each time: on each day an answer for most, some that were not asked,
 * and one whose rating is disputed.
 */
export function history(until: Date, days = 40, perDay = 12): Dialogue[] {
  const random = createRandom(20261122);
  return Array.from({ length: days * perDay }, (_, at): Dialogue => {
    const day = Math.floor(at / perDay);
    const completedAt = new Date(until.getTime() - day * DAY_MS - ((at % perDay) + 1) * 20 * 60_000);
    const who = operators[Math.floor(random() * operators.length)] ?? operators[0];
    if (!who) throw new Error('there are no operators');
    const { operator, team, low } = who;
    const place = { operator, team, topic: random() < 0.5 ? 'delivery' : 'billing' };
    const dialogue = aDialogue({
      ...place,
      id: `hist${String(at).padStart(8, '0')}`,
      externalId: `desk:${4000 + at}`,
      channel: random() < 0.7 ? 'telegram' : 'viber',
      completedAt,
      reportedAt: completedAt,
      askedAt: new Date(completedAt.getTime() + 60_000),
    });
    const fate = random();
    if (fate < 0.1) return { ...dialogue, outcome: 'not_asked', notAskedReason: 'cooldown', askedAt: null };
    if (fate < 0.15) return { ...dialogue, outcome: 'not_asked', notAskedReason: 'too_late', askedAt: null };
    if (fate < 0.4) return { ...dialogue, outcome: day < 2 ? 'open' : 'silent' };
    const isLow = random() * 100 < low;
    const rating = isLow ? 1 + Math.floor(random() * 2) : 3 + Math.ceil(random() * 2 - 0.3);
    const comments = isLow ? lowComments : otherComments;
    const comment = random() < 0.5 ? (comments[Math.floor(random() * comments.length)] ?? null) : null;
    return {
      ...dialogue,
      outcome: 'answered',
      rating,
      comment,
      disputed: isLow && random() < 0.3,
      answeredAt: new Date(completedAt.getTime() + 3 * 60_000),
    };
  });
}

/** Numbers in 0..1, the same for a seed. @see Numerical Recipes, the "quick and dirty" generator */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
