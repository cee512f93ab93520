import type { Clock } from '../clock.ts';
import { faultFields, ScenarioError, StoreError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { advance } from '../scenario/engine/engine.ts';
import { withoutAsides } from '../scenario/engine/for-support.ts';
import type { Step } from '../scenario/engine/step.ts';
import { isRunning, type Survey } from '../scenario/survey.ts';
import type { Dialogue } from '../dialogue.ts';
import type { Store } from '../store/store.ts';
import type { Watched } from '../jobs/loop.ts';
import { createQuietTime } from '../jobs/quiet-time.ts';
import type { Outbox } from './outbox/outbox.ts';
import {
  afterStep,
  type Announce,
  isToClose,
  notAsked,
  scheduled,
  unannounced,
  wasDelivered,
} from './progress.ts';
import type { Intake } from './intake.ts';
import type { Withdraw } from './operations/withdraw.ts';
import type { ScenarioVersions } from './scenario-versions.ts';

export interface DueWorkOptions {
  store: Store;
  scenarioVersions: ScenarioVersions;
  outbox: Outbox;
  intake: Intake;
  withdraw: Withdraw;
  clock: Clock;
  log: Log;
  announce?: Announce;
}

/** Does what no event will: asks after a delay, reminds, closes what has expired or was withdrawn, and carries out what an instance left behind. */
export interface DueWork extends Watched {
  /** One round over all that is due. Never rejects. @returns how many dialogues were looked at */
  sweep: () => Promise<number>;
  /** The same, unless it is known that nothing is due. */
  look: () => Promise<number>;
  /** Something was written that is due then. */
  expect(wakeAt: Date): void;
}

const BATCH = 50;
/** After a fault that would return at once, a dialogue rests this long. */
const REST_MS = 60_000;

export function createDueWork({
  store,
  scenarioVersions,
  outbox,
  intake,
  withdraw,
  clock,
  log,
  announce = unannounced,
}: DueWorkOptions): DueWork {
  const quiet = createQuietTime(clock);
  return { sweep, look, quiet, expect: (wakeAt) => quiet.endAt(wakeAt) };

  async function look(): Promise<number> {
    try {
      return (await quiet.isOver((until) => store.nextWakeAt(until))) ? await sweep() : 0;
    } catch (error) {
      log('error', 'The due dialogues could not be looked for', { ...faultFields(error) });
      return 0;
    }
  }

  async function sweep(): Promise<number> {
    let seen = 0;
    try {
      let goOn = true;
      while (goOn) {
        const due = await store.dueDialogues(clock.now(), BATCH);
        const woken = await Promise.all(due.map(advanceSafely));
        seen += due.length;
        // What could not be saved is still due: looking again at once would go round for as long as that lasts.
        goOn = due.length === BATCH && woken.every(Boolean) && outbox.pending() < BATCH;
      }
    } catch (error) {
      log('error', 'The due dialogues could not be looked for', { ...faultFields(error) });
    }
    return seen;
  }

  /** Never rejects: one dialogue's fault is not the others'. @returns false when it is still due */
  async function advanceSafely(dialogue: Dialogue): Promise<boolean> {
    try {
      await advanceOrRest(dialogue);
      return true;
    } catch (error) {
      const fields = { dialogue: dialogue.id, ...faultFields(error) };
      log('error', 'A due dialogue failed and is tried again with the next sweep', fields);
      return false;
    }
  }

  async function advanceOrRest(dialogue: Dialogue): Promise<void> {
    try {
      await advanceDue(dialogue);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const fields = { dialogue: dialogue.id, ...faultFields(error) };
      log('error', 'A due dialogue failed and is tried again in a minute', fields);
      const wakeAt = new Date(clock.now().getTime() + REST_MS);
      await store.saveDialogue({ ...dialogue, wakeAt }, { before: dialogue });
    }
  }

  async function advanceDue(dialogue: Dialogue): Promise<void> {
    const { survey } = dialogue;
    const now = clock.now();
    if (dialogue.outcome === 'scheduled') {
      const scenario = scenarioVersions.current(dialogue.scenario);
      if (!scenario) {
        throw new ScenarioError([`no scenario "${dialogue.scenario}" any more; bring its file back`]);
      }
      return intake.ask(dialogue, scenario, (asked) => send(asked, dialogue));
    }
    if (isToClose(dialogue)) return send(announce(dialogue, await withdraw(dialogue)), dialogue);
    if (survey?.asidesUntil !== undefined && survey.asidesUntil <= now.getTime())
      return send(scheduled({ ...dialogue, survey: withoutAsides(survey) }), dialogue);
    if (!survey || !isRunning(survey)) return send(scheduled(dialogue), dialogue);
    if (survey.expiresAt !== null && survey.expiresAt <= now.getTime()) {
      const expired = wasDelivered(dialogue)
        ? afterStep(dialogue, await step(dialogue, survey, 'expire', now), now)
        : notAsked(dialogue, 'undelivered', now);
      return send(announce(dialogue, expired), dialogue);
    }
    if (survey.remindAt !== null && survey.remindAt <= now.getTime()) {
      // A question that has not arrived yet needs no reminder.
      if (dialogue.outbox.length > 0)
        return send(scheduled({ ...dialogue, survey: { ...survey, remindAt: null } }), dialogue);
      const reminded = afterStep(dialogue, await step(dialogue, survey, 'remind', now), now);
      return send(announce(dialogue, reminded), dialogue);
    }
    return send(scheduled(dialogue), dialogue);
  }

  /** Saves a dialogue and has its outbox carried out; without effect when another instance was first. */
  async function send(next: Dialogue, before: Dialogue): Promise<void> {
    const { dialogue, mine } = outbox.claim(next);
    if ((await store.saveDialogue(dialogue, { before })) && mine) {
      void outbox.drain({ ...dialogue, revision: dialogue.revision + 1 });
    }
  }

  async function step(
    dialogue: Dialogue,
    survey: Survey,
    kind: 'expire' | 'remind',
    now: Date,
  ): Promise<Step> {
    return advance(
      await scenarioVersions.version(survey.version),
      dialogue.id,
      survey,
      { kind },
      now.getTime(),
    );
  }
}
