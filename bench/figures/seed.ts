/**
 * Many dialogues of two years, quickly: copies of one that the store itself has kept. Two of three are answered, one of
 * six with a comment; twenty operators, four teams.
 */
import mongoose from 'mongoose';
import type { Dialogue } from '../../src/dialogue.ts';
import type { Store } from '../../src/store/store.ts';
import { LATE_MS, type Past, seed } from '../seed.ts';
import type { BenchStore } from '../tap/store.ts';

const BEGIN = Date.UTC(2024, 0, 1, 1);
const SPAN_MS = 2 * 365 * 86_400_000;
const BATCH = 5_000;

/** The dialogue of which copies are made. */
const template: Dialogue = {
  id: 'template',
  channel: 'telegram',
  clientId: '1001',
  externalId: 'template',
  purpose: 'csat',
  round: 1,
  reopenedAt: null,
  superseded: false,
  voided: null,
  disputed: false,
  course: [],
  operator: null,
  team: null,
  topic: 'delivery',
  tags: [],
  scenario: 'csat',
  language: null,
  completedAt: new Date(BEGIN - 86_400_000),
  reportedAt: new Date(BEGIN - 86_400_000),
  outcome: 'answered',
  notAskedReason: null,
  notAskedAt: null,
  scale: '1-5',
  rating: 5,
  comment: null,
  askedAt: new Date(BEGIN - 86_400_000),
  scenarioVersion: null,
  deliveredAt: null,
  answeredAt: new Date(BEGIN - 86_400_000),
  survey: null,
  events: [],
  outbox: [],
  sendingBy: null,
  sendingUntil: null,
  wakeAt: null,
  revision: 0,
};

/** The dialogue of which copies are made, for `seedPast`. */
export async function seedTemplate(store: Pick<Store, 'insertDialogue'>): Promise<void> {
  await store.insertDialogue(template);
}

export async function seedYears(
  store: Store,
  place: BenchStore,
  count: number,
  lateOneOf?: number,
): Promise<void> {
  await seedTemplate(store);
  await seedPast(place, { count, from: BEGIN, to: BEGIN + SPAN_MS, ...(lateOneOf && { lateOneOf }) });
}

/** More of them, from one moment to another; `seedTemplate` comes first. */
export async function seedPast({ uri, path }: BenchStore, past: Past): Promise<void> {
  if (path === '') await seedMongo(uri, past);
  else seed(path, past);
}

async function seedMongo(uri: string, { count, from: begin, to, lateOneOf }: Past): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  const dialogues = connection.collection<{ _id: string }>('dialogues');
  const one = await dialogues.findOne({ _id: 'template' });
  for (let from = 0; from < count; from += BATCH) {
    const copies = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => copyOf(from + i));
    await dialogues.insertMany(copies, { ordered: false });
  }
  await connection.destroy();

  function copyOf(n: number): { _id: string; [field: string]: unknown } {
    const id = `d${begin / 1000}-${n}`;
    const at = new Date(begin + n * Math.floor((to - begin) / count));
    const answered = n % 3 !== 0;
    const commented = n % 6 === 1;
    const isLate = lateOneOf !== undefined && n % lateOneOf === 1;
    const answeredAt = isLate ? new Date(at.getTime() + LATE_MS) : at;
    const times = { completedAt: at, reportedAt: at, askedAt: at, answeredAt: answered ? answeredAt : null };
    return {
      ...one,
      ...times,
      _id: id,
      externalId: id,
      clientId: String(n % 100_000),
      operator: `Operator ${n % 20}`,
      team: `Team ${n % 4}`,
      outcome: answered ? 'answered' : 'silent',
      rating: answered ? (n % 5) + 1 : null,
      comment: commented ? 'A comment of some words' : null,
      ratedAt: times.answeredAt,
      commentedAt: commented ? answeredAt : null,
      heardAt: times.answeredAt,
      // As if it had been written some time ago.
      changedAt: new Date(Date.now() - 3_600_000),
    };
  }
}
