import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import type { Prompts } from '../access/prompts.ts';
import type { StaffArea } from '../access/staff.ts';
import type { ChannelAdapter, Message } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { EscalationStep } from '../config/escalation.ts';
import { createForgetRecords } from '../jobs/forget-records.ts';
import type { JobKinds } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import type { Log } from '../log/log.ts';
import { createBelonging } from '../stats/lists/belonging.ts';
import type { RecordStore } from '../store/ports/records.ts';
import type { ClientStore, DialogueStore, FigureStore } from '../store/store.ts';
import type { ClientLetters } from '../survey/incoming/client-letters.ts';
import type { Messenger } from '../survey/messenger.ts';
import type { Announce } from '../survey/progress.ts';
import { announceAlerts } from './announce.ts';
import { createAlertArea } from './area.ts';
import { createAudience } from './telling/audience.ts';
import { createEscalation } from './escalation.ts';
import { type AlertFigures, type FiguresQuery, readAlertFigures } from './figures.ts';
import { type AlertHandling, createChangeAlert, createHandling } from './handling.ts';
import { createLetterRecords, letterRecordKind } from './letters/letter-records.ts';
import { createNotices } from './letters/notice.ts';
import { createLetterReplies } from './letters/replies.ts';
import { createLetterSender } from './letters/send.ts';
import { listAlerts } from './open-alerts.ts';
import { createPraise } from './praise.ts';
import { createRaiseKind } from './raise.ts';
import { createAlertRecords } from './records.ts';
import { createSpread } from './telling/spread.ts';
import type { DialogueUrl } from '../text/dialogue-url.ts';
import { chatRecordKind, createChatRecords } from './telling/chat-records.ts';
import { createForwards } from './telling/forward.ts';
import { createSummaries } from './telling/summary.ts';
import { createTellKind } from './telling/tell.ts';

export interface AlertsOptions {
  store: RecordStore &
    Pick<DialogueStore, 'findDialogue'> &
    Pick<ClientStore, 'findClient'> &
    Pick<FigureStore, 'narrowingFacts'>;
  people: People;
  prompts: Prompts;
  channels: ReadonlyMap<string, ChannelAdapter>;
  messenger: Messenger;
  queue: Pick<JobQueue, 'enqueue'>;
  /** `ESCALATE`. */
  escalation: readonly EscalationStep[];
  /** `ALERTS`: whether the chats of SUPERVISORS are told. */
  tellsSeeded: boolean;
  dialogueUrl: DialogueUrl;
  /** The IANA zone of people who have none of their own. */
  zone: string;
  clock: Clock;
  log: Log;
}

export interface Alerts {
  /** Puts the job that raises an alert into the write of the answer. */
  announce: Announce;
  kinds: JobKinds;
  /** The area `alert`: its buttons, and what is written to its prompts. */
  area: StaffArea;
  /** For who reads a dialogue outside of a chat. */
  handling: AlertHandling;
  /** For the runner: replies of clients to letters. */
  letters: ClientLetters;
  /** A message with the alerts that wait for somebody, for a person who may handle them. @throws {StoreError} */
  openAlerts: (person: Person) => Promise<Message>;
  /** @throws {StoreError} */
  alertFigures: (query: FiguresQuery) => Promise<AlertFigures>;
  /** Deletes letters and what chats were told, once a day. Alerts are kept. */
  forgetSchedule: ScheduleEntry;
}

/** How long letters, and what chats were told, are kept. */
const KEPT_MS = 90 * 86_400_000;

/** Low ratings as alerts, with an owner and an end; letters to clients; praise for operators. */
export function createAlerts(options: AlertsOptions): Alerts {
  const { store, queue, clock, zone } = options;
  const records = createAlertRecords(store, options.log);
  const belonging = createBelonging(store);
  const audience = createAudience(options);
  const spread = createSpread(queue);
  const change = createChangeAlert(records, spread);
  const shared = { ...options, records, audience, spread, change };
  const chats = createChatRecords(store, clock);
  const summaries = createSummaries({ ...shared, chats });
  const forwards = createForwards(options);
  const escalation = createEscalation({ ...shared, steps: options.escalation });
  const praise = createPraise(options);
  const letters = createLetterRecords(store);
  const notices = createNotices(options);
  const sender = createLetterSender({ ...shared, letters, notices });
  const replies = createLetterReplies({ ...shared, letters, notices, forwards });
  const forget = createForgetRecords({
    ...options,
    job: 'forget_letters',
    kinds: [letterRecordKind, chatRecordKind],
    keptMs: KEPT_MS,
  });

  return {
    announce: announceAlerts(clock),
    kinds: {
      alert: createRaiseKind({ ...shared, escalation, praise }),
      alert_message: createTellKind({ ...shared, chats, summaries, forwards }),
      alert_summary: summaries.kind,
      alert_forward: forwards.kind,
      alert_escalation: escalation.kind,
      praise: praise.kind,
      letter: sender.kind,
      letter_notice: notices.kind,
      letter_reply: replies.kind,
      forget_letters: forget.kind,
    },
    handling: createHandling({ records, letters, belonging, change, clock }),
    area: createAlertArea({ ...shared, letters: sender }),
    letters: replies,
    openAlerts: (person) => listAlerts(records, person, zone),
    alertFigures: (query) =>
      readAlertFigures({ records, belonging }, query, options.escalation[0]?.afterMs ?? null, clock.now()),
    forgetSchedule: forget.entry,
  };
}
