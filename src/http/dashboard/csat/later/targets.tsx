import type { VNode } from 'preact';
import type { Standing } from '../../../../stats/targets/standings.ts';
import { figureText, periodText, targetText } from '../../../../stats/targets/words.ts';
import { none, scaleText } from '../../../../text/figures.ts';
import { Badge, Card } from '../../kit/controls.tsx';
import type { Asked } from '../../kit/figures.ts';
import type { View } from '../../kit/view.ts';

/**
 * Whether targets are for the figures of a page: they are for teams or everything, of all ratings; so there are none of
 * one operator's figures, and none where disputed ratings are left out.
 */
export function haveTargets({ disputed, filter }: Pick<Asked, 'disputed' | 'filter'>): boolean {
  const { operator, topic, version, tag, rating } = filter;
  const narrower = [operator, topic, version, tag, rating];
  return disputed === null && narrower.every((one) => one === undefined);
}

/** How targets stand over the days up to the end of the period. */
export function TargetsCard({
  view: { t },
  standings,
}: {
  view: View;
  standings: readonly Standing[];
}): VNode {
  const [first] = standings;
  return (
    <Card title={t('csat.targets')} id="targets" about={first && periodText(t, first)}>
      {first ? (
        <ul class="rows">
          {standings.map(({ target, verdict, figures }) => (
            <li key={targetText(t, target)}>
              <span>{targetText(t, target)}</span>
              <span class="row-value">
                {figures.length === 0
                  ? none
                  : figures
                      .map((figure) =>
                        figures.length === 1 || figure.scale === null
                          ? figureText(t, figure, target.metric)
                          : `${scaleText(t, figure.scale)}: ${figureText(t, figure, target.metric)}`,
                      )
                      .join(', ')}{' '}
                <Badge
                  kind={verdict === 'met' ? 'good' : verdict === 'missed' ? 'bad' : 'plain'}
                  text={t('csat.verdict', { verdict: verdict ?? 'none' })}
                />
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="quiet">{t('csat.noTargets')}</p>
      )}
    </Card>
  );
}
