import type { Language } from '../locales/index.ts';
import type { NameFilter } from '../stats/filter.ts';
import type { PeriodReport } from '../stats/statistics.ts';
import type { Standing } from '../stats/targets/standings.ts';
import type { SetTarget } from '../stats/targets/targets.ts';
import type { Change } from './changes.ts';
import type { ComparedFigure } from './figures.ts';
import type { Month } from './month.ts';
import type { Recount } from './recount.ts';
import type { Wording } from './wording.ts';

/** What a pack knows of its month: what the page and the tables are made of. */
export interface Evidence {
  month: Month;
  /** The IANA zone of the month. */
  zone: string;
  madeAt: Date;
  /** To what it was narrowed. */
  scope: NameFilter;
  language: Language;
  recount: Recount;
  report: PeriodReport;
  compared: readonly ComparedFigure[];
  wordings: readonly Wording[];
  /** The first of them, in the order of changes.csv. */
  changes: readonly ChangeOf[];
  changeCount: number;
  targets: readonly StoodTarget[];
  /** The other files. */
  files: readonly PackFile[];
}

/** A change, and the helpdesk's id of the dialogue that was changed. */
export interface ChangeOf extends Change {
  externalId: string;
}

/** A target as it stood at the end of the month. */
export interface StoodTarget extends Standing {
  target: SetTarget;
}

export interface PackFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** The tables of a pack. */
export type TableName =
  | 'dialogues'
  | 'left-out'
  | 'changes'
  | 'wording'
  | 'figures'
  | 'recount'
  | 'targets'
  | 'manifest';

export const tableFile = (table: TableName): string => `${table}.csv`;
