import type { Translate } from '../../locales/index.ts';
import type { MainTarget } from '../../stats/targets/main-target.ts';
import { TARGET_DAYS } from '../../stats/targets/standings.ts';
import { figureText, standingText, valueText } from '../../stats/targets/words.ts';
import type { Digest, ToldTarget } from '../digest.ts';
import { excerpt } from '../../text/excerpt.ts';
import type { Section } from './layout.ts';

const nameLength = 40;

/** `Target 90%: 87% over 30 days, missed` */
export function renderTarget({ standing, figure }: MainTarget<ToldTarget>, t: Translate): string {
  const { target, verdict, crossed } = standing;
  return t('digest.target', {
    target: valueText(t, target),
    value: figureText(t, figure, target.metric),
    days: TARGET_DAYS,
    verdict: figure.verdict,
    crossed: crossed && figure.verdict === verdict ? 'yes' : 'no',
  });
}

/** Those that were crossed since the last digest. @param beside those that stand beside their figure, which says it */
export function renderCrossed({ targets }: Digest, beside: ReadonlySet<ToldTarget>, t: Translate): Section {
  const crossed = targets.filter((one) => one.crossed && !beside.has(one));
  return {
    heading: t('digest.crossed', { days: TARGET_DAYS }),
    items: itemsOf(crossed, t),
    ranks: [0, 1, 2],
  };
}

/** The others that do not stand beside their figure. */
export function renderOthers({ targets }: Digest, beside: ReadonlySet<ToldTarget>, t: Translate): Section {
  const others = targets.filter((one) => !one.crossed && !beside.has(one));
  return { heading: t('digest.targets', { days: TARGET_DAYS }), items: itemsOf(others, t), ranks: [] };
}

function itemsOf(targets: readonly ToldTarget[], t: Translate): string[] {
  return targets.map((told) => {
    const { target } = told;
    const team = target.team === null ? null : excerpt(target.team, nameLength);
    return standingText(t, { ...told, target: { ...target, team } });
  });
}
