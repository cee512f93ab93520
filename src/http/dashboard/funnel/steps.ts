import type { StepsData } from '../../../charts/page/data.ts';
import { isNotAskedReason } from '../../../dialogue.ts';
import type { Translate } from '../../../locales/index.ts';
import type { Funnel, FunnelStepName, LossReason } from '../../../stats/funnel.ts';
import type { Changes } from '../kit/address.ts';
import type { Drill } from '../kit/drill.ts';

/** What a chart of steps is drawn from: words and links for each step and each reason of a loss. */
export function stepsData(
  { steps }: Funnel,
  { t, drill, only = {} }: { t: Translate; drill: Drill; only?: Changes },
): StepsData {
  const asksAlways = !steps.some(({ lost }) => lost.some(({ reason }) => reason === 'no_scale'));
  return {
    steps: steps.map(({ step, count, lost }) => ({
      step,
      count,
      href: (count > 0 && drill({ ...only, ...dialoguesOf[step] })) || null,
      lost: lost.map(({ reason, count: ofReason }) => {
        const narrowed = lossTo(step, reason);
        const isExact = asksAlways || step !== 'rated';
        return {
          text: lossText(t, reason, ofReason),
          count: ofReason,
          href: (narrowed && isExact && drill({ ...only, ...narrowed })) || null,
        };
      }),
    })),
  };
}

/** What narrows a list of dialogues to those of a step. */
const dialoguesOf: Record<FunnelStepName, Changes> = {
  completed: {},
  asked: { outcome: ['open', 'answered', 'silent'] },
  delivered: { outcome: ['open', 'answered', 'silent'], delivered: 'yes' },
  rated: { rated: 'yes' },
  commented: { commented: 'yes' },
  finished: { finished: 'yes' },
};

/** What narrows it to those that a step lost for one reason; null: nothing does. */
function lossTo(step: FunnelStepName, reason: LossReason): Changes | null {
  switch (reason) {
    case 'scheduled':
      return { outcome: 'scheduled' };
    case 'open':
    case 'silent':
      return { outcome: reason, delivered: step === 'delivered' ? 'no' : 'yes' };
    case 'no_scale':
      return null;
    case 'comment_alone':
      return { rated: 'no', commented: 'yes' };
    case 'no_comment':
      return { rated: 'yes', commented: 'no', finished: 'yes' };
    case 'unfinished':
      return step === 'commented'
        ? { rated: 'yes', commented: 'no', finished: 'no' }
        : { commented: 'yes', finished: 'no' };
    default:
      return { outcome: 'not_asked', reason };
  }
}

function lossText(t: Translate, reason: LossReason, count: number): string {
  return isNotAskedReason(reason) ? t(`reason.${reason}`, { count }) : t(`funnel.loss.${reason}`, { count });
}
