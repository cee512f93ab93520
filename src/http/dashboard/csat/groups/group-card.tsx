import type { VNode } from 'preact';
import { funnelPlot } from '../../../../charts/page/parts/funnel-plot.ts';
import { intervalBars } from '../../../../charts/page/parts/interval-bars.ts';
import { partsTable } from '../../../../charts/page/parts/parts-table.ts';
import { askingSignals } from '../../../../stats/comparison/signals.ts';
import { definitionOf } from '../../../../stats/metrics/definition.ts';
import type { Group, Summary } from '../../../../stats/summary.ts';
import { share } from '../../../../text/figures.ts';
import { Card, Chart, Definition } from '../../kit/controls.tsx';
import type { Drill } from '../../kit/drill.ts';
import type { View } from '../../kit/view.ts';
import { funnelPlotData, intervalBarsData, measureOf } from './data.ts';
import type { ShownDimension } from '../read.ts';

/** Rows of a table beside a chart, unless all are asked for. */
export const MOST_ROWS = 50;

export interface GroupCardProps {
  view: View;
  dimension: ShownDimension;
  groups: readonly Group[];
  whole: Summary;
  scale: string;
  drill: Drill;
  /** Rows of the table; the others are behind `all`. null: all of them. */
  most: number | null;
  /** Where the whole table stands. */
  all: string;
}

/** Teams and operators as a funnel plot, since they are not ranked; topics and channels as bars. */
export function GroupCard(props: GroupCardProps): VNode {
  const { view, dimension, groups, whole, scale, most, all } = props;
  const { t, language } = view;
  const title = t('csat.by', { dimension, figure: measureOf(scale).name });
  const options = { language, title, id: dimension };
  const isFunnel = dimension === 'team' || dimension === 'operator';
  const data = isFunnel ? funnelPlotData(props) : intervalBarsData(props);
  const table = partsTable(data, options);
  const rows = most === null ? table.rows : table.rows.slice(0, most);
  const svg = 'limits' in data ? funnelPlot(data, options) : intervalBars(data, options);
  const { text, formula } = definitionOf('funnelLimits', language);
  return (
    <Card
      title={title}
      id={dimension}
      actions={isFunnel && <Definition name={t('csat.limits')} text={text} formula={formula} />}
    >
      <Chart
        svg={svg}
        table={{ ...table, rows }}
        t={t}
        {...(rows.length < table.rows.length && {
          more: { href: all, text: t('csat.allRows', { count: table.rows.length }) },
        })}
      />
      {dimension === 'operator' && <Asking view={view} groups={groups} whole={whole} />}
    </Card>
  );
}

/** Operators whose share asked, or share answered, is not like the whole's. */
function Asking({
  view: { t },
  groups,
  whole,
}: Pick<GroupCardProps, 'view' | 'groups' | 'whole'>): VNode | null {
  const found = groups
    .flatMap(({ name, summary }) =>
      name === null ? [] : askingSignals(summary, whole).map((signal) => ({ name, ...signal })),
    )
    .toSorted((a, b) => b.level - a.level || a.name.localeCompare(b.name, 'uk'));
  if (found.length === 0) return null;
  return (
    <div class="asking">
      <h3>{t('csat.asking')}</h3>
      <ul class="lines">
        {found.slice(0, MOST_ASKING).map(({ name, what, side, share: part }) => (
          <li key={`${name} ${what}`}>
            {t('csat.askingOf', {
              name,
              what,
              side,
              value: share(t, part.hits / part.n),
              count: part.n,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}

const MOST_ASKING = 10;
