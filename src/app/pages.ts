import type { FastifyPluginAsync } from 'fastify';
import { createAudit } from '../audit/pack.ts';
import { auditPages } from '../http/dashboard/audit/routes.ts';
import { csatPage } from '../http/dashboard/csat/page.tsx';
import { dialoguePages } from '../http/dashboard/dialogues/pages.ts';
import { statusPages } from '../http/dashboard/status/routes.ts';
import { funnelPage } from '../http/dashboard/funnel/page.tsx';
import type { Disputes } from '../disputes/disputes.ts';
import type { JobRepeat } from '../jobs/repeat.ts';
import type { ReadStatus } from '../monitoring/status.ts';
import { createBelonging } from '../stats/lists/belonging.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { Store } from '../store/store.ts';
import { createGivenAnswers } from '../survey/given-answers.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import type { ScenarioVersions } from '../survey/scenario-versions.ts';
import type { AppOptions } from './options.ts';
import type { Staff } from './staff.ts';

export interface PagesParts
  extends Pick<Staff, 'alertFigures' | 'alertHandling' | 'targets' | 'handling' | 'urlOf'> {
  app: AppOptions;
  store: Store;
  statistics: Statistics;
  scenarioVersions: ScenarioVersions;
  operations: DialogueOperations;
  disputes: Disputes;
  status: ReadStatus;
  repeat: JobRepeat;
}

/** The pages of the dashboard besides those of signing in. */
export function createPages(parts: PagesParts): FastifyPluginAsync[] {
  const { app, disputes, alertHandling, scenarioVersions } = parts;
  const { language, zone, clock, log } = app;
  const shared = {
    ...parts,
    language,
    zone,
    clock,
    log,
    scenarios: () => [...app.scenarios.values()].map(({ id, version }) => ({ id, version })),
  };
  return [
    csatPage({ ...shared, disputes: disputes.ledger, belonging: createBelonging(parts.store) }),
    funnelPage(shared),
    dialoguePages({ ...shared, alerts: alertHandling, answersOf: createGivenAnswers(scenarioVersions) }),
    auditPages({ ...shared, audit: createAudit({ ...shared, ledger: disputes.ledger }) }),
    statusPages(shared),
  ];
}
