/** Passes on to the helpdesk behind this service what is not for surveys. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChannelAdapter, Received, WebhookResponse } from '../channel.ts';
import type { RelayTarget } from '../channel-definition.ts';
import type { Clock } from '../clock.ts';
import { ChannelError, faultFields, messageOf, ReceiverError } from '../errors.ts';
import { type JobKind, jobKind, type JobKinds } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Log } from '../log/log.ts';
import { type Answer, isRedirect, isSuccess, request } from '../outgoing/request.ts';

export interface Relay {
  /** Whether a helpdesk stands behind this service on this channel. */
  has(channel: string): boolean;
  /** Keeps what came until the helpdesk has taken it; the same again is a no-op. @throws {StoreError} */
  pass(channel: string, received: Received): Promise<void>;
  /**
   * Passes it on at once for the helpdesk's answer. null: it has nothing to answer, or did not take it in time; then it
   * is kept as by `pass`.
   */
  ask(channel: string, received: Received): Promise<WebhookResponse | null>;
  /** True for a request that this relay itself has sent: the helpdesk's address leads back to this service. */
  isOwnRequest(channel: string, headers: Record<string, unknown>): boolean;
  /** The kinds of job that pass on what was kept, and carry out what is asked for in answer: of each channel its own, so that no helpdesk holds up another. */
  kinds: JobKinds;
}

export interface RelayOptions {
  /** By channel. */
  targets: ReadonlyMap<string, RelayTarget>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'carryOut'>>;
  queue: JobQueue;
  clock: Pick<Clock, 'after'>;
  log: Log;
}

const payload = z.object({
  received: z.object({
    id: z.string(),
    queue: z.string(),
    body: z.string(),
    base64: z.literal(true).optional(),
    headers: z.record(z.string(), z.string()),
  }),
});

/** What the answer of a helpdesk asks for, under the platform's own names. */
const callPayload = z.object({ call: z.record(z.string(), z.unknown()) });

/** A helpdesk may take so long for what was kept. */
const TIMEOUT_MS = 10_000;
/** Viber waits so long for an answer that is shown to the client. */
const ANSWER_TIMEOUT_MS = 3_000;
/** More of its answer is of no use. */
const MOST_BYTES = 65_536;
const LONGEST_RETRY_MS = 60_000;
/** So long after it was passed on, the same update is not sent by a platform again. */
const FORGET_AFTER_MS = 48 * 3_600_000;

export function createRelay({ targets, channels, queue, clock, log }: RelayOptions): Relay {
  return {
    has: (channel) => targets.has(channel),
    pass,
    async ask(channel, received) {
      const target = targets.get(channel);
      if (!target) return null;
      try {
        const body = objectIn((await send(channel, target, received, ANSWER_TIMEOUT_MS)).text);
        return body ? { status: 200, body } : null;
      } catch (error) {
        log('warn', 'The helpdesk did not answer at once and is asked again', {
          channel,
          ...faultFields(error),
        });
        await pass(channel, received);
        return null;
      }
    },
    isOwnRequest: (channel, { via }) => {
      const target = targets.get(channel);
      return target !== undefined && typeof via === 'string' && via.includes(markOf(target));
    },
    kinds: Object.fromEntries(
      [...channels.keys()].flatMap((channel) => [
        [kindOf(channel), createKind(channel)],
        [callKindOf(channel), createCallKind(channel)],
      ]),
    ),
  };

  function createKind(channel: string): JobKind {
    return jobKind(
      payload,
      async ({ received: { base64, ...received } }, { key, confirm }) => {
        const target = targets.get(channel);
        if (!target) {
          const remedy = 'set its address again, then POST /api/v1/jobs/again';
          log('error', 'What a client wrote is not passed on', { channel, job: key, remedy });
          return { state: 'given_up', reason: `there is no helpdesk behind ${channel} any more` };
        }
        await confirm();
        const came = { ...received, ...(base64 && { base64 }) };
        const { text } = await send(channel, target, came, TIMEOUT_MS);
        const call = objectIn(text);
        // A job of its own, so that what fails of it does not have the update passed on again.
        if (call && 'method' in call && channels.get(channel)?.carryOut) {
          const kind = callKindOf(channel);
          const ordering = `${kind}:${received.queue}`;
          await queue.enqueue({ key: `${key}:call`, kind, payload: { call }, ordering });
        }
        return { state: 'done' };
      },
      { longestRetryMs: LONGEST_RETRY_MS, givesUpAfter: 'enqueued', forgetAfterMs: FORGET_AFTER_MS },
    );
  }

  /** Some platforms let the answer of a webhook name a call. */
  function createCallKind(channel: string): JobKind {
    return jobKind(
      callPayload,
      async ({ call }, { confirm }) => {
        await confirm();
        try {
          await channels.get(channel)?.carryOut?.(call);
        } catch (error) {
          if (!isRefused(error)) throw error;
          return { state: 'given_up', reason: messageOf(error) };
        }
        return { state: 'done' };
      },
      { longestRetryMs: LONGEST_RETRY_MS, givesUpAfter: 'enqueued', forgetAfterMs: FORGET_AFTER_MS },
    );
  }

  async function pass(channel: string, received: Received): Promise<void> {
    await queue.enqueue({
      key: `relay:${channel}:${received.id}`,
      kind: kindOf(channel),
      payload: { received },
      ordering: `relay:${channel}:${received.queue}`,
      isLast: true,
    });
  }

  /** @throws {ReceiverError} when it was not taken */
  async function send(
    channel: string,
    target: RelayTarget,
    { body, base64, headers }: Received,
    timeoutMs: number,
  ): Promise<Answer> {
    const answer = await request({
      url: target.url,
      headers: { ...headers, ...target.headers, via: `1.1 ${markOf(target)}` },
      body: base64 ? new Uint8Array(Buffer.from(body, 'base64')) : body,
      clock,
      timeoutMs,
      mostBytes: MOST_BYTES,
      receiver: `The helpdesk behind ${channel}`,
    });
    if (isSuccess(answer.status)) return answer;
    throw new ReceiverError(
      `The helpdesk behind ${channel} answered ${answer.status}${remedyOf(answer.status, target)}`,
    );
  }
}

const kindOf = (channel: string): string => `relay_${channel}`;
const callKindOf = (channel: string): string => `relay_call_${channel}`;

/** A refusal of the platform that no other try would change. */
const isRefused = (error: unknown): boolean =>
  error instanceof ChannelError && (error.code === 'rejected' || error.code === 'unreachable');

/** By which a request is known that comes back. */
function markOf({ variable, url }: RelayTarget): string {
  return `afterword-${createHash('sha256').update(`${variable} ${url}`).digest('hex').slice(0, 16)}`;
}

function remedyOf(status: number, { variable }: RelayTarget): string {
  if (status === 508) return `, since ${variable} leads back to this service; set the helpdesk's own webhook`;
  if (isRedirect(status)) return `, a redirect, which is not followed; set ${variable} to the address itself`;
  if (status === 401 || status === 403)
    return `; compare ${variable} and its secret with what the helpdesk registered`;
  return status === 404 ? `; compare ${variable} with what the helpdesk registered` : '';
}

/** The JSON object that an answer is; undefined: it is none. */
function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
