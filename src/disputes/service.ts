import type { People } from '../access/people.ts';
import type { Prompts } from '../access/prompts.ts';
import type { StaffArea } from '../access/staff.ts';
import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { JobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Log } from '../log/log.ts';
import type { DialogueStore, RecordStore } from '../store/store.ts';
import type { Messenger } from '../survey/messenger.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import { createDisputeArea } from './area.ts';
import { createDisputeLedger } from './dispute.ts';
import { createDisputes, type Disputes } from './disputes.ts';
import { createFollowUpKinds, decidersOf } from './follow-up.ts';
import { createToldMessages } from './told.ts';
import type { DialogueUrl } from '../text/dialogue-url.ts';

export interface DisputeServiceOptions {
  store: Pick<DialogueStore, 'findDialogueById'> &
    Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>;
  people: Pick<People, 'all' | 'whoMay' | 'place' | 'current' | 'fresh'>;
  operations: Pick<DialogueOperations, 'noteDisputes'>;
  queue: Pick<JobQueue, 'enqueue'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'edit'>>;
  send: Messenger;
  prompts: Pick<Prompts, 'ask'>;
  urlOf: DialogueUrl;
  clock: Pick<Clock, 'now' | 'newId'>;
  log: Log;
}

export interface DisputeService {
  disputes: Disputes;
  /** The `StaffArea` named `dispute`. */
  area: StaffArea;
  kinds: { dispute: JobKind; dispute_tell: JobKind };
}

/** Disputes of ratings: their ledger, who is told of them, and their buttons. */
export function createDisputeService(options: DisputeServiceOptions): DisputeService {
  const { store, people, prompts } = options;
  const ledger = createDisputeLedger(store);
  const disputes = createDisputes({ ...options, ledger });
  return {
    disputes,
    area: createDisputeArea({
      disputes,
      prompts,
      hasDeciders: (dispute) => decidersOf(people, dispute, dispute.dialogue).length > 0,
    }),
    kinds: createFollowUpKinds({ ...options, ledger, told: createToldMessages(store) }),
  };
}
