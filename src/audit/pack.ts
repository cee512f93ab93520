import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { dimensions } from '../dialogue.ts';
import type { DisputeLedger } from '../disputes/dispute.ts';
import type { Cell } from '../exports/columns.ts';
import { csvWriter, header } from '../exports/csv.ts';
import type { Language } from '../locales/index.ts';
import type { NameFilter } from '../stats/filter.ts';
import { dayOf } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';
import { type ReadHandling, targetStandings } from '../stats/targets/standings.ts';
import type { Targets } from '../stats/targets/targets.ts';
import type { CellStore, FigureStore, ScenarioStore } from '../store/store.ts';
import { changeRow, changesHead, changesOf } from './changes.ts';
import { csvTable } from './csv.ts';
import { type ChangeOf, type Evidence, type PackFile, type StoodTarget, tableFile } from './evidence.ts';
import { type ComparedFigure, compare } from './figures.ts';
import { leftOutHead, leftOutRows } from './left-out.ts';
import { type Month, readMonth } from './month.ts';
import { evidencePage } from './page/page.tsx';
import { rawDialogues } from './raw.ts';
import { createRecount } from './recount.ts';
import { comparedHead, comparedRows, figuresHead, figuresRows, targetsHead, targetsRows } from './tables.ts';
import { createUsage, readWording, type Wording, wordingHead, wordingRows } from './wording.ts';

export interface AuditOptions {
  store: Pick<FigureStore, 'listDialogues'> & ScenarioStore & Pick<CellStore, 'changes'>;
  statistics: Pick<Statistics, 'period' | 'zone'>;
  ledger: Pick<DisputeLedger, 'ofDialogue'>;
  targets: Pick<Targets, 'list'>;
  handling?: ReadHandling;
  clock: Pick<Clock, 'now'>;
}

export interface PackRequest {
  /** `2026-11` */
  month: string;
  /** What whoever asks may see. */
  scope: NameFilter;
  /** Of the page. */
  language: Language;
}

/** A file of a pack. Its body is read wholly before the next file is asked for. */
export interface AuditFile {
  name: string;
  type: string;
  body: AsyncIterable<string>;
}

/** What the recount and the wording say of the pack. */
export interface AuditResult {
  /** Every dialogue that was read. */
  rows: number;
  /** How many figures were recounted. */
  figures: number;
  differences: ComparedFigure[];
  /** Versions of scenarios whose text is missing, altered or unreadable. */
  faults: Wording[];
}

export interface AuditPack {
  month: Month;
  /** Made as they are read, a page of dialogues at a time. */
  files: AsyncIterable<AuditFile>;
  /** null: not all files were read yet. */
  result(): AuditResult | null;
}

export interface Audit {
  /** The IANA zone of the months. */
  readonly zone: string;
  /** @throws {RangeError} for a month that is none or has not begun */
  open(request: PackRequest): AuditPack;
}

/** So many changes stand on the page; all of them are in changes.csv. */
const CHANGES_SHOWN = 200;
/** Recounts before a difference is one that is not owed to a change in between. */
const TRIES = 3;
const MINUTE_MS = 60_000;
const csv = 'text/csv; charset=utf-8';

export function createAudit(options: AuditOptions): Audit {
  const { statistics, clock } = options;
  return {
    zone: statistics.zone,
    open(request) {
      const month = readMonth(request.month, clock.now(), statistics.zone);
      let result: AuditResult | null = null;
      const files = packFiles(options, { ...request, month }, (made) => (result = made));
      return { month, files, result: () => result };
    },
  };
}

