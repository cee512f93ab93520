import { onTestFinished } from 'vitest';
import { createSetClock } from '../../src/clock.ts';
import type { WebhookEndpoint } from '../../src/config/webhooks.ts';
import { readConfig } from '../../src/service.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker, type Worker } from '../../src/jobs/worker.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import type { Store } from '../../src/store/store.ts';
import { createWebhooks } from '../../src/webhooks/webhooks.ts';
import { recordingLog } from '../support/log.ts';
import { SECRET } from './receiver.ts';

/** The endpoints that a variable names. */
export const endpointsOf = (...entries: string[]): readonly WebhookEndpoint[] =>
  readConfig({ WEBHOOKS: entries.join(',') }).WEBHOOKS;
export const entryOf = ({ url }: { url: string }, types = ''): string => `${url} ${SECRET} ${types}`;

/** A store, and instances that deliver what stands in it. */
export async function openDeliveries(given: Store = createSqliteStore({ path: ':memory:' })) {
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const store: Store = { ...given };
  await given.open();
  onTestFinished(() => given.close());
  const { log, lines: logs } = recordingLog();
  const queue = createJobQueue({ store, clock });

  /** One process with these endpoints. */
  const instance = (endpoints: readonly WebhookEndpoint[]) => {
    const webhooks = createWebhooks({ endpoints, queue, clock });
    const worker = createWorker({ store, kinds: { webhook: webhooks.kind }, clock, log });
    /** Keeps what a change of a dialogue means, as the outbox does. */
    const change = async (before: Dialogue, next: Dialogue): Promise<void> => {
      for (const { id, effect } of webhooks.announce(before, next).outbox) {
        if (effect.kind !== 'enqueue') continue;
        const { kind, payload, ordering } = effect.job;
        const origin = {
          channel: next.channel,
          clientId: next.clientId,
          dialogueId: next.id,
          block: null,
        };
        const key = `${kind}:${next.id}:${String(id).padStart(12, '0')}`;
        await queue.enqueue({ key, kind, payload, origin, ...(ordering !== undefined && { ordering }) });
      }
    };
    return { webhooks, worker, change };
  };
  /** Lets time pass in steps, with all that is due done in each. */
  const pass = async (worker: Worker, ms: number, stepMs: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.set(stepMs);
      await worker.runAll();
    }
  };
  const states = async (state: 'waiting' | 'done' | 'given_up') => store.listJobs(state, 500, 'webhook');
  return { clock, store, logs, instance, pass, states };
}

/** A dialogue in the states of its survey: asked, rated once or several times. */
export const rated = (dialogue: Dialogue, rating: number): Dialogue => ({
  ...dialogue,
  rating,
  outcome: 'answered',
  revision: dialogue.revision + 1,
});
