import { onTestFinished } from 'vitest';
import type { ClientEvent, Reply } from '../../src/channel.ts';
import { type Clock, createSetClock, type SetClock } from '../../src/clock.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import type { Store } from '../../src/store/store.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createKeyedMutex } from '../../src/keyed-mutex.ts';
import { createOutbox, type Outbox } from '../../src/survey/outbox/outbox.ts';
import { createIntake, type ReportedDialogue, type Intake } from '../../src/survey/intake.ts';
import { createDialogueOperations, type DialogueOperations } from '../../src/survey/operations/operations.ts';
import { createWithdraw } from '../../src/survey/operations/withdraw.ts';
import type { People } from '../../src/access/people.ts';
import { createRouter } from '../../src/inbound/router.ts';
import type { ClientLetters } from '../../src/survey/incoming/client-letters.ts';
import { createRunner } from '../../src/survey/runner.ts';
import { cacheContexts } from '../../src/survey/incoming/context-cache.ts';
import { noteWakes } from '../../src/survey/note-wakes.ts';
import { createScenarioVersions } from '../../src/survey/scenario-versions.ts';
import { createDueWork, type DueWork } from '../../src/survey/due.ts';
import { createRecordingChannel, type RecordingChannel } from './recording-channel.ts';
import { shipped } from './scenarios.ts';
import { peopleOf } from '../access/persons.ts';
import { recordingLog } from './log.ts';
import { turns } from './running/turns.ts';

/** The survey part of one instance. */
export interface Instance {
  onEvent: (event: ClientEvent) => Promise<Reply | undefined>;
  outbox: Outbox;
  intake: Intake;
  operations: DialogueOperations;
  dueWork: DueWork;
}

export interface SurveyFixture extends Instance {
  store: Store;
  clock: SetClock;
  channel: RecordingChannel;
  logs: string[];
  scenario: Scenario;
  /** Another instance on the same store and channel; its timers are those of `clock`, default the fixture's. */
  another(scenarios?: Scenario[], clock?: Clock): Instance;
  /** The fixture's time for a process that has stopped: none of its timers goes off. */
  stoppedClock: Clock;
  /** Lets time pass second by second, with a look of these instances (default: the first) after each. */
  pass(ms: number, instances?: Instance[]): Promise<void>;
  /** Another instance with a store of its own over the same data, on the same channel. */
  elsewhere(store: Store): Promise<Instance>;
  /** Reports a dialogue of client c1 and waits until it was asked. */
  ask(externalId?: string, scenario?: Scenario): Promise<Dialogue>;
  /** The dialogue as it is stored now. */
  stored(dialogue: Dialogue): Promise<Dialogue>;
}

export async function openSurveyFixture(
  options: { store?: Store; scenario?: Scenario; people?: People; letters?: ClientLetters } = {},
): Promise<SurveyFixture> {
  const store = options.store ?? createSqliteStore({ path: ':memory:' });
  const scenario = options.scenario ?? shipped('csat');
  const people = options.people ?? peopleOf();
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const channel = createRecordingChannel();
  const { log, lines: logs } = recordingLog();
  await store.open();
  onTestFinished(() => store.close());

  const create = (scenarios: Scenario[], bare: Store, clock: Clock): Instance => {
    const noted = noteWakes(bare, (wakeAt) => dueWork.expect(wakeAt));
    const own = cacheContexts(noted, clock);
    const scenarioVersions = createScenarioVersions(new Map(scenarios.map((one) => [one.id, one])), own);
    const channels = new Map([[channel.name, channel]]);
    const mutex = createKeyedMutex();
    const queue = createJobQueue({ store: own, clock });
    const outbox = createOutbox({ store: own, channels, queue, clock, log, mutex });
    const intake = createIntake({
      store: own,
      outbox,
      clock,
      mutex,
      operatorsOf: (name, clientId) => people.find({ channel: name, clientId })?.operators ?? [],
    });
    const withdraw = createWithdraw({ store: own, scenarioVersions, channels, clock, log });
    const operations = createDialogueOperations({ store: own, outbox, withdraw, mutex, clock });
    const dueWork = createDueWork({ store: own, scenarioVersions, outbox, intake, withdraw, clock, log });
    const survey = createRunner({
      store: own,
      scenarioVersions,
      outbox,
      channels,
      clock,
      log,
      defaultScenario: scenario,
      isShared: () => false,
      takesForSupport: () => false,
      ...(options.letters && { letters: options.letters }),
    });
    const route = createRouter({
      mutex,
      people,
      survey,
      desk: { handle: async () => null },
      passOn: async () => undefined,
      relayAnswers: false,
      clock,
    });
    return {
      async onEvent(event) {
        const reply = await route(event);
        if (reply && 'passedOn' in reply) throw new Error('there is no helpdesk to pass it on to');
        return reply;
      },
      outbox,
      intake,
      operations,
      dueWork,
    };
  };
  const another = (scenarios: Scenario[] = [scenario], time: Clock = clock): Instance =>
    create(scenarios, store, time);
  const first = another();
  await createScenarioVersions(new Map([[scenario.id, scenario]]), store).keep();

  return {
    ...first,
    store,
    clock,
    channel,
    logs,
    scenario,
    another,
    stoppedClock: { ...clock, after: () => () => {} },
    async pass(ms, instances = [first]) {
      for (let passed = 0; passed < ms; passed += 1_000) {
        clock.set(Math.min(1_000, ms - passed));
        await Promise.all(instances.map(({ dueWork }) => dueWork.look()));
        await turns(20);
      }
    },
    async elsewhere(own) {
      await own.open();
      onTestFinished(() => own.close());
      return create([scenario], own, clock);
    },
    async ask(externalId = 'T-1', asked = scenario) {
      const { dialogue } = await first.intake.report(reported(asked, clock.now(), { externalId }));
      await first.outbox.idle();
      return dialogue;
    },
    async stored({ channel: name, clientId, id }) {
      const dialogue = await store.findDialogue(name, clientId, id);
      if (!dialogue) throw new Error(`no dialogue ${id}`);
      return dialogue;
    },
  };
}

/** A dialogue that completed at `completedAt`, as a helpdesk reports it. */
export function reported(
  scenario: Scenario,
  completedAt: Date,
  { clientId = 'c1', externalId = 'T-1' } = {},
): ReportedDialogue {
  const unknown = { operator: null, team: null, topic: null, tags: [] };
  return { channel: 'telegram', clientId, externalId, ...unknown, language: 'en', scenario, completedAt };
}

let events = 0;

/** Texts of a test are never older than the question that they answer, however the clock was set. */
const NO_QUESTION_IS_LATER = new Date('2030-01-01T00:00:00Z');

/** A tap of client c1 on a question of a dialogue. */
export function tapOn(
  dialogue: Dialogue,
  value: string | number,
  block = 'rate',
  id = `e${++events}`,
): ClientEvent {
  const token = `${dialogue.id}:${block}:${value}`;
  return {
    kind: 'tap',
    id,
    channel: 'telegram',
    chat: 'private',
    clientId: 'c1',
    at: new Date(0),
    token,
    messageId: 'm1',
  };
}

/** A text of client c1. */
export function textOf(text: string, id = `e${++events}`): ClientEvent {
  return {
    kind: 'text',
    id,
    channel: 'telegram',
    chat: 'private',
    clientId: 'c1',
    at: NO_QUESTION_IS_LATER,
    text,
  };
}
