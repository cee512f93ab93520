import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import {
  type CorrectableFacts,
  type Dialogue,
  type ReportedDimension,
  reportedDimensions,
} from '../dialogue.ts';
import { createKeyedMutex } from '../keyed-mutex.ts';
import type { Log } from '../log/log.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { DialogueStore } from '../store/store.ts';
import type { Intake } from '../survey/intake.ts';
import { correctableFacts } from '../survey/operations/changes.ts';
import type { DialogueOperations } from '../survey/operations/operations.ts';
import type { CompletedConversation, Conversation, Helpdesk, Reading } from './connector.ts';

export interface ApplyReadingOptions {
  /** The connector's name. */
  name: string;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'clientIdFault'>>;
  store: Pick<DialogueStore, 'findLastRound'>;
  intake: Pick<Intake, 'report'>;
  operations: Pick<DialogueOperations, 'reopen' | 'correct'>;
  /** By which clients are asked. */
  scenario: Scenario;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** What a reading led to. `known`: it had been reported before, with the same facts. */
export type AppliedReading =
  | { did: 'reported' | 'corrected' | 'known' | 'reopened'; reason: null }
  /** The caller logs or answers the reason. */
  | { did: 'ignored'; reason: string };

/** The list that a reading is an entry of. */
export interface ConversationList extends Pick<Helpdesk, 'clientWroteSince'> {
  /** When it was requested, by our own clock: a call that came since is newer. */
  at: Date;
}

/** @param list undefined: the reading is of a call @throws {StoreError} and, with a list, what its helpdesk throws */
export type ApplyReading = (reading: Reading, list?: ConversationList) => Promise<AppliedReading>;

/** How far a helpdesk's clock may be ahead of ours; a time further ahead is taken as now. */
const CLOCK_SKEW_MS = 300_000;

/**
 * A conversation that goes on within a day of its end is about the same matter: its next end is another round, and the
 * earlier one leaves the figures. One that goes on later is about another matter, a dialogue of its own (`#2`, `#3`, ...)
 * that is asked about and counted by itself, since some helpdesks have a single conversation with a client for ever.
 */
const SAME_MATTER_MS = 86_400_000;

/** What a helpdesk does not name. */
const unnamed = Object.fromEntries(reportedDimensions.map((name) => [name, null])) as Record<
  ReportedDimension,
  string | null
>;

/** Reports, corrects or reopens dialogues from what a connector has read, which may come twice, late or in the wrong order. */
export function createApplyReading(options: ApplyReadingOptions): ApplyReading {
  const { name, channels, store, intake, operations, scenario, clock, log } = options;
  /** Calls about one conversation run one after another. */
  const mutex = createKeyedMutex();

  return async (reading, list) => {
    if (reading.kind === 'ignored') return ignored(reading.reason);
    const { conversation } = reading;
    const fault = faultOf(conversation);
    if (fault !== null) return ignored(fault);
    return mutex.run(conversation.id, () =>
      reading.kind === 'completed' ? complete(reading.conversation, list) : reopen(conversation, list),
    );
  };

  async function complete(
    conversation: CompletedConversation,
    list?: ConversationList,
  ): Promise<AppliedReading> {
    const { channel, clientId, at, operator, team, tags } = conversation;
    const { last, number } = await latestMatter(conversation);
    let wentOnAt = last?.reopenedAt ?? null;
    if (last && wentOnAt) {
      const isRepeat = at <= last.completedAt;
      const isOldList = list !== undefined && list.at <= wentOnAt;
      if (isRepeat || isOldList) return ignored('it tells of a state before the conversation went on');
    } else if (last && (await wentOn(conversation, last, list))) {
      wentOnAt = conversation.lastMessage?.at ?? at;
      await operations.reopen({ channel, clientId, externalId: last.externalId }, name);
    }
    const isOther = last && wentOnAt && wentOnAt.getTime() - last.completedAt.getTime() > SAME_MATTER_MS;
    const externalId = externalIdOf(conversation, isOther ? number + 1 : number);
    const { dialogue, created } = await intake.report({
      channel,
      clientId,
      externalId,
      ...unnamed,
      operator,
      team,
      tags,
      language: null,
      scenario,
      completedAt: isFarAhead(at) ? clock.now() : at,
      by: name,
    });
    if (created) return applied('reported', dialogue);
    const facts = changedFacts(conversation, dialogue, name);
    if (facts === null) return { did: 'known', reason: null };
    await operations.correct({ channel, clientId, externalId }, facts, name);
    return applied('corrected', dialogue);
  }

  /**
   * Whether the call that the conversation went on was missed: the client wrote after the end that is kept. Messages of
   * agents or of the helpdesk itself after an end do not count.
   */
  async function wentOn(
    { id, at, lastMessage }: CompletedConversation,
    { completedAt }: Dialogue,
    list?: ConversationList,
  ): Promise<boolean> {
    if (!lastMessage || lastMessage.at <= completedAt || isFarAhead(at)) return false;
    return lastMessage.byClient || (list !== undefined && list.clientWroteSince(id, completedAt));
  }

  async function reopen(conversation: Conversation, list?: ConversationList): Promise<AppliedReading> {
    const { channel, clientId, at } = conversation;
    const { last } = await latestMatter(conversation);
    if (!last) return ignored('it was not reported as completed');
    if (last.reopenedAt) return ignored('it is known to have gone on');
    const isOldList = list !== undefined && list.at <= last.reportedAt;
    if (at < last.completedAt || isOldList)
      return ignored('it tells of a state before the conversation ended');
    await operations.reopen({ channel, clientId, externalId: last.externalId }, name);
    return applied('reopened', last);
  }

  function isFarAhead(at: Date): boolean {
    return at.getTime() > clock.now().getTime() + CLOCK_SKEW_MS;
  }

  function faultOf({ channel, clientId }: Conversation): string | null {
    const adapter = channels.get(channel);
    if (adapter) return adapter.clientIdFault(clientId);
    return `its inbox is of the channel "${channel}"; here ${[...channels.keys()].join(' and ')} can be asked`;
  }

  /** The last round about the latest matter of a conversation, and which matter that is; none: the first. */
  async function latestMatter(
    conversation: Conversation,
  ): Promise<{ last: Dialogue | null; number: number }> {
    const { channel, clientId } = conversation;
    let last: Dialogue | null = null;
    for (let number = 1; ; number++) {
      const next = await store.findLastRound(channel, clientId, externalIdOf(conversation, number));
      if (!next) return { last, number: Math.max(1, number - 1) };
      last = next;
    }
  }

  /** @param matter 1, 2, ...: see `SAME_MATTER_MS` */
  function externalIdOf({ id }: Conversation, matter: number): string {
    return matter === 1 ? `${name}:${id}` : `${name}:${id}#${matter}`;
  }

  function applied(did: 'reported' | 'corrected' | 'reopened', { id, externalId }: Dialogue): AppliedReading {
    log('info', 'A conversation of a helpdesk was taken', { connector: name, did, dialogue: id, externalId });
    return { did, reason: null };
  }
}

/**
 * The facts in which a conversation differs from its dialogue; null: none. An operator or team that is no longer named
 * stays, since some helpdesks unassign a conversation when it ends. A fact that somebody else has corrected stays.
 */
function changedFacts(
  { operator, team, tags }: CompletedConversation,
  kept: Dialogue,
  name: string,
): Partial<CorrectableFacts> | null {
  const facts: Partial<CorrectableFacts> = {
    ...(operator !== null && operator !== kept.operator && { operator }),
    ...(team !== null && team !== kept.team && { team }),
    ...(inOrder(tags) !== inOrder(kept.tags) && { tags }),
  };
  for (const { by, before = {} } of kept.course) {
    if (by !== name) for (const fact of correctableFacts) if (fact in before) delete facts[fact];
  }
  return Object.keys(facts).length > 0 ? facts : null;
}

const inOrder = (tags: readonly string[]): string => JSON.stringify(tags.toSorted());

const ignored = (reason: string): AppliedReading => ({ did: 'ignored', reason });
