import type { VNode } from 'preact';
import { parseScaleKey } from '../../scale.ts';
import { type DefinedMetric, definitionOf } from '../../stats/metrics/definition.ts';
import { figureText, periodText, targetText } from '../../stats/targets/words.ts';
import { number, scaleText } from '../../text/figures.ts';
import { Section, Table } from './table.tsx';
import type { Words } from './words.ts';

/** The scales of the month's ratings: what may be given, and what counts as what. */
export function Scales({ words: { t, evidence } }: { words: Words }): VNode | null {
  const { scales } = evidence.report.summary;
  if (scales.length === 0) return null;
  const list = (values: readonly number[]): string => values.map((value) => number(t, value)).join(', ');
  const title = t('audit.section.scales');
  const columns = (['scale', 'values', 'satisfied', 'dissatisfied'] as const).map((name) => ({
    name: t(`audit.column.${name}`),
  }));
  const rows = scales.map(({ scale }) => {
    const { values, satisfied, dissatisfied } = parseScaleKey(scale);
    return { cells: [scaleText(t, scale), list(values), list(satisfied), list(dissatisfied)] };
  });
  return (
    <Section id="scales" title={title}>
      <Table caption={title} isHeaded columns={columns} rows={rows} />
    </Section>
  );
}

const always: readonly DefinedMetric[] = [
  'completed',
  'asked',
  'shareAsked',
  'surveys',
  'responseRate',
  'surveyPercentage',
  'disputed',
  'csatPercent',
  'csatInterval',
  'cdsat',
  'averageCsat',
  'averageInterval',
];

/** The definitions of the figures that the pack holds. */
export function Formulas({ words: { t, evidence } }: { words: Words }): VNode {
  const used = new Set(evidence.report.summary.scales.map(({ scale }) => scale));
  const metrics: DefinedMetric[] = [
    ...always,
    ...(used.has('nps') ? (['nps', 'npsInterval'] as const) : []),
    ...(used.has('ces') ? (['ces'] as const) : []),
    ...(evidence.targets.length > 0 ? (['target'] as const) : []),
  ];
  return (
    <Section id="formulas" title={t('audit.section.formulas')}>
      <dl>
        {metrics.map((metric) => {
          const { name, text, formula, written } = definitionOf(metric, evidence.language);
          return (
            <div key={metric}>
              <dt>{name}</dt>
              <dd>
                <p>{text}</p>
                <p class="formula">{formula}</p>
                <p class="note">{t('audit.written', { written })}</p>
              </dd>
            </div>
          );
        })}
      </dl>
    </Section>
  );
}

/** The targets as they stood at the month's end, and how they stood. */
export function StoodTargets({ words: { t, evidence, time } }: { words: Words }): VNode {
  const { targets } = evidence;
  const title = t('audit.section.targets');
  const [first] = targets;
  const columns = (['target', 'setBy', 'setAt', 'verdict'] as const).map((name) => ({
    name: t(`audit.column.${name}`),
  }));
  const rows = targets.map(({ target, verdict, figures }) => {
    const values = figures.map((figure) => figureText(t, figure, target.metric)).join(', ');
    const stood = t('audit.verdict', { verdict: verdict ?? 'none' });
    return {
      cells: [
        targetText(t, target),
        target.by ?? t('audit.environment'),
        target.setAt ? time(target.setAt) : '',
        values === '' ? stood : `${stood} (${values})`,
      ],
    };
  });
  return (
    <Section id="targets" title={title}>
      {first ? (
        <>
          <Table caption={title} isHeaded columns={columns} rows={rows} />
          <p class="note">{periodText(t, first)}</p>
        </>
      ) : (
        <p>{t('audit.targets.none')}</p>
      )}
    </Section>
  );
}
