import type { AlertFigures } from '../../../src/alerts/figures.ts';
import { figuresOf } from '../../../src/alerts/figures.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import { createBelonging } from '../../../src/stats/lists/belonging.ts';
import { csatPage, type CsatPageOptions } from '../../../src/http/dashboard/csat/page.tsx';
import { funnelPage } from '../../../src/http/dashboard/funnel/page.tsx';
import { clock, type Dashboard, openDashboard, withDashboard } from './with-dashboard.ts';

export const noAlerts: AlertFigures = figuresOf([], null, 0);

/** The CSAT page and the funnel over a store with these dialogues. @param changes what else the page is made of @param open by what it is closed */
export function figuresPages(
  dialogues: readonly Dialogue[],
  changes: Partial<CsatPageOptions> = {},
  open: typeof openDashboard = withDashboard,
): Promise<Dashboard> {
  return open(dialogues, ({ store, statistics }) => {
    const options = {
      language: 'en' as const,
      statistics,
      alertFigures: async () => noAlerts,
      disputes: { async *each() {} },
      belonging: createBelonging(store),
      targets: { list: async () => [] },
      handling: async () => ({ timeToTake: null, takenInTime: null }),
      scenarios: () => [{ id: 'csat', version: 'v1' }],
      clock,
      ...changes,
    };
    return [csatPage(options), funnelPage({ ...options, statistics })];
  });
}
