import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { onTestFinished } from 'vitest';
import type { Person } from '../../../../src/access/person.ts';
import { factsOf } from '../../../../src/alerts/alert.ts';
import { createChangeAlert, createHandling } from '../../../../src/alerts/handling.ts';
import { createLetterRecords } from '../../../../src/alerts/letters/letter-records.ts';
import { createAlertRecords } from '../../../../src/alerts/records.ts';
import { createSpread } from '../../../../src/alerts/telling/spread.ts';
import { reflect } from '../../../../src/alerts/transitions.ts';
import type { Dialogue } from '../../../../src/dialogue.ts';
import { createDisputeLedger } from '../../../../src/disputes/dispute.ts';
import { createDisputes } from '../../../../src/disputes/disputes.ts';
import { dashboardRoutes } from '../../../../src/http/dashboard/dashboard.ts';
import { dialoguePages } from '../../../../src/http/dashboard/dialogues/pages.ts';
import { createServer } from '../../../../src/http/server.ts';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import { createJobQueue } from '../../../../src/jobs/queue.ts';
import { createBelonging } from '../../../../src/stats/lists/belonging.ts';
import { createStatistics, type Statistics } from '../../../../src/stats/statistics.ts';
import { createSqliteStore } from '../../../../src/store/sqlite/store.ts';
import { createGivenAnswers } from '../../../../src/survey/given-answers.ts';
import { createScenarioVersions } from '../../../../src/survey/scenario-versions.ts';
import { createDialogueUrl } from '../../../../src/text/dialogue-url.ts';
import { aPerson, peopleOf } from '../../../access/persons.ts';
import { recordingLog } from '../../../support/log.ts';
import { openSurveyFixture, type SurveyFixture } from '../../../support/survey.ts';
import { tempFolder } from '../../../support/temp.ts';

export interface DialoguePagesFixture {
  /** The file of the store. */
  path: string;
  survey: SurveyFixture;
  server: FastifyInstance;
  /** Who is signed in from now on; null: nobody. */
  signIn: (person: Person | null) => void;
  /** What a page answers, its redirects not followed. */
  get: (path: string) => Promise<Answer>;
  post: (path: string, fields?: Record<string, string>) => Promise<Answer>;
  /** Raises the alert that a dialogue with a low rating has. */
  raise: (dialogue: Dialogue) => Promise<void>;
  logs: string[];
}

interface Answer {
  status: number;
  /** `location`. */
  to: string | undefined;
  headers: Record<string, unknown>;
  body: string;
  bytes: Uint8Array;
}

export const ZONE = 'Europe/Kyiv';

export const administrator = aPerson({ id: 'p-admin', name: 'Адміністратор', role: 'administrator' });
export const supervisorOf = (...teams: string[]): Person =>
  aPerson({ id: `p-${teams.join('-')}`, name: `Supervisor of ${teams.join(', ')}`, teams });
export const operatorNamed = (name: string): Person =>
  aPerson({ id: `p-op-${name}`, name, role: 'operator', operators: [name], chats: [] });
export const analyst = aPerson({ id: 'p-analyst', name: 'Analyst', role: 'analyst' });
export const integrator = aPerson({ id: 'p-integrator', name: 'Integrator', role: 'integrator' });

/** The pages of dialogues over a store on disk, with somebody signed in: the administrator, until it is changed. */
export async function openDialoguePages(
  options: {
    people?: Person[];
    scenario?: Scenario;
    /** In the place of the real ones. */
    statistics?: (real: Statistics) => Statistics;
  } = {},
): Promise<DialoguePagesFixture> {
  const path = join(tempFolder(), 'dialogues.db');
  const store = createSqliteStore({ path });
  const { people: given = [], statistics: replaced = (real) => real } = options;
  const survey = await openSurveyFixture({ store, ...(options.scenario && { scenario: options.scenario }) });
  const { clock, operations, scenario } = survey;
  const { log, lines: logs } = recordingLog();
  const people = peopleOf(administrator, analyst, integrator, ...given);
  const queue = createJobQueue({ store, clock });
  const records = createAlertRecords(store, log);
  const change = createChangeAlert(records, createSpread(queue));
  const letters = createLetterRecords(store);
  const belonging = createBelonging(store);
  const alerts = createHandling({ records, letters, belonging, change, clock });
  const ledger = createDisputeLedger(store);
  const disputes = createDisputes({ store, ledger, people, operations, queue, clock, log });
  const scenarioVersions = createScenarioVersions(new Map([[scenario.id, scenario]]), store);
  let visitor: Person | null = administrator;

  const pages = dialoguePages({
    store,
    statistics: replaced(createStatistics({ store, zone: ZONE, clock })),
    scenarios: () => [{ id: scenario.id, version: scenario.version }],
    answersOf: createGivenAnswers(scenarioVersions),
    alerts,
    disputes,
    operations,
    urlOf: createDialogueUrl('https://help.example/d/{externalId}', []),
    zone: ZONE,
    language: 'en',
    clock,
    log,
  });
  const routes = dashboardRoutes({
    language: 'en',
    auth: async (guarded) => {
      guarded.addHook('onRequest', async (request, reply) => {
        request.visitor = visitor && { person: visitor, sessionId: 's1' };
        if (!visitor) await reply.redirect('/dashboard/sign-in', 303);
      });
    },
    pages: [pages],
    onFault: (error, route) => log('error', route, { error: String(error) }),
  });
  const server = await createServer({ log, routes: [{ prefix: '/dashboard', plugin: routes }] });
  onTestFinished(() => server.close());

  const answer = async (request: InjectOptions): Promise<Answer> => {
    const { statusCode, headers, body, rawPayload } = await server.inject(request);
    return { status: statusCode, to: headers.location, headers, body, bytes: rawPayload };
  };
  return {
    path,
    survey,
    server,
    logs,
    signIn(person) {
      visitor = person;
    },
    get: (path) => answer({ method: 'GET', url: path }),
    post: (path, fields = {}) =>
      answer({
        method: 'POST',
        url: path,
        payload: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    async raise(dialogue) {
      const { clientId } = dialogue;
      const facts = factsOf(dialogue, `Client ${clientId}`, null);
      await records.change(dialogue.id, (before) =>
        reflect(before, dialogue.id, facts, clock.now().getTime()),
      );
    },
  };
}
