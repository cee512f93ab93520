import { scopeOf } from '../access/may.ts';
import { createPeople, type StoredPeople } from '../access/people.ts';
import { createPrompts } from '../access/prompts.ts';
import { seedPeople } from '../access/seeds.ts';
import { createSessions, type Sessions } from '../access/sessions/sessions.ts';
import { type Alerts, createAlerts } from '../alerts/alerts.ts';
import { digestChart } from '../charts/digest-chart.ts';
import { renderPng } from '../charts/png.ts';
import { drawOnce } from '../digest/delivery/draw-once.ts';
import { createPictureFile, pictureFile } from '../digest/delivery/picture.ts';
import { createExportKinds } from '../exports/file-kinds.ts';
import { createFiles, type Files } from '../files/files.ts';
import type { ReadHandling } from '../stats/targets/standings.ts';
import { csatTarget, createTargets, type Targets } from '../stats/targets/targets.ts';
import type { ClientLetters } from '../survey/incoming/client-letters.ts';
import { createMessenger } from '../survey/messenger.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import type { Announce } from '../survey/progress.ts';
import { createDialogueUrl, type DialogueUrl } from '../text/dialogue-url.ts';
import { handlingIn } from './handling.ts';
import { createStaffService, type StaffOptions, type StaffService } from './staff-service.ts';

/** Who the people of the company are, and what surveys need of what serves them. */
export interface Staff {
  people: StoredPeople;
  files: Files;
  sessions: Sessions;
  /** Puts what a low rating leads to into the write of the answer. */
  announce: Announce;
  letters: ClientLetters;
  alertFigures: Alerts['alertFigures'];
  alertHandling: Alerts['handling'];
  /** How alerts of a period of days were handled, as targets are judged by it. */
  handling: ReadHandling;
  targets: Targets;
  /** Where the helpdesk shows a dialogue. */
  urlOf: DialogueUrl;
  /** The names under which the helpdesk knows the operator whose chat that is. */
  operatorsOf: (channel: string, clientId: string) => readonly string[];
  /** Once there are surveys. */
  serve(operations: DialogueOperations): StaffService;
}

/** @throws {StoreError} */
export async function openStaff(options: StaffOptions): Promise<Staff> {
  const { app, store, channels, statistics } = options;
  const { clock, log, zone } = app;
  const connectors = app.connected.map(({ name }) => name);
  const urlOf = createDialogueUrl(app.dialogueUrl, connectors);
  const people = createPeople({ store, clock, log });
  await seedPeople(people, app.supervisors);
  const draw = drawOnce(async (chart, language) => renderPng(digestChart(chart, language)));
  const send = createMessenger({
    ...options,
    clock,
    log,
    onMoved: (channel, from, to) => people.moveChat(channel, from, to),
  });
  const prompts = createPrompts({ store, channels, clock });
  const alerts = createAlerts({
    ...options,
    people,
    prompts,
    messenger: send,
    escalation: app.escalation ?? [],
    tellsSeeded: app.tellsSeeded ?? true,
    dialogueUrl: urlOf,
    zone,
    clock,
    log,
  });
  const seed = app.target === undefined ? [] : [csatTarget(app.target)];
  const targets = createTargets({ store, clock, seed });
  const files = await createFiles({
    store,
    clock,
    publicUrl: app.publicUrl,
    kinds: {
      ...createExportKinds({ statistics, scopeOf: exportScopeOf }),
      [pictureFile]: createPictureFile({ store, draw }),
    },
  });
  const sessions = createSessions({ store, people, clock, log });
  const parts = {
    ...options,
    sessions,
    people,
    prompts,
    alerts,
    targets,
    files,
    draw,
    send,
    urlOf,
    connectors,
  };

  return {
    people,
    files,
    sessions,
    announce: alerts.announce,
    letters: alerts.letters,
    alertFigures: alerts.alertFigures,
    alertHandling: alerts.handling,
    handling: handlingIn(alerts.alertFigures, zone),
    targets,
    urlOf,
    operatorsOf: (channel, clientId) => people.find({ channel, clientId })?.operators ?? [],
    serve: (operations) => createStaffService(parts, operations),
  };

  async function exportScopeOf(id: string): Promise<ReturnType<typeof scopeOf>> {
    const person = await people.current(id);
    return person && scopeOf(person, 'read_dialogues');
  }
}
