import type { SimulatedPlatform } from '../../simulator/platform.ts';

/** What a client does with a survey. */
export type Behaviour =
  | { kind: 'silent' }
  | { kind: 'rate'; button: string; next: 'skip' | 'leave' }
  | { kind: 'rate'; button: string; next: 'comment'; comment: string }
  | { kind: 'type'; text: string }
  | { kind: 'change'; button: string; to: string }
  | { kind: 'comment'; comment: string };

/** One dialogue of the week and what becomes of its survey. */
export interface Visit {
  at: Date;
  platform: SimulatedPlatform['name'];
  clientId: string;
  operator: string;
  team: string;
  topic: string;
  scenario: string;
  behaviour: Behaviour;
}

export interface Person {
  platform: SimulatedPlatform['name'];
  clientId: string;
  name: string;
  locale: 'en' | 'uk';
}

/** Blocks the bot on the third day. */
export const blocker: Person = {
  platform: 'telegram',
  clientId: '620',
  name: 'Dmytro Savchuk',
  locale: 'uk',
};

const names = [
  'Olivia Reed',
  'Ірина Мельник',
  'Noah Fischer',
  'Софія Ткаченко',
  'Amelia Novak',
  'Андрій Шевчук',
  'Lucas Meyer',
  'Марія Поліщук',
  'Grace Hughes',
  'Богдан Кравець',
  'Henry Walsh',
  'Юлія Романюк',
];
export const people: readonly Person[] = [
  ...names.map((name, index) => person('telegram', `6${String(index).padStart(2, '0')}`, name)),
  ...names.map((name, index) => person('viber', `week-client-${index}==`, name)),
  blocker,
];

const operators = [
  { operator: 'Anna', team: 'Billing', topics: ['Invoice', 'Refund'] },
  { operator: 'Petro', team: 'Delivery', topics: ['Late parcel', 'Wrong address'] },
  { operator: 'Sofia', team: 'Delivery', topics: ['Late parcel', 'Damaged goods'] },
] as const;

const praise = {
  en: ['Quick and kind, thank you!', 'Solved in two minutes 👏'],
  uk: ['Швидко і чемно, дякую!', 'Усе пояснили 👏'],
};
const complaints = {
  en: ['I waited for forty minutes.', 'Nobody answered my question.'],
  uk: ['Чекала сорок хвилин.', 'Так і не відповіли на питання.'],
};
const mixed = {
  en: ['It took a while, but it works now.', 'Fine, though I had to ask twice.'],
  uk: ['Довго, але допомогли.', 'Нормально, хоч і довелося питати двічі.'],
};
/** Words that fit a rating of 1 to 5. */
const wordsFor = (rating: number) => (rating >= 4 ? praise : rating === 3 ? mixed : complaints);

/** The same week for the same seed: `perDay` dialogues on each of `days` days from `firstDay` (midnight UTC). */
export function createWeek(firstDay: Date, days: number, perDay: number, seed = 20261126): Visit[] {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const visits: Visit[] = [];
  for (let day = 0; day < days; day++) {
    for (let index = 0; index < perDay; index++) {
      const minutes = 8 * 60 + Math.floor((index * 600) / perDay);
      const { topics, ...handledBy } = pick(operators);
      const { platform, clientId, locale } = pick(people);
      const scenario = pick(['csat', 'csat', 'csat', 'csat', 'thumbs', 'comment-only']);
      const behaviour = behave(scenario, platform, locale);
      const at = new Date(firstDay.getTime() + (day * 1440 + minutes) * 60_000);
      visits.push({ at, platform, clientId, ...handledBy, topic: pick(topics), scenario, behaviour });
    }
  }
  return visits;

  function behave(scenario: string, platform: Person['platform'], locale: Person['locale']): Behaviour {
    if (random() < 0.2) return { kind: 'silent' };
    const comment = pick(random() < 0.6 ? praise[locale] : complaints[locale]);
    if (scenario === 'comment-only') return { kind: 'comment', comment };
    if (scenario === 'thumbs') {
      return random() < 0.75
        ? { kind: 'rate', button: '👍', next: 'leave' }
        : { kind: 'rate', button: '👎', next: 'comment', comment: pick(complaints[locale]) };
    }
    const rating = pick([5, 5, 5, 5, 4, 4, 4, 3, 2, 1]);
    const button = '⭐'.repeat(rating);
    const chance = random();
    if (chance < 0.4) {
      return { kind: 'rate', button, next: 'comment', comment: pick(wordsFor(rating)[locale]) };
    }
    if (chance < 0.7) return { kind: 'rate', button, next: 'skip' };
    if (chance < 0.8) return { kind: 'type', text: `${rating}, ${pick(wordsFor(rating)[locale])}` };
    // Viber cannot edit a message, so a used keyboard with its button "Change" is Telegram's alone.
    if (chance < 0.9 && platform === 'telegram')
      return { kind: 'change', button, to: '⭐'.repeat((rating % 5) + 1) };
    return { kind: 'rate', button, next: 'leave' };
  }
}

function person(platform: Person['platform'], clientId: string, name: string): Person {
  return { platform, clientId, name, locale: /[А-я]/.test(name) ? 'uk' : 'en' };
}

/** A small linear congruential generator: the demo needs the same week each time, not good chance. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
