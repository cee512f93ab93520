import type { VNode } from 'preact';
import { type Dimension, dimensions } from '../../dialogue.ts';
import { count } from '../../text/figures.ts';
import type { Effect, Rule } from '../left-out.ts';
import type { RawCount } from '../recount.ts';
import { type Row, Section, Table } from './table.tsx';
import { alongText, ruleText, type Words } from './words.ts';

/** Along which the population is told; the others have their figures below. */
const along = dimensions.filter((one) => one === 'channel' || one === 'scenario' || one === 'team');

/** How many dialogues there were, as a whole and along some dimensions, and what became of them. */
export function Population({ words }: { words: Words }): VNode {
  const { t, evidence } = words;
  const columns = [
    { name: t('audit.column.name') },
    ...(
      [
        'rows',
        'superseded',
        'voided',
        'completed',
        'notAsked',
        'scheduled',
        'asked',
        'open',
        'silent',
      ] as const
    ).map((name) => ({ name: t(`audit.column.${name}`), numeric: true as const })),
    { name: t('audit.column.answered'), numeric: true as const },
    { name: t('audit.column.disputed'), numeric: true as const },
  ];
  const rowsAlong = (dimension: Dimension): Row[] =>
    [...evidence.recount.by[dimension].values()]
      .toSorted((one, other) => other.count.rows - one.count.rows)
      .map((group) => rowOf(words, group.name === '' ? t('audit.unnamed') : group.name, group.count));
  return (
    <Section id="population" title={t('audit.section.population')} about={t('audit.population.about')}>
      <Table
        caption={t('audit.all')}
        columns={columns}
        rows={[rowOf(words, t('audit.all'), evidence.recount.all)]}
      />
      {along.map((dimension) => (
        <Table
          caption={alongText(words, dimension)}
          columns={columns}
          rows={rowsAlong(dimension)}
          key={dimension}
        />
      ))}
    </Section>
  );
}

function rowOf({ t }: Words, name: string, counted: RawCount): Row {
  const { rows, superseded, voided, completed, scheduled, asked, open, silent, answered, disputed } = counted;
  const notAsked = [...counted.notAsked.values()].reduce((sum, one) => sum + one, 0);
  const before = [rows, superseded, voided, completed, notAsked, scheduled];
  const numbers = [...before, asked, open, silent, answered, disputed];
  return { cells: [name, ...numbers.map((value) => count(t, value))] };
}

/** By which rules how many dialogues have no rating in the figures. */
export function LeftOut({ words: { t, evidence } }: { words: Words }): VNode {
  const { notAsked, voided, superseded, disputed } = evidence.recount.all;
  const rules: Array<[Rule, Effect, number]> = [
    ...[...notAsked]
      .toSorted(([, one], [, other]) => other - one)
      .map(([rule, of]): [Rule, Effect, number] => [rule as Rule, 'not_asked', of]),
    ['superseded', 'in_no_figure', superseded],
    ['voided', 'in_no_figure', voided],
    ['disputed', 'counted', disputed],
  ];
  const rows = rules
    .filter(([, , of]) => of > 0)
    .map(([rule, effect, of]) => ({
      cells: [ruleText(t, rule), t(`audit.effect.${effect}`), count(t, of)],
    }));
  const columns = [
    { name: t('audit.column.rule') },
    { name: t('audit.column.effect') },
    { name: t('audit.column.count'), numeric: true as const },
  ];
  const title = t('audit.section.leftOut');
  return (
    <Section id="left-out" title={title} about={t('audit.leftOut.about')}>
      {rows.length === 0 ? (
        <p>{t('audit.leftOut.none')}</p>
      ) : (
        <Table caption={title} isHeaded columns={columns} rows={rows} />
      )}
    </Section>
  );
}
