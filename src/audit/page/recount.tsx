import type { VNode } from 'preact';
import { dimensions } from '../../dialogue.ts';
import { scaleText } from '../../text/figures.ts';
import type { ComparedFigure } from '../figures.ts';
import { tableFile } from '../evidence.ts';
import { type Row, Section, Table } from './table.tsx';
import { alongText, exactly, figureName, type Words } from './words.ts';

/** Differences along dimensions that stand on the page. */
const MOST_ROWS = 200;

/** Every figure of the whole beside its recount; along the dimensions how many agree, and which do not. */
export function RecountTable({ words }: { words: Words }): VNode {
  const { t, evidence } = words;
  const ofAll = evidence.compared.filter(({ dimension }) => dimension === '');
  const differing = evidence.compared.filter(({ dimension, isEqual }) => dimension !== '' && !isEqual);
  const numeric = true as const;
  const columns = [
    { name: t('audit.column.figure') },
    { name: t('audit.column.scale') },
    { name: t('audit.column.shown'), numeric },
    { name: t('audit.column.recounted'), numeric },
    { name: t('audit.column.isEqual') },
  ];
  return (
    <Section id="recount" title={t('audit.section.recount')} about={t('audit.recount.about')}>
      <Table caption={t('audit.all')} columns={columns} rows={ofAll.map((one) => rowOf(words, one))} />
      <ul class="facts">
        {dimensions.map((dimension) => {
          const own = evidence.compared.filter((one) => one.dimension === dimension);
          const different = own.filter(({ isEqual }) => !isEqual).length;
          return (
            <li class={different > 0 ? 'bad' : undefined} key={dimension}>
              {alongText(words, dimension)}: {t('audit.recount.along', { count: own.length, different })}
            </li>
          );
        })}
      </ul>
      {differing.length > 0 && (
        <>
          <Table
            caption={t('audit.recount.differing')}
            columns={columns}
            rows={differing.slice(0, MOST_ROWS).map((one) => rowOf(words, one))}
          />
          {differing.length > MOST_ROWS && (
            <p class="note">
              {t('audit.figures.cut', {
                count: MOST_ROWS,
                all: differing.length,
                file: tableFile('recount'),
              })}
            </p>
          )}
        </>
      )}
    </Section>
  );
}

function rowOf(
  words: Words,
  { dimension, name, figure, scale, shown, recounted, isEqual }: ComparedFigure,
): Row {
  const { t } = words;
  const where = dimension === '' ? '' : `${alongText(words, dimension)}, ${name ?? t('audit.unnamed')}: `;
  const cells = [
    `${where}${figureName(words, figure)}`,
    scale === null ? '' : scaleText(t, scale),
    exactly(words, shown),
    exactly(words, recounted),
    isEqual ? t('audit.yes') : t('audit.no'),
  ];
  return { cells, bad: !isEqual };
}
