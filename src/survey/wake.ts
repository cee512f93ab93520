import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { advance } from '../scenario/engine.ts';
import type { Dialogue, Store } from '../store/store.ts';
import type { Outbox } from './outbox.ts';
import { afterStep, notAsked, scheduled, wasDelivered } from './progress.ts';
import type { Reporter } from './report.ts';
import type { ScenarioShelf } from './scenarios.ts';

export interface WakerOptions {
  store: Store;
  shelf: ScenarioShelf;
  outbox: Outbox;
  reporter: Reporter;
  clock: Clock;
  log: Log;
}

/** Does what no event will: asks after a delay, reminds, closes, and carries out what an instance left behind. */
export interface Waker {
  /** One round over all that is due. Never rejects. @returns how many dialogues were looked at */
  sweep(): Promise<number>;
  /** Sweeps every `everyMs` until `stop`. */
  start(everyMs: number): void;
  /** Resolves when no sweep is under way and none will follow. */
  stop(): Promise<void>;
}

const BATCH = 50;
/** After a fault that would return at once, a dialogue rests this long. */
const REST_MS = 60_000;

export function createWaker({ store, shelf, outbox, reporter, clock, log }: WakerOptions): Waker {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<unknown> = Promise.resolve();
  let stopped = false;

  return {
    sweep,
    start(everyMs) {
      const round = (): void => {
        sweeping = sweep().then(() => {
          if (!stopped) timer = setTimeout(round, everyMs);
        });
      };
      round();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await sweeping;
    },
  };

  async function sweep(): Promise<number> {
    let seen = 0;
    try {
      let due: Dialogue[];
      do {
        due = await store.dueDialogues(clock.now(), BATCH);
        await Promise.all(due.map(wake));
        seen += due.length;
      } while (due.length === BATCH && !stopped);
    } catch (error) {
      log('error', `could not look for due dialogues: ${messageOf(error)}`);
    }
    return seen;
  }

  async function wake(dialogue: Dialogue): Promise<void> {
    let next: Dialogue;
    try {
      next = await advanced(dialogue);
    } catch (error) {
      log('error', `dialogue ${dialogue.id}: ${messageOf(error)}; it is tried again in a minute`);
      next = { ...dialogue, wakeAt: new Date(clock.now().getTime() + REST_MS) };
    }
    const claim = outbox.claim(next);
    // Not saved: another instance was first, and has done it.
    if ((await store.saveDialogue(claim.dialogue)) && claim.mine) {
      await outbox.drain({ ...claim.dialogue, revision: claim.dialogue.revision + 1 });
    }
  }

  async function advanced(dialogue: Dialogue): Promise<Dialogue> {
    const now = clock.now();
    const { survey } = dialogue;
    if (dialogue.outcome === 'scheduled') {
      const scenario = shelf.current(dialogue.scenario);
      if (!scenario) throw new Error(`no scenario "${dialogue.scenario}" any more; bring its file back`);
      return reporter.ask(dialogue, scenario);
    }
    if (survey?.waitsAt != null && survey.expiresAt !== null && survey.expiresAt <= now.getTime()) {
      if (!wasDelivered(dialogue)) return notAsked(dialogue, 'unreachable');
      return afterStep(dialogue, await step(dialogue, 'expire', now), now);
    }
    if (survey?.waitsAt != null && survey.remindAt !== null && survey.remindAt <= now.getTime()) {
      return afterStep(dialogue, await step(dialogue, 'remind', now), now);
    }
    return scheduled(dialogue, now);
  }

  async function step(dialogue: Dialogue, kind: 'expire' | 'remind', now: Date) {
    const survey = dialogue.survey;
    if (!survey) throw new Error('no survey');
    return advance(await shelf.version(survey.version), dialogue.id, survey, { kind }, now.getTime());
  }
}
