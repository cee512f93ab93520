import { type Job, type JobStore, jobStates } from '../store/ports/jobs.ts';
import { deliverySchema } from './delivery.ts';

/** A webhook that was sent, or is to be sent, to an endpoint, without its data. */
export interface ListedDelivery
  extends Pick<Job, 'state' | 'attempts' | 'reason' | 'enqueuedAt' | 'runAt' | 'endedAt'> {
  /** The `webhook-id` of its requests. */
  id: string;
  type: string;
  /** The endpoint's id. */
  endpoint: string;
  dialogueId: string | null;
  externalId: string | null;
}

export interface Deliveries {
  /**
   * The newest first.
   * @param state null: in any @param limit 1..501 @param after only what follows this one
   * @throws {StoreError}
   */
  list(
    state: Job['state'] | null,
    limit: number,
    after?: Pick<ListedDelivery, 'enqueuedAt' | 'id'>,
  ): Promise<ListedDelivery[]>;
}

export function createDeliveries(store: Pick<JobStore, 'listJobs'>): Deliveries {
  return {
    async list(state, limit, last) {
      const states = state === null ? jobStates : [state];
      const after = last && { enqueuedAt: last.enqueuedAt, key: last.id };
      const found = await Promise.all(states.map((one) => store.listJobs(one, limit, 'webhook', after)));
      const newestFirst = (a: Job, b: Job): number =>
        b.enqueuedAt.getTime() - a.enqueuedAt.getTime() || (a.key < b.key ? 1 : -1);
      return found.flat().toSorted(newestFirst).slice(0, limit).map(listed);
    },
  };
}

function listed({
  key,
  payload,
  origin,
  state,
  attempts,
  reason,
  enqueuedAt,
  runAt,
  endedAt,
}: Job): ListedDelivery {
  const { data: delivery } = deliverySchema.safeParse(payload);
  const externalId = delivery?.data['externalId'];
  return {
    id: key,
    type: delivery?.type ?? '',
    endpoint: delivery?.endpoint ?? '',
    state,
    attempts,
    reason,
    enqueuedAt,
    runAt,
    endedAt,
    dialogueId: origin?.dialogueId ?? null,
    externalId: typeof externalId === 'string' ? externalId : null,
  };
}
