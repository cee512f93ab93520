import { createEnrolment, type Enrolment } from '../access/enrolment.ts';
import { createInvitations } from '../access/invitations.ts';
import type { StoredPeople } from '../access/people.ts';
import type { Prompts } from '../access/prompts.ts';
import { createForgetSessions } from '../access/sessions/forget.ts';
import type { Sessions } from '../access/sessions/sessions.ts';
import { welcomeOf } from '../access/welcome.ts';
import type { Alerts } from '../alerts/alerts.ts';
import { type DrawPicture } from '../digest/delivery/picture.ts';
import { moreArea } from '../digest/delivery/deliver.ts';
import { createDigests, type Digests } from '../digest/digests.ts';
import type { Disputes } from '../disputes/disputes.ts';
import { createDisputeService } from '../disputes/service.ts';
import type { Files } from '../files/files.ts';
import type { StaffDesk } from '../inbound/router.ts';
import type { JobKinds } from '../jobs/job-kind.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import type { Monitor } from '../monitoring/monitor.ts';
import type { Targets } from '../stats/targets/targets.ts';
import { createAnswers } from '../supervisor/answers.ts';
import { commands } from '../supervisor/commands/index.ts';
import { createDesk } from '../supervisor/desk.ts';
import { createExports } from '../supervisor/export/exports.ts';
import { createMenus } from '../supervisor/menus.ts';
import { createSettingsArea } from '../supervisor/settings/area.ts';
import { settingsArea } from '../supervisor/settings/screen.ts';
import { createTargetArea } from '../supervisor/targets/area.ts';
import { targetArea } from '../supervisor/targets/screen.ts';
import type { Tools } from '../supervisor/tools.ts';
import type { Messenger } from '../survey/messenger.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import type { DialogueUrl } from '../text/dialogue-url.ts';
import type { ChannelAdapter } from '../channel.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { Store } from '../store/store.ts';
import type { ScenarioVersions } from '../survey/scenario-versions.ts';
import { handlingIn } from './handling.ts';
import type { AppOptions } from './options.ts';

export interface StaffOptions {
  app: AppOptions;
  store: Store;
  channels: ReadonlyMap<string, ChannelAdapter>;
  scenarioVersions: ScenarioVersions;
  statistics: Statistics;
  queue: JobQueue;
  monitor: Monitor;
}

/** What the people of the company are served with. */
export interface StaffParts extends StaffOptions {
  people: StoredPeople;
  prompts: Prompts;
  alerts: Alerts;
  targets: Targets;
  files: Files;
  sessions: Sessions;
  draw: DrawPicture;
  send: Messenger;
  urlOf: DialogueUrl;
  /** The names of the connectors in use. */
  connectors: readonly string[];
}

/** What the people of the company do and are sent: commands, digests, disputes, and the jobs behind them. */
export interface StaffService {
  enrolment: Enrolment;
  desk: StaffDesk;
  digests: Digests;
  disputes: Disputes;
  kinds: JobKinds;
  entries: readonly ScheduleEntry[];
  /** Resolves when nothing is on its way any more. */
  stop(): Promise<void>;
}

export function createStaffService(parts: StaffParts, operations: DialogueOperations): StaffService {
  const { app, people, alerts, draw, files } = parts;
  const { clock, log, zone, digestAt } = app;
  const handling = handlingIn(alerts.alertFigures, zone);
  const disputed = createDisputeService({ ...parts, operations, clock, log });
  const digests = createDigests({
    ...parts,
    handling,
    pictures: { draw, files },
    zone,
    at: digestAt,
    shifts: app.shifts ?? [],
    clock,
    log,
  });
  const exports = createExports(parts);
  const forget = createForgetSessions({ ...parts, clock });
  const menus = createMenus({ ...parts, commands, clock, log });
  const answers = createAnswers({ ...parts, log });
  const welcome = { at: digestAt, zone, tellsSeeded: app.tellsSeeded ?? true };
  const tools: Tools = {
    ...parts,
    clock,
    digestAt,
    hasShifts: (app.shifts ?? []).length > 0,
    welcome: (person) => welcomeOf(person, welcome),
    offerDispute: disputed.disputes.offer,
    openAlerts: alerts.openAlerts,
    alertFigures: alerts.alertFigures,
    handling,
    exports,
    dashboard: {
      address: app.publicUrl === undefined ? null : `${app.publicUrl}/dashboard`,
      offer: (personId) => parts.sessions.offer(personId),
      hasApps: (channel) => parts.channels.get(channel)?.readSignIn !== undefined,
    },
    onMenuChange: () => menus.refresh(),
  };
  const areas = {
    alert: alerts.area,
    dispute: disputed.area,
    [moreArea]: digests.area,
    [settingsArea]: createSettingsArea({ ...tools, zone }),
    [targetArea]: createTargetArea(tools),
  };

  return {
    enrolment: createEnrolment({
      people,
      invitations: createInvitations({ store: parts.store, clock }),
      language: app.language,
      log,
      onEnrolled: () => menus.refresh(),
      ...welcome,
    }),
    desk: createDesk({ ...parts, areas, commands, tools, answers, log }),
    digests,
    disputes: disputed.disputes,
    kinds: {
      ...alerts.kinds,
      ...disputed.kinds,
      ...digests.kinds,
      export: exports.kind,
      menu: menus.kind,
      forget_sessions: forget.kind,
    },
    entries: [digests.schedule, alerts.forgetSchedule, forget.entry, menus.entry],
    stop: async () =>
      void (await Promise.all([answers.settle(), menus.settle(), people.stop(), parts.sessions.settle()])),
  };
}
