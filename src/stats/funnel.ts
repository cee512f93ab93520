import type { NotAskedReason } from '../dialogue.ts';
import type { Count } from '../store/ports/figures.ts';

/**
 * The steps of a survey, each a count of dialogues:
 * - `completed`: all of them
 * - `asked`: of which a question was sent, or is being sent
 * - `delivered`: of which a question is known to have arrived (`Count.delivered`)
 * - `rated`, `commented`: with a rating, with a comment; each may stand alone
 * - `finished`: whose client went through the survey to its end (`isFinished`), also by skipping
 *
 * Every step is a part of `asked`, and what comes behind `delivered` a part of that.
 */
export const funnelSteps = ['completed', 'asked', 'delivered', 'rated', 'commented', 'finished'] as const;
export type FunnelStepName = (typeof funnelSteps)[number];

/**
 * Why a dialogue of one step did not reach the next:
 * - to `asked`: a `NotAskedReason`, or `scheduled`: its time has not come
 * - to `delivered`: `open`: it is not known yet; `silent`: the survey ended without it
 * - to `rated`: `no_scale`: the scenario asks for no rating; `comment_alone`; `open`: it may still come; `silent`
 * - to `commented`: `no_comment`: skipped or not asked for; `unfinished`: the client has not come to the end
 * - to `finished`: `unfinished`
 */
export type LossReason =
  | NotAskedReason
  | 'scheduled'
  | 'open'
  | 'silent'
  | 'no_scale'
  | 'comment_alone'
  | 'no_comment'
  | 'unfinished';

export interface FunnelStep {
  step: FunnelStepName;
  count: number;
  /** Dialogues of the step before that are not in this one, the most first; their sum is all of those. */
  lost: Array<{ reason: LossReason; count: number }>;
  /**
   * Dialogues of this step that are not in the step before: a comment without a rating, an end without a comment. So
   * `count` is the count of the step before, less the sum of `lost`, and `joined`.
   */
  joined: number;
}

export interface Funnel {
  /** In the order of `funnelSteps`. */
  steps: FunnelStep[];
}

/** @param withoutDisputed true: disputed dialogues are left out */
export function funnelOf(all: readonly Count[], withoutDisputed = false): Funnel {
  const counts = withoutDisputed ? all.filter(({ disputed }) => !disputed) : all;
  const steps = funnelSteps.map((step, index): FunnelStep => {
    const before = funnelSteps[index - 1];
    const sums = { count: 0, joined: 0 };
    const lost = new Map<LossReason, number>();
    for (const one of counts) {
      const wasThere = before === undefined || reached[before](one);
      if (reached[step](one)) {
        sums.count += one.count;
        if (!wasThere) sums.joined += one.count;
      } else if (wasThere) {
        const reason = lossTo[step](one);
        lost.set(reason, (lost.get(reason) ?? 0) + one.count);
      }
    }
    const losses = [...lost].map(([reason, count]) => ({ reason, count }));
    return {
      step,
      ...sums,
      lost: losses.toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    };
  });
  return { steps };
}

const isAsked = ({ outcome }: Count): boolean => outcome !== 'scheduled' && outcome !== 'not_asked';

const reached: Record<FunnelStepName, (one: Count) => boolean> = {
  completed: () => true,
  asked: isAsked,
  delivered: (one) => isAsked(one) && (one.delivered || one.finished),
  rated: (one) => isAsked(one) && one.rating !== null,
  commented: (one) => isAsked(one) && one.commented,
  finished: (one) => isAsked(one) && one.finished,
};

const waitsOrNot = ({ outcome }: Count): LossReason => (outcome === 'open' ? 'open' : 'silent');

const lossTo: Record<FunnelStepName, (one: Count) => LossReason> = {
  completed: () => 'silent',
  asked: ({ outcome, notAskedReason }) =>
    outcome === 'scheduled' ? 'scheduled' : (notAskedReason ?? 'not_wanted'),
  delivered: waitsOrNot,
  rated: (one) => (one.scale === null ? 'no_scale' : one.commented ? 'comment_alone' : waitsOrNot(one)),
  commented: ({ finished }) => (finished ? 'no_comment' : 'unfinished'),
  finished: () => 'unfinished',
};
