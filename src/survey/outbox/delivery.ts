import type { ChannelAdapter } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { ChannelError, faultFields, StoreError } from '../../errors.ts';
import type { Log } from '../../log/log.ts';
import type { Dialogue, OutboxEntry } from '../../dialogue.ts';

/** What became of one entry of an outbox. */
export type DeliveryResult =
  | { kind: 'done'; messageId?: string }
  /** To be tried again in `waitMs`. */
  | { kind: 'later'; waitMs: number }
  | { kind: 'refused'; reason: 'unreachable' | 'undelivered' }
  /** Not sent, because it is another instance's business by now. */
  | { kind: 'withdrawn' };

export interface Delivery {
  /** Carries an entry out. @param mayStart asked right before the request. @throws {StoreError} when it cannot say */
  perform(dialogue: Dialogue, entry: OutboxEntry, mayStart: () => Promise<boolean>): Promise<DeliveryResult>;
}

export interface DeliveryOptions {
  channels: ReadonlyMap<string, ChannelAdapter>;
  clock: Clock;
  log: Log;
}

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;
/** An edit only tidies up: it waits when the platform says so, and not for ever. */
const EDIT_ATTEMPTS = 5;

const withdrawn = new Error('another instance carries this out');

export function createDelivery({ channels, clock, log }: DeliveryOptions): Delivery {
  return {
    async perform(dialogue, entry, mayStart) {
      const { channel, clientId } = dialogue;
      const { effect } = entry;
      const beforeRequest = async (): Promise<void> => {
        if (!(await mayStart())) throw withdrawn;
      };
      try {
        const adapter = channels.get(channel);
        if (!adapter) throw new ChannelError('network', 'the channel is not set up; set its token');
        if (effect.kind === 'send') {
          return { kind: 'done', ...(await adapter.send(clientId, effect.message, { beforeRequest })) };
        }
        await adapter.edit?.(clientId, effect.messageId, effect.message);
        return { kind: 'done' };
      } catch (error) {
        if (error === withdrawn) return { kind: 'withdrawn' };
        if (error instanceof StoreError) throw error;
        const known = error instanceof ChannelError ? error : null;
        log(
          known ? 'warn' : 'error',
          `A message could not be ${effect.kind === 'edit' ? 'edited' : 'sent'}`,
          {
            channel,
            dialogue: dialogue.id,
            code: known?.code ?? 'unknown',
            ...faultFields(error),
          },
        );
        return effect.kind === 'edit'
          ? afterEditFault(entry, known)
          : afterSendFault(dialogue, entry, known, clock.now().getTime());
      }
    },
  };
}

function afterEditFault({ attempts }: OutboxEntry, fault: ChannelError | null): DeliveryResult {
  const again = fault?.code === 'rate_limited' && attempts + 1 < EDIT_ATTEMPTS;
  return again ? { kind: 'later', waitMs: fault.retryAfterMs ?? FIRST_RETRY_MS } : { kind: 'done' };
}

function afterSendFault(
  { survey }: Dialogue,
  { attempts }: OutboxEntry,
  fault: ChannelError | null,
  now: number,
): DeliveryResult {
  if (fault?.code === 'unreachable') return { kind: 'refused', reason: 'unreachable' };
  const over = survey?.expiresAt != null && now >= survey.expiresAt;
  if (fault?.code === 'rejected' || over) return { kind: 'refused', reason: 'undelivered' };
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
  return { kind: 'later', waitMs: fault?.retryAfterMs ?? backoff };
}
