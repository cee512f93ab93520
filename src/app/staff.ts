/** What serves the people of the company: who they are, what they are told, and what they ask for. */
import { createEnrolment, type Enrolment } from '../access/enrolment.ts';
import { createInvitations } from '../access/invitations.ts';
import { scopeOf } from '../access/may.ts';
import { createPeople, type StoredPeople } from '../access/people.ts';
import { createPrompts, promptKind } from '../access/prompts.ts';
import { seedPeople } from '../access/seeds.ts';
import { welcomeOf } from '../access/welcome.ts';
import { type Alerts, createAlerts } from '../alerts/alerts.ts';
import type { ChannelAdapter } from '../channel.ts';
import { digestChart } from '../charts/digest-chart.ts';
import { renderPng } from '../charts/png.ts';
import { createPictureFile, type DrawPicture, pictureFile } from '../digest/delivery/picture.ts';
import { moreArea } from '../digest/delivery/deliver.ts';
import { createDigests, type Digests } from '../digest/digests.ts';
import { type Disputes } from '../disputes/disputes.ts';
import { createDisputeService } from '../disputes/service.ts';
import { createExportKinds } from '../exports/file-kinds.ts';
import { createFiles, type Files } from '../files/files.ts';
import type { StaffDesk } from '../inbound/router.ts';
import type { JobKinds } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import { periodRange } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { StandingsOptions } from '../stats/targets/standings.ts';
import { csatTarget, createTargets } from '../stats/targets/targets.ts';
import type { Store } from '../store/store.ts';
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
import type { ClientLetters } from '../survey/incoming/client-letters.ts';
import { createMessenger } from '../survey/messenger.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import type { Announce } from '../survey/progress.ts';
import type { ScenarioVersions } from '../survey/scenario-versions.ts';
import { createDialogueUrl } from '../text/dialogue-url.ts';
import type { AppOptions } from './options.ts';

export interface StaffOptions {
  app: AppOptions;
  store: Store;
  channels: ReadonlyMap<string, ChannelAdapter>;
  scenarioVersions: ScenarioVersions;
  statistics: Statistics;
  queue: JobQueue;
}

/** What surveys need of it. */
export interface Staff {
  people: StoredPeople;
  files: Files;
  /** Puts what a low rating leads to into the write of the answer. */
  announce: Announce;
  letters: ClientLetters;
  alertFigures: Alerts['alertFigures'];
  /** The names under which the helpdesk knows the operator whose chat that is. */
  operatorsOf: (channel: string, clientId: string) => readonly string[];
  /** Once there are surveys. */
  serve(operations: DialogueOperations): StaffService;
}

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

export async function openStaff(options: StaffOptions): Promise<Staff> {
  const { app, store, channels, scenarioVersions, statistics, queue } = options;
  const { clock, log, zone, digestAt, language, connected } = app;
  const connectors = connected.map(({ name }) => name);
  const urlOf = createDialogueUrl(app.dialogueUrl, connectors);
  const people = createPeople({ store, clock, log });
  await seedPeople(people, app.supervisors);
  const send = createMessenger({
    channels,
    store,
    scenarioVersions,
    clock,
    log,
    onMoved: (channel, from, to) => people.moveChat(channel, from, to),
  });
  const prompts = createPrompts({ store, channels, clock });
  const alerts = createAlerts({
    store,
    people,
    prompts,
    channels,
    messenger: send,
    queue,
    escalation: app.escalation ?? [],
    tellsSeeded: app.tellsSeeded ?? true,
    dialogueUrl: urlOf,
    zone,
    forgottenRecords: [promptKind],
    clock,
    log,
  });
  const targets = createTargets({
    store,
    clock,
    seed: app.target === undefined ? [] : [csatTarget(app.target)],
  });
  const files = await createFiles({
    store,
    clock,
    publicUrl: app.publicUrl,
    kinds: {
      ...createExportKinds({ statistics, scopeOf: exportScopeOf }),
      [pictureFile]: createPictureFile({ store, draw }),
    },
  });

  return {
    people,
    files,
    announce: alerts.announce,
    letters: alerts.letters,
    alertFigures: alerts.alertFigures,
    operatorsOf: (channel, clientId) => people.find({ channel, clientId })?.operators ?? [],
    serve(operations) {
      const disputed = createDisputeService({
        store,
        people,
        operations,
        queue,
        channels,
        send,
        prompts,
        urlOf: ({ externalId }) => urlOf(externalId),
        clock,
        log,
      });
      const handling = handlingIn(alerts, zone);
      const digests = createDigests({
        store,
        statistics,
        targets,
        handling,
        people,
        channels,
        queue,
        send,
        pictures: { draw, files },
        zone,
        at: digestAt,
        shifts: app.shifts ?? [],
        urlOf,
        connectors,
        clock,
        log,
      });
      const exports = createExports({ statistics, people, channels, send, files, queue });
      const menus = createMenus({ people, channels, store, queue, commands, clock, log });
      const welcome = { at: digestAt, zone, tellsSeeded: app.tellsSeeded ?? true };
      const tools: Tools = {
        statistics,
        store,
        people,
        prompts,
        clock,
        digestAt,
        welcome: (person) => welcomeOf(person, welcome),
        urlOf: ({ externalId }) => urlOf(externalId),
        connectors,
        offerDispute: disputed.disputes.offer,
        openAlerts: alerts.openAlerts,
        alertFigures: alerts.alertFigures,
        targets,
        handling,
        exports,
        onMenuChange: () => menus.refresh(),
      };
      const areas = {
        alert: alerts.area,
        dispute: disputed.area,
        [moreArea]: digests.area,
        [settingsArea]: createSettingsArea({ ...tools, zone, log }),
        [targetArea]: createTargetArea({ ...tools, log }),
      };
      const answers = createAnswers({ channels, send, log });
      const invitations = createInvitations({ store, clock });
      return {
        enrolment: createEnrolment({
          people,
          invitations,
          language,
          log,
          onEnrolled: () => menus.refresh(),
          ...welcome,
        }),
        desk: createDesk({ people, prompts, areas, commands, tools, answers, log }),
        digests,
        disputes: disputed.disputes,
        kinds: {
          ...alerts.kinds,
          ...disputed.kinds,
          ...digests.kinds,
          export: exports.kind,
          menu: menus.kind,
        },
        entries: [digests.schedule, alerts.forgetSchedule, menus.entry],
        stop: async () => void (await Promise.all([answers.settle(), menus.settle(), people.stop()])),
      };
    },
  };

  async function exportScopeOf(id: string): Promise<ReturnType<typeof scopeOf>> {
    const person = await people.current(id);
    return person && scopeOf(person, 'read_dialogues');
  }
}

const draw: DrawPicture = (chart, language) => renderPng(digestChart(chart, language));

/** How alerts of a period of days were handled, as targets are judged by it. */
function handlingIn(
  { alertFigures }: Pick<Alerts, 'alertFigures'>,
  zone: string,
): StandingsOptions['handling'] {
  return async ({ filter, ...period }) => {
    const { timeToTake, takenInTime } = await alertFigures({ ...periodRange(period, zone), scope: filter });
    return { timeToTake, takenInTime: takenInTime?.share ?? null };
  };
}
