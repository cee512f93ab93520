import type { Clock } from '../clock.ts';
import { StoreError } from '../errors.ts';
import type { JobEnd } from '../jobs/job-kind.ts';
import { clientKey, type KeyedMutex } from '../keyed-mutex.ts';
import type { Log } from '../log/log.ts';
import { advance } from '../scenario/engine/engine.ts';
import type { JobOrigin } from '../store/ports/jobs.ts';
import type { DialogueStore } from '../store/store.ts';
import type { Outbox } from './outbox/outbox.ts';
import { afterStep, type Announce, unannounced } from './progress.ts';
import type { ScenarioVersions } from './scenario-versions.ts';

export interface JobResultsOptions {
  store: Pick<DialogueStore, 'findDialogue' | 'saveDialogue'>;
  scenarioVersions: ScenarioVersions;
  outbox: Outbox;
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
  clock: Clock;
  log: Log;
  announce?: Announce;
}

/** Gives a survey the end of the job that one of its blocks waits for; a repeat does nothing. @throws {StoreError} */
export type JobResults = (origin: JobOrigin, key: string, end: JobEnd) => Promise<void>;

/** Writers that may be first before the job is tried again. */
const TRIES = 50;

export function createJobResults(options: JobResultsOptions): JobResults {
  const { store, scenarioVersions, outbox, mutex, clock, log, announce = unannounced } = options;

  return async (origin, key, end) => {
    const { block } = origin;
    if (block === null) return;
    await mutex.run(clientKey(origin), () => take({ ...origin, block }, key, end));
  };

  async function take(origin: JobOrigin & { block: string }, key: string, end: JobEnd): Promise<void> {
    const { channel, clientId, dialogueId, block } = origin;
    const outcome = end.state === 'done' ? 'done' : 'failed';
    const input = { kind: 'result', block, outcome, data: end.result ?? null } as const;
    for (let tries = 0; tries < TRIES; tries++) {
      const dialogue = await store.findDialogue(channel, clientId, dialogueId);
      if (!dialogue?.survey || dialogue.events.some(({ id }) => id === `job:${key}`)) return;
      const { survey } = dialogue;
      const scenario = await scenarioVersions.find(survey.version, dialogueId, log);
      if (!scenario) return;
      const now = clock.now();
      const step = advance(scenario, dialogueId, survey, input, now.getTime());
      if (step.survey === survey) return;
      const changed = announce(dialogue, afterStep(dialogue, step, now, `job:${key}`));
      const { dialogue: next, mine } = outbox.claim(changed);
      if (await store.saveDialogue(next, { before: dialogue })) {
        if (mine) void outbox.drain({ ...next, revision: next.revision + 1 });
        return;
      }
    }
    throw new StoreError(`a job lost ${TRIES} races for its dialogue`);
  }
}
