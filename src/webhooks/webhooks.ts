import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { WebhookEndpoint, WebhookType } from '../config/webhooks.ts';
import type { Dialogue } from '../dialogue.ts';
import type { JobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Effect } from '../scenario/survey.ts';
import { type Announce, withMoreEffects } from '../survey/progress.ts';
import { createDeliveryKind, type Delivery } from './delivery.ts';
import { dataOf, typesOf } from './events.ts';

/** What a client wrote that is not for a survey. */
export interface ClientMessage {
  /** Of the platform's event; a repeat with the same id sends nothing again. */
  id: string;
  channel: string;
  clientId: string;
  text: string;
  at: Date;
}

export interface Webhooks {
  endpoints: readonly WebhookEndpoint[];
  /** Whether an endpoint wants `client.message`. */
  takesClientMessages: boolean;
  announce: Announce;
  /** Sends `client.message`. @param dialogue the client's latest @throws {StoreError} */
  clientMessage(message: ClientMessage, dialogue: Dialogue | null): Promise<void>;
  /** Sends a test to an endpoint, by a job as any other delivery. @returns the delivery's id @throws {StoreError} */
  test(endpoint: WebhookEndpoint): Promise<string>;
  /** The kind of job `webhook`. */
  kind: JobKind;
}

export interface WebhooksOptions {
  endpoints: readonly WebhookEndpoint[];
  queue: Pick<JobQueue, 'enqueue'>;
  clock: Clock;
}

const kind = 'webhook';

/** Outgoing webhooks: a job for each endpoint and event. */
export function createWebhooks({ endpoints, queue, clock }: WebhooksOptions): Webhooks {
  const takers = (type: WebhookType): WebhookEndpoint[] =>
    endpoints.filter(({ types }) => types.includes(type));

  return {
    endpoints,
    takesClientMessages: takers('client.message').length > 0,
    announce(before, next) {
      if (endpoints.length === 0) return next;
      const types = typesOf(before, next).filter((type) => takers(type).length > 0);
      return types.length > 0 ? tell(next, types, dataOf(next)) : next;
    },
    async clientMessage(message, dialogue) {
      const { channel, clientId, id } = message;
      const about = dialogue ? dialogue.id : `${channel}:${clientId}`;
      for (const endpoint of takers('client.message')) {
        const ids = [endpoint.id, channel, clientId, id].join('\n');
        await queue.enqueue({
          key: `webhook:message:${createHash('sha256').update(ids).digest('hex').slice(0, 32)}`,
          kind,
          payload: delivery(endpoint, 'client.message', told(message, dialogue)),
          ordering: orderingOf(endpoint, about),
          origin: dialogue && { channel, clientId, dialogueId: dialogue.id, block: null },
        });
      }
    },
    async test(endpoint) {
      const key = `webhook:test:${clock.newId()}`;
      const data = { message: 'This is a test of the webhooks of Afterword.' };
      const payload = delivery(endpoint, 'test', data);
      await queue.enqueue({ key, kind, payload, ordering: orderingOf(endpoint, 'test') });
      return key;
    },
    kind: createDeliveryKind({ endpoints, clock }),
  };

  function tell(dialogue: Dialogue, types: readonly WebhookType[], data: Delivery['data']): Dialogue {
    const effects = types.flatMap((type) =>
      takers(type).map((endpoint): Effect => {
        const payload = delivery(endpoint, type, data);
        return { kind: 'enqueue', job: { kind, payload, ordering: orderingOf(endpoint, dialogue.id) } };
      }),
    );
    return withMoreEffects(dialogue, effects);
  }

  function delivery({ id }: WebhookEndpoint, type: string, data: Delivery['data']): Delivery {
    return { endpoint: id, type, timestamp: clock.now().toISOString(), data };
  }
}

function told({ channel, clientId, text, at }: ClientMessage, dialogue: Dialogue | null): Delivery['data'] {
  const message = { text, writtenAt: at.toISOString() };
  return { ...(dialogue ? dataOf(dialogue) : { channel, clientId }), ...message };
}

/** One endpoint that is away holds up no other, and one dialogue no other. */
const orderingOf = ({ id }: WebhookEndpoint, about: string): string => `webhook:${id}:${about}`;
