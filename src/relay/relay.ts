/** Passes on to the helpdesk on the same bot what is not for surveys. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChannelAdapter, Received, WebhookResponse } from '../channel.ts';
import type { RelayTarget } from '../channel-definition.ts';
import type { Clock } from '../clock.ts';
import { faultFields, isFinalRefusal, messageOf, ReceiverError } from '../errors.ts';
import { type JobKind, jobKind, type JobKinds } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Log } from '../log/log.ts';
import { type Monitor, unmonitored } from '../monitoring/monitor.ts';
import { type Answer, isRedirect, isSuccess, request } from '../outgoing/request.ts';

export interface Relay {
  /** Whether a helpdesk uses the bot of this channel too (`RELAY_URL_...`). */
  has(channel: string): boolean;
  /** Saves an event as a job that posts it until the helpdesk has taken it; a repeat is a no-op. @throws {StoreError} */
  pass(channel: string, received: Received): Promise<void>;
  /**
   * Posts an event at once and gives the helpdesk's answer, for the platform. null: it answered nothing, or not in time;
   * in the latter case the event is saved as by `pass`.
   */
  ask(channel: string, received: Received): Promise<WebhookResponse | null>;
  /** True for a request that this relay has sent itself: the helpdesk's address leads back to this service, a loop. */
  isOwnRequest(channel: string, headers: Record<string, unknown>): boolean;
  /** Two kinds of job for each channel, so that no helpdesk holds up another: events to post, and calls that the helpdesk's answers name. */
  kinds: JobKinds;
}

export interface RelayOptions {
  /** By channel. */
  targets: ReadonlyMap<string, RelayTarget>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'carryOut'>>;
  queue: JobQueue;
  clock: Pick<Clock, 'now' | 'after'>;
  log: Log;
  monitor?: Pick<Monitor, 'relayed'>;
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

/** A call of the bot API that the answer of a helpdesk names, with the platform's own names. */
const callPayload = z.object({ call: z.record(z.string(), z.unknown()) });

/** How long a helpdesk may take for a saved event. */
const TIMEOUT_MS = 10_000;
/** How long Viber waits for an answer that is shown to the client. */
const ANSWER_TIMEOUT_MS = 3_000;
/** How much of the helpdesk's answer is read. */
const MOST_BYTES = 65_536;
const LONGEST_RETRY_MS = 60_000;
/** No platform repeats an update later than this, so the job's key is needed no more. */
const FORGET_AFTER_MS = 48 * 3_600_000;

export function createRelay(options: RelayOptions): Relay {
  const { targets, channels, queue, clock, log, monitor = unmonitored } = options;
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
      async ({ received: { base64, ...received } }, { key, enqueuedAt, confirm }) => {
        const target = targets.get(channel);
        if (!target) {
          const remedy = 'set its address again, then POST /api/v1/jobs/again';
          log('error', 'What a client wrote is not passed on', { channel, job: key, remedy });
          return { state: 'given_up', reason: `there is no helpdesk behind ${channel} any more` };
        }
        await confirm();
        const came = { ...received, ...(base64 && { base64 }) };
        const { text } = await send(channel, target, came, TIMEOUT_MS);
        monitor.relayed(channel, clock.now().getTime() - enqueuedAt.getTime());
        const call = objectIn(text);
        // A job of its own: if the call fails, the update is not to be passed on again.
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

  /** Some platforms carry out a call that the answer of a webhook names; for the helpdesk's answers that is done here. */
  function createCallKind(channel: string): JobKind {
    return jobKind(
      callPayload,
      async ({ call }, { confirm }) => {
        await confirm();
        try {
          await channels.get(channel)?.carryOut?.(call);
        } catch (error) {
          if (!isFinalRefusal(error)) throw error;
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

/** The mark in the `Via` header by which a request that comes back is recognised. */
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

/** undefined: the text is no JSON object. */
function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
