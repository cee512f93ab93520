import type { FastifyPluginAsync } from 'fastify';
import { createInvitations } from '../access/invitations.ts';
import { platformLinks } from '../access/inviting/links.ts';
import { createPeopleManagement } from '../access/inviting/managing.ts';
import type { ApiKeys } from '../access/keys/api-keys.ts';
import type { ChannelAdapter } from '../channel.ts';
import type { SendDigestNow } from '../digest/send-now.ts';
import type { Disputes } from '../disputes/disputes.ts';
import { csvStream } from '../exports/csv.ts';
import { contentTypes, fileName } from '../exports/file-name.ts';
import { xlsxFile } from '../exports/xlsx.ts';
import { alertRoutes } from '../http/api/alerts/routes.ts';
import { commentRoutes } from '../http/api/comments/routes.ts';
import { dialogueRoutes } from '../http/api/dialogues/routes.ts';
import { digestRoutes } from '../http/api/digests/routes.ts';
import { disputeRoutes } from '../http/api/disputes/routes.ts';
import { exportRoutes } from '../http/api/exports/routes.ts';
import { figureRoutes } from '../http/api/figures/routes.ts';
import { api } from '../http/api/index.ts';
import { jobRoutes } from '../http/api/jobs/routes.ts';
import { keyRoutes } from '../http/api/keys/routes.ts';
import { peopleRoutes } from '../http/api/people/routes.ts';
import { scenarioRoutes } from '../http/api/scenarios/routes.ts';
import { statisticsRoutes } from '../http/api/statistics/routes.ts';
import { targetRoutes } from '../http/api/targets/routes.ts';
import { outgoingWebhookRoutes } from '../http/api/webhooks/routes.ts';
import { createNotes } from '../http/dashboard/dialogues/own/notes.ts';
import type { JobRepeat } from '../jobs/repeat.ts';
import type { ScenarioUse } from '../monitoring/scenario-uses.ts';
import { parseScenario } from '../scenario/file/load.ts';
import { createBelonging } from '../stats/lists/belonging.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { Store } from '../store/store.ts';
import type { Intake } from '../survey/intake.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import type { ScenarioVersions } from '../survey/scenario-versions.ts';
import { createDeliveries } from '../webhooks/deliveries.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { createEvents } from './events.ts';
import type { AppOptions } from './options.ts';
import type { Staff } from './staff.ts';

/** What the API serves. */
export interface ApiParts extends Pick<Staff, 'people' | 'alertFigures' | 'alertHandling' | 'targets'> {
  app: AppOptions;
  store: Store;
  channels: ReadonlyMap<string, ChannelAdapter>;
  keys: ApiKeys;
  scenarioVersions: ScenarioVersions;
  scenarioUses: readonly ScenarioUse[];
  statistics: Statistics;
  intake: Intake;
  operations: DialogueOperations;
  disputes: Disputes;
  sendNow: SendDigestNow;
  webhooks: Webhooks;
  repeat: JobRepeat;
}

/** The routes below /api/v1, each resource with what it serves. */
export function createApi(parts: ApiParts): FastifyPluginAsync {
  const { app, store, channels, repeat, webhooks, statistics, scenarioUses, keys, people } = parts;
  const { clock, log, zone, defaultScenario, language } = app;
  const names = [...channels.keys()];
  const invitations = createInvitations({ store, clock });
  const known = { channels: names, scenarios: () => [...app.scenarios.keys()] };
  const linkOf = app.linkOf ?? platformLinks(channels);
  const management = createPeopleManagement({ people, invitations, known, linkOf, language, clock });
  const notes = createNotes(store, clock);
  const limits = Object.fromEntries([...channels].map(([name, channel]) => [name, channel.limits]));
  return api({
    keys,
    requestsPerSecond: app.requestsPerSecond ?? 0,
    channels: names,
    baseUrl: app.publicUrl ?? app.addresses?.[0] ?? 'http://127.0.0.1:8080',
    store,
    clock,
    log,
    resources: [
      dialogueRoutes({
        ...parts,
        eventsOf: createEvents(parts, clock),
        deleteNote: async (dialogueId, note, name) =>
          (await notes.remove(dialogueId, note, { id: 'api', name }, 'any')) === 'deleted',
        defaultScenario,
        clock,
      }),
      figureRoutes(statistics),
      commentRoutes(statistics),
      alertRoutes({ handling: parts.alertHandling, zone }),
      disputeRoutes({ service: parts.disputes, belonging: createBelonging(store), people, zone }),
      targetRoutes(parts.targets),
      scenarioRoutes({
        ...parts,
        defaultScenario,
        since: (id) => scenarioUses.find((use) => use.id === id)?.since ?? clock.now(),
        check: (text, name) => parseScenario(text, name, limits),
      }),
      exportRoutes({ statistics, csv: csvStream, xlsx: xlsxFile, fileName, contentTypes, log }),
      peopleRoutes(management),
      keyRoutes(keys),
      outgoingWebhookRoutes({ service: webhooks, deliveries: createDeliveries(store), repeat }),
      digestRoutes(parts.sendNow),
      jobRoutes(store, repeat),
      statisticsRoutes(statistics, parts.alertFigures),
    ],
  });
}
