import { createSetClock } from '../../src/clock.ts';
import { createApplyReading, type AppliedReading } from '../../src/connectors/apply-reading.ts';
import type { CompletedConversation } from '../../src/connectors/connector.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { shipped } from '../support/scenarios.ts';
import { aDialogue } from '../support/dialogues.ts';
import { recordingLog } from '../support/log.ts';

export const NOON = new Date('2026-11-22T12:00:00Z');
export const at = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);

/** The dialogues of this service as far as a connector sees them: the rounds of each conversation. */
export function setUp() {
  const clock = createSetClock(NOON);
  const { log, lines } = recordingLog();
  const rounds: Dialogue[] = [];
  const calls: unknown[][] = [];
  const lastOf = (externalId: string): Dialogue | null =>
    rounds.findLast((round) => round.externalId === externalId) ?? null;
  const change = (externalId: string, fields: Partial<Dialogue>): Dialogue | null => {
    const last = lastOf(externalId);
    return last && Object.assign(last, fields);
  };
  const take = createApplyReading({
    name: 'desk',
    channels: new Map([
      ['telegram', { clientIdFault: (id) => (/^\d+$/.test(id) ? null : `"${id}" is no id`) }],
    ]),
    store: { findLastRound: async (_channel, _clientId, externalId) => lastOf(externalId) },
    intake: {
      async report({ scenario, ...facts }) {
        // As a store is: what others do comes between.
        await Promise.resolve();
        const last = lastOf(facts.externalId);
        if (last && !last.reopenedAt) {
          return { dialogue: last, created: false, differences: [] };
        }
        const dialogue = aDialogue({ ...facts, scenario: scenario.id, round: (last?.round ?? 0) + 1 });
        rounds.push(dialogue);
        return { dialogue, created: true, differences: [] };
      },
    },
    operations: {
      async reopen(ref, by) {
        calls.push(['reopen', ref, by]);
        return change('externalId' in ref ? ref.externalId : '', { reopenedAt: clock.now() });
      },
      async correct(ref, facts, by) {
        calls.push(['correct', ref, facts, by]);
        return change('externalId' in ref ? ref.externalId : '', facts);
      },
    },
    scenario: shipped('csat'),
    clock,
    log,
  });
  const completed = (changedAt: Date, fields: Partial<CompletedConversation> = {}): Promise<AppliedReading> =>
    take({ kind: 'completed', conversation: conversation(changedAt, fields) });
  const reopened = (changedAt: Date): Promise<AppliedReading> =>
    take({ kind: 'reopened', conversation: conversation(changedAt) });
  return { take, completed, reopened, rounds, calls, clock, lines };
}

export function conversation(
  changedAt: Date,
  fields: Partial<CompletedConversation> = {},
): CompletedConversation {
  return {
    id: '1:42',
    channel: 'telegram',
    clientId: '501',
    at: changedAt,
    operator: 'Anna',
    team: 'billing',
    tags: ['vip'],
    lastMessage: null,
    ...fields,
  };
}

export const listReadAt = (readAt: Date) => ({ at: readAt, clientWroteSince: async () => false });

export const ref = { channel: 'telegram', clientId: '501', externalId: 'desk:1:42' };
