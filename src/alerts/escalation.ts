import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { EscalationStep } from '../config/escalation.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Alert } from './alert.ts';
import type { Audience } from './telling/audience.ts';
import type { AlertRecords } from './records.ts';
import { callOf, type Spread } from './telling/spread.ts';
import { escalate } from './transitions.ts';

/** Tells more people, and reminds those who were told, while nobody takes an alert. */
export interface Escalation {
  /** Enqueues every step of an alert that was just raised; a repeat is a no-op. @throws {StoreError} */
  begin(alert: Alert): Promise<void>;
  kind: JobKind;
}

export interface EscalationOptions {
  steps: readonly EscalationStep[];
  records: AlertRecords;
  audience: Audience;
  spread: Spread;
  queue: Pick<JobQueue, 'enqueue'>;
  clock: Pick<Clock, 'now'>;
}

const kind = 'alert_escalation';
const payloadSchema = z.object({ alert: z.string(), raising: z.number(), step: z.number() });

export function createEscalation({
  steps,
  records,
  audience,
  spread,
  queue,
  clock,
}: EscalationOptions): Escalation {
  return {
    async begin({ id, raising }) {
      const now = clock.now().getTime();
      for (const [step, { afterMs }] of steps.entries()) {
        await queue.enqueue({
          key: `${kind}:${id}:${raising}:${step}`,
          kind,
          payload: { alert: id, raising, step },
          runAt: new Date(now + afterMs),
        });
      }
    },
    kind: jobKind(
      payloadSchema,
      async ({ alert: id, raising, step }) => {
        const found = steps[step];
        if (!found) return { state: 'given_up', reason: 'ESCALATE has no such step any more' };
        const isWaiting = (alert: Alert): boolean => alert.state === 'open' && alert.raising === raising;
        const now = clock.now().getTime();
        const result = await records.change(id, (alert) =>
          alert && isWaiting(alert) ? escalate(alert, step, now) : null,
        );
        if (result && isWaiting(result.alert)) {
          const { alert } = result;
          await spread.tell(alert, await audience.at(alert, found), callOf(alert, step + 1));
        }
        return { state: 'done' };
      },
      { forgetAfterMs: 7 * 86_400_000, givesUpAfter: 'never' },
    ),
  };
}