async function* packFiles(
  { store, statistics, ledger, targets, handling, clock }: AuditOptions,
  { month, scope, language }: Omit<PackRequest, 'month'> & { month: Month },
  onResult: (result: AuditResult) => void,
): AsyncGenerator<AuditFile, void> {
  const { zone } = statistics;
  const madeAt = clock.now();
  const range = { from: month.from, to: month.to, scope };
  const files: PackFile[] = [];
  const usage = createUsage();
  const begun = await store.changes({ since: madeAt, from: month.from, to: month.to });
  let recount = createRecount();

  yield noted(tableFile('dialogues'), allDialogues());
  yield noted(tableFile('left-out'), csvTable(zone, leftOutHead, leftOut()));
  const changes: ChangeOf[] = [];
  let changeCount = 0;
  yield noted(tableFile('changes'), csvTable(zone, changesHead, changed()));

  const wordings: Wording[] = [];
  for (const used of usage.versions()) wordings.push(await readWording(used, store));
  yield noted(tableFile('wording'), csvTable(zone, wordingHead, wordings.map(wordingRows)));
  for (const { version, text } of wordings) {
    if (text !== null)
      yield noted(`scenarios/${version}.yaml`, once(text), 'application/yaml; charset=utf-8');
  }

  const { report, compared } = await comparison();
  yield noted(tableFile('figures'), csvTable(zone, figuresHead, [figuresRows(report)]));
  yield noted(tableFile('recount'), csvTable(zone, comparedHead, [comparedRows(compared)]));
  const stood = await targetsThen();
  yield noted(tableFile('targets'), csvTable(zone, targetsHead, [targetsRows(stood)]));

  const made = { month, zone, madeAt, scope, language, recount, report, compared, wordings };
  const page = evidencePage({ ...made, changes, changeCount, targets: stood, files: [...files] });
  yield noted('index.html', once(page), 'text/html; charset=utf-8');
  const listed = files.map(({ name, bytes, sha256 }): Cell[] => [name, bytes, sha256]);
  yield noted(tableFile('manifest'), csvTable(zone, ['file', 'bytes', 'sha256'], [listed]));
  onResult({
    rows: recount.all.rows,
    figures: compared.length,
    differences: compared.filter(({ isEqual }) => !isEqual),
    faults: wordings.filter(({ fault }) => fault !== null),
  });

  /** All answers; what is counted are these rows. */
  async function* allDialogues(): AsyncGenerator<string, void> {
    const write = csvWriter(zone);
    yield header();
    for await (const page of rawDialogues(store, range)) {
      for (const dialogue of page) {
        recount.add(dialogue);
        usage.add(dialogue);
      }
      yield write(page);
    }
  }

  async function* leftOut(): AsyncGenerator<Cell[][], void> {
    for await (const page of rawDialogues(store, range)) yield page.flatMap(leftOutRows);
  }

  async function* changed(): AsyncGenerator<Cell[][], void> {
    for await (const page of rawDialogues(store, range)) {
      const rows: Cell[][] = [];
      for (const dialogue of page) {
        for (const change of await changesOf(dialogue, ledger)) {
          rows.push(changeRow(dialogue, change));
          changeCount++;
          if (changes.length < CHANGES_SHOWN) changes.push({ ...change, externalId: dialogue.externalId });
        }
      }
      yield rows;
    }
  }

  /** The figures beside the recount; again where the dialogues changed while both were counted. */
  async function comparison(): Promise<Pick<Evidence, 'report' | 'compared'>> {
    let since = new Date(begun.now.getTime() - MINUTE_MS);
    for (let tries = 1; ; tries++) {
      const shown = await statistics.period({ ...month.period, filter: scope, by: dimensions });
      const both = { report: shown, compared: compare(shown, recount) };
      const { now, hours } = await store.changes({ since, from: month.from, to: month.to });
      if (both.compared.every(({ isEqual }) => isEqual) || hours.length === 0 || tries === TRIES) return both;
      since = new Date(now.getTime() - MINUTE_MS);
      recount = createRecount();
      for await (const page of rawDialogues(store, range)) page.forEach(recount.add);
    }
  }

  async function targetsThen(): Promise<StoodTarget[]> {
    const end = new Date(Math.min(month.to.getTime() - 1, madeAt.getTime()));
    const set = await targets.list(end);
    const day = dayOf(end, zone);
    const standings = await targetStandings({
      statistics,
      targets: set,
      day,
      scope,
      ...(handling && { handling }),
    });
    return standings.flatMap((standing) => {
      const target = set.find((one) => one === standing.target);
      return target ? [{ ...standing, target }] : [];
    });
  }

  /** A file whose size and checksum are noted as it is read. */
  function noted(name: string, body: AsyncIterable<string>, type = csv): AuditFile {
    async function* read(): AsyncGenerator<string, void> {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of body) {
        hash.update(piece);
        bytes += Buffer.byteLength(piece);
        yield piece;
      }
      files.push({ name, bytes, sha256: hash.digest('hex') });
    }
    return { name, type, body: read() };
  }
}

async function* once(text: string): AsyncGenerator<string, void> {
  yield text;
}
