import type { ChannelAdapter } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import type { Dialogue, OutboxEntry } from '../../dialogue.ts';
import { ChannelError, faultFields, StoreError } from '../../errors.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Log } from '../../log/log.ts';
import { type Monitor, unmonitored } from '../../monitoring/monitor.ts';
import type { DeliveryResult } from './effects/effect-kind.ts';
import { kindOf } from './effects/index.ts';

export interface Delivery {
  /** Carries an entry out. @param mayStart asked right before the request. @throws {StoreError} when it cannot say */
  perform(dialogue: Dialogue, entry: OutboxEntry, mayStart: () => Promise<boolean>): Promise<DeliveryResult>;
}

export interface DeliveryOptions {
  channels: ReadonlyMap<string, ChannelAdapter>;
  queue: Pick<JobQueue, 'enqueue'>;
  clock: Clock;
  log: Log;
  monitor?: Pick<Monitor, 'retried'>;
}

const withdrawn = new Error('another instance carries this out');

export function createDelivery(options: DeliveryOptions): Delivery {
  const { channels, queue, clock, log, monitor = unmonitored } = options;
  return {
    async perform(dialogue, entry, mayStart) {
      const { channel } = dialogue;
      const kind = kindOf(entry.effect);
      const adapter = (): ChannelAdapter => {
        const found = channels.get(channel);
        if (!found) throw new ChannelError('network', 'the channel is not set up; set its token');
        return found;
      };
      const beforeRequest = async (): Promise<void> => {
        if (!(await mayStart())) throw withdrawn;
      };
      try {
        const outside = { adapter, queue, beforeRequest };
        return { kind: 'done', ...(await kind.perform(entry.effect, entry, dialogue, outside)) };
      } catch (error) {
        if (error === withdrawn) return { kind: 'withdrawn' };
        if (error instanceof StoreError) throw error;
        const fault = error instanceof ChannelError ? error : null;
        log(fault ? 'warn' : 'error', kind.failure, {
          channel,
          dialogue: dialogue.id,
          code: fault?.code ?? 'unknown',
          ...faultFields(error),
        });
        const result = kind.afterFault(entry, dialogue, fault, clock.now().getTime());
        if (result.kind === 'later') monitor.retried(entry.effect.kind);
        return result;
      }
    },
  };
}
