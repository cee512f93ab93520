import type { ChannelAdapter } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import type { Dialogue } from '../../dialogue.ts';
import type { Log } from '../../log/log.ts';
import { advance } from '../../scenario/engine/engine.ts';
import type { Step } from '../../scenario/engine/step.ts';
import { isRunning, type Survey } from '../../scenario/survey.ts';
import type { DialogueStore } from '../../store/store.ts';
import { afterStep, isSending, notAsked, wasDelivered } from '../progress.ts';
import type { ScenarioVersions } from '../scenario-versions.ts';
import { withSharedKeyboard } from '../waiting-question.ts';

export interface WithdrawOptions {
  store: Pick<DialogueStore, 'recentDialogues'>;
  scenarioVersions: ScenarioVersions;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'sharedKeyboard'>>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/**
 * The dialogue with its question withdrawn, to be saved. If the question has not arrived the dialogue becomes `not_asked`;
 * an open question is closed; answers stay. While the question is being sent neither is known: once it has arrived the
 * dialogue is due (`isToClose`), and this is to be run again.
 * @throws {StoreError}
 */
export type Withdraw = (dialogue: Dialogue) => Promise<Dialogue>;

/** How many of a client's latest surveys may wait for an answer. */
const RECENT_SURVEYS = 5;

export function createWithdraw(options: WithdrawOptions): Withdraw {
  const { store, scenarioVersions, channels, clock, log } = options;

  return async (dialogue) => {
    const { id, survey, outcome, notAskedReason } = dialogue;
    const reason = dialogue.reopenedAt ? 'reopened' : 'not_wanted';
    // An `unreachable` client would otherwise be asked once they can be reached.
    const now = clock.now();
    if (outcome === 'scheduled' || notAskedReason === 'unreachable') return notAsked(dialogue, reason, now);
    if (!survey) return dialogue;
    const sending = survey.closing === undefined && isRunning(survey) && isSending(dialogue, now);
    const isPending = isRunning(survey) || survey.closing !== undefined;
    const hasArrived = wasDelivered(dialogue) || dialogue.deliveredAt !== null;
    if (isPending && !sending && !hasArrived) return notAsked(dialogue, reason, now);
    const scenario = await scenarioVersions.find(survey.version, id, log);
    const input = { kind: 'withdraw', isSending: sending, goesOn: dialogue.reopenedAt !== null } as const;
    const step = scenario
      ? advance(scenario, id, survey, input, now.getTime())
      : { survey: ended(survey, now), effects: [] };
    return afterStep(dialogue, await besideOthers(step, dialogue, now), now);
  };

  /** On a channel with one keyboard the question of another survey comes again. */
  async function besideOthers(step: Step, dialogue: Dialogue, now: Date): Promise<Step> {
    const { channel, clientId, id } = dialogue;
    if (step.effects.length === 0 || !channels.get(channel)?.sharedKeyboard) return step;
    const dialogues = await store.recentDialogues(channel, clientId, RECENT_SURVEYS);
    const others = dialogues.filter((other) => other.id !== id);
    return { ...step, effects: await withSharedKeyboard(step, others, scenarioVersions, now, log) };
  }
}

/** Without its scenario a survey is ended with no message to the client. */
function ended({ awaits: _awaits, closing: _closing, ...survey }: Survey, now: Date): Survey {
  return { ...survey, waitsAt: null, remindAt: null, withdrawnAt: now.getTime() };
}
