import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { type Audit, type AuditPack, createAudit, type PackRequest } from '../../src/audit/pack.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { createDisputeLedger, type DisputeLedger } from '../../src/disputes/dispute.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import { createTargets, type Targets } from '../../src/stats/targets/targets.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { CellStore } from '../../src/store/ports/cells.ts';
import type { Store } from '../../src/store/store.ts';
import { named, readCsv } from '../exports/read.ts';
import { dialogue } from '../stats/dialogues.ts';
import { aSurvey } from '../support/dialogues.ts';

export const zone = 'Europe/Kyiv';
export const DECEMBER = new Date('2026-12-15T09:00:00Z');

export const at = (day: number, hour = 10): Date => new Date(Date.UTC(2026, 10, day, hour));
export const csat = readFileSync('scenarios/csat.yaml', 'utf8');
export const versionOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);
export const version = versionOf(csat);

/** Asked by the shipped scenario, in a language. */
export const asked = (id: string, language: string, changes: Partial<Dialogue> = {}): Dialogue =>
  dialogue({
    id,
    completedAt: at(20),
    scenarioVersion: version,
    survey: aSurvey({ version, language }),
    ...changes,
  });

export interface AuditedStore {
  store: Store;
  audit: Audit;
  ledger: DisputeLedger;
  targets: Targets;
  clock: SetClock;
}

/** A store with these dialogues, and what makes evidence of it. */
export async function audited(
  dialogues: readonly Dialogue[],
  options: { now?: Date; over?: (store: Store) => Store } = {},
): Promise<AuditedStore> {
  const own = createSqliteStore({ path: ':memory:' });
  await own.open();
  onTestFinished(() => own.close());
  for (const dialogue of dialogues) await own.insertDialogue(dialogue);
  const store = options.over?.(own) ?? own;
  const clock = createSetClock(options.now ?? DECEMBER);
  const ledger = createDisputeLedger(store);
  const targets = createTargets({ store, clock, seed: [] });
  const statistics = createStatistics({ store, zone, clock });
  return { store, ledger, targets, clock, audit: createAudit({ store, statistics, ledger, targets, clock }) };
}

export interface Packed {
  files: Map<string, string>;
  /** The rows of a CSV file by the names of its header. */
  rows: (name: string) => Array<Record<string, string>>;
  page: string;
  result: NonNullable<ReturnType<AuditPack['result']>>;
}

/** A whole pack, read. */
export async function packed(
  { audit }: Pick<AuditedStore, 'audit'>,
  request: Partial<PackRequest> = {},
): Promise<Packed> {
  const pack = audit.open({ month: '2026-11', scope: {}, language: 'en', ...request });
  const files = new Map<string, string>();
  for await (const { name, body } of pack.files) {
    let text = '';
    for await (const piece of body) text += piece;
    files.set(name, text);
  }
  const result = pack.result();
  if (!result) throw new Error('a pack has no result');
  const rows = (name: string) => named(readCsv((files.get(name) ?? '').replace('\ufeff', '')));
  return { files, rows, page: files.get('index.html') ?? '', result };
}

/** Adds dialogues to the counts that are kept of a whole month, as only a fault would. */
export async function addToCells(
  store: CellStore,
  month: { from: Date; to: Date },
  more: number,
): Promise<void> {
  const [kept] = await store.findCells([{ ...month, dimension: '' }]);
  const cells = JSON.parse(kept?.cells ?? '{}') as { names?: Array<[unknown, unknown, number[]]> };
  const counts = cells.names?.[0]?.[2];
  if (!kept || !counts) throw new Error('nothing is kept of the month');
  counts[1] = (counts[1] ?? 0) + more;
  // As if long after the dialogues were written, or they would be counted anew.
  const countedAt = new Date(kept.countedAt.getTime() + 3_600_000);
  await store.keepCells([{ ...kept, countedAt, cells: JSON.stringify(cells) }]);
}
