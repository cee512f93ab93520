import type { VNode } from 'preact';
import { type Dimension, dimensions } from '../../dialogue.ts';
import { isNps, parseScaleKey } from '../../scale.ts';
import type { Summary } from '../../stats/summary.ts';
import { count, scaleText, share } from '../../text/figures.ts';
import { tableFile } from '../evidence.ts';
import { type Row, Section, Table } from './table.tsx';
import { alongText, averageWith, npsWith, shareWith, type Words } from './words.ts';

/** Rows of one table; a browser and a printer take no millions of them. */
const MOST_ROWS = 500;

/** The figures of the month as a whole and along each dimension, with their n and intervals. */
export function Figures({ words }: { words: Words }): VNode {
  const { t, evidence } = words;
  const { summary, by } = evidence.report;
  const numeric = true as const;
  const columns = [
    { name: t('audit.column.name') },
    { name: t('audit.column.scale') },
    { name: t('audit.column.n'), numeric },
    { name: t('audit.column.csat'), numeric },
    { name: t('audit.column.average'), numeric },
    { name: t('audit.column.cdsat'), numeric },
    { name: t('audit.column.completed'), numeric },
    { name: t('audit.column.asked'), numeric },
    { name: t('audit.column.responseRate'), numeric },
  ];
  const all = { caption: t('audit.all'), rows: rowsOf(words, t('audit.all'), summary) };
  const parts = dimensions.map((dimension: Dimension) => ({
    caption: alongText(words, dimension),
    rows: (by[dimension] ?? []).flatMap((group) =>
      rowsOf(words, group.name ?? t('audit.unnamed'), group.summary),
    ),
  }));
  return (
    <Section id="figures" title={t('audit.section.figures')} about={t('audit.figures.about')}>
      {[all, ...parts].map(({ caption, rows }) => (
        <div key={caption}>
          <Table caption={caption} columns={columns} rows={rows.slice(0, MOST_ROWS)} />
          {rows.length > MOST_ROWS && (
            <p class="note">
              {t('audit.figures.cut', { count: MOST_ROWS, all: rows.length, file: tableFile('figures') })}
            </p>
          )}
        </div>
      ))}
    </Section>
  );
}

/** A row for each scale; where there is none, one without ratings. */
function rowsOf(words: Words, name: string, { completed, asked, responseRate, scales }: Summary): Row[] {
  const { t } = words;
  const rest = [count(t, completed), count(t, asked), share(t, responseRate)];
  if (scales.length === 0) return [{ cells: [name, '—', '—', '—', '—', '—', ...rest] }];
  return scales.map((of) => {
    const rates = isNps(parseScaleKey(of.scale))
      ? [npsWith(words, of.nps, of.npsInterval), '—', '—']
      : [
          shareWith(words, of.csatPercent, of.csatInterval),
          averageWith(words, of.averageCsat, of.averageInterval, of.scale),
          share(t, of.cdsat),
        ];
    return { cells: [name, scaleText(t, of.scale), count(t, of.ratings), ...rates, ...rest] };
  });
}
