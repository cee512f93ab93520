import type { AlertFigures, FiguresQuery } from '../../../alerts/figures.ts';
import type { DisputeLedger } from '../../../disputes/dispute.ts';
import type { ReadBelonging } from '../../../stats/lists/belonging.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import type { ReadHandling } from '../../../stats/targets/standings.ts';
import type { Target } from '../../../stats/targets/target.ts';
import type { FiguresOptions, FiguresRequest } from '../kit/figures.ts';
import type { CsatQuery } from './query.ts';

/** What the CSAT page is made of. */
export interface CsatPageOptions extends FiguresOptions {
  statistics: FiguresOptions['statistics'] &
    Pick<Statistics, 'forReport' | 'trend' | 'themes' | 'dailyAtAge'>;
  /** How low ratings were handled that people were told of. @throws {StoreError} */
  alertFigures: (query: FiguresQuery) => Promise<AlertFigures>;
  disputes: Pick<DisputeLedger, 'each'>;
  belonging: ReadBelonging;
  targets: { list(): Promise<readonly Target[]> };
  handling: ReadHandling;
}

export type CsatRequest = FiguresRequest<CsatQuery>;
