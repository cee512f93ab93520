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

export interface TakeOptions {
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

/** What was done about a conversation. `known`: it had been reported before, with the same facts. */
export type Taken =
  | { did: 'reported' | 'corrected' | 'known' | 'reopened'; reason: null }
  /** Said to whoever called; what was done is logged here. */
  | { did: 'ignored'; reason: string };

/** A list of which a reading is an entry. */
export interface List extends Pick<Helpdesk, 'clientWroteSince'> {
  /** When it was asked for, by our own clock: it may be older than what is known by now. */
  at: Date;
}

/** @param list none: the reading is of a call @throws {StoreError} and, with a list, what its helpdesk throws */
export type Take = (reading: Reading, list?: List) => Promise<Taken>;

/** A helpdesk's clock may be ahead of ours by so much; what lies further ahead is taken as now. */
const CLOCK_SKEW_MS = 300_000;

/**
 * A conversation that goes on within a day of its end is still about the same: its next end is another round, and the
 * earlier one leaves the figures. Some helpdesks have one conversation with a client for ever; one that goes on later is
 * another matter, which is asked about and counted by itself.
 */
const SAME_MATTER_MS = 86_400_000;

/** What a helpdesk does not name. */
const unnamed = Object.fromEntries(reportedDimensions.map((name) => [name, null])) as Record<
  ReportedDimension,
  string | null
>;

/** Reports what a connector has read, whatever is told twice, late or in the wrong order. */
export function createTake(options: TakeOptions): Take {
  const { name, channels, store, intake, operations, scenario, clock, log } = options;
  /** So that of several calls about one conversation each finds what the one before it did. */
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

  async function complete(conversation: CompletedConversation, list?: List): Promise<Taken> {
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
    if (created) return took('reported', dialogue);
    const facts = changedFacts(conversation, dialogue, name);
    if (facts === null) return { did: 'known', reason: null };
    await operations.correct({ channel, clientId, externalId }, facts, name);
    return took('corrected', dialogue);
  }

  /**
   * Whether the client wrote in a conversation after its end that is kept, so that it was completed once more, and the
   * call in between was missed. What agents, or the helpdesk by itself, write after an end does not make it go on.
   */
  async function wentOn(
    { id, at, lastMessage }: CompletedConversation,
    { completedAt }: Dialogue,
    list?: List,
  ): Promise<boolean> {
    if (!lastMessage || lastMessage.at <= completedAt || isFarAhead(at)) return false;
    return lastMessage.byClient || (list !== undefined && list.clientWroteSince(id, completedAt));
  }

  async function reopen(conversation: Conversation, list?: List): Promise<Taken> {
    const { channel, clientId, at } = conversation;
    const { last } = await latestMatter(conversation);
    if (!last) return ignored('it was not reported as completed');
    if (last.reopenedAt) return ignored('it is known to have gone on');
    const isOldList = list !== undefined && list.at <= last.reportedAt;
    if (at < last.completedAt || isOldList)
      return ignored('it tells of a state before the conversation ended');
    await operations.reopen({ channel, clientId, externalId: last.externalId }, name);
    return took('reopened', last);
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

  function took(did: 'reported' | 'corrected' | 'reopened', { id, externalId }: Dialogue): Taken {
    log('info', 'A conversation of a helpdesk was taken', { connector: name, did, dialogue: id, externalId });
    return { did, reason: null };
  }
}

/**
 * In which facts a conversation differs from what is kept of it; null: in none. Who is no longer named handled it all the
 * same: some helpdesks take the operator away when a conversation ends. What somebody else has put right stays so.
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

const ignored = (reason: string): Taken => ({ did: 'ignored', reason });
