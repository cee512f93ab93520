import type { VNode } from 'preact';
import { count } from '../../text/figures.ts';
import { type ChangeOf, tableFile, type TableName } from '../evidence.ts';
import { Section, Table } from './table.tsx';
import type { Words } from './words.ts';

/** What was changed after it was reported or answered: when, of which dialogue, by whom and why. */
export function Changes({ words }: { words: Words }): VNode {
  const { t, evidence } = words;
  const { changes, changeCount } = evidence;
  const title = t('audit.section.changes');
  const columns = (['at', 'dialogue', 'what', 'by', 'change', 'reason'] as const).map((name) => ({
    name: t(`audit.column.${name}`),
    ...(name === 'at' && { whole: true as const }),
  }));
  const rows = changes.map((change) => ({
    cells: [
      words.time(change.at),
      change.externalId,
      t(`audit.what.${change.what}`, { verdict: change.verdict ?? 'none' }),
      change.by === 'client' ? t('audit.client') : change.by,
      fromTo(words, change),
      change.dispute === 'missing' ? t('audit.missingDispute') : (change.reason ?? ''),
    ],
    bad: change.dispute === 'missing',
  }));
  return (
    <Section id="changes" title={title} about={t('audit.changes.about')}>
      {rows.length === 0 ? (
        <p>{t('audit.changes.none')}</p>
      ) : (
        <Table caption={title} isHeaded columns={columns} rows={rows} />
      )}
      {changeCount > changes.length && (
        <p class="note">{t('audit.changes.cut', { count: changes.length, all: changeCount })}</p>
      )}
    </Section>
  );
}

function fromTo({ t }: Words, { what, field, before, after }: ChangeOf): string {
  if (field === null) return '';
  // Of a client's own words only that they were replaced is kept.
  const isWords = what === 'answer_changed' && before === null;
  const worded = (value: string | number | null): string =>
    value === null ? t(isWords ? 'audit.ownWords' : 'audit.nothing') : String(value);
  const name = t('audit.field', { field });
  return isWords ? `${name}: ${worded(null)}` : `${name}: ${worded(before)} → ${worded(after)}`;
}

/** The words that describe a file. */
const kinds = {
  dialogues: 'dialogues',
  'left-out': 'leftOut',
  changes: 'changes',
  wording: 'wording',
  figures: 'figures',
  recount: 'recount',
  targets: 'targets',
} as const satisfies Partial<Record<TableName, string>>;

function kindOf(name: string): (typeof kinds)[keyof typeof kinds] | 'scenario' {
  const table = (Object.keys(kinds) as Array<keyof typeof kinds>).find((one) => tableFile(one) === name);
  return table ? kinds[table] : 'scenario';
}

/** The other files of the pack with their checksums. */
export function Files({ words: { t, evidence } }: { words: Words }): VNode {
  const title = t('audit.section.files');
  const columns = [
    { name: t('audit.column.file') },
    { name: t('audit.column.holds') },
    { name: t('audit.column.bytes'), numeric: true as const },
    { name: 'SHA-256' },
  ];
  const rows = evidence.files.map(({ name, bytes, sha256 }) => {
    return {
      cells: [
        <a href={name}>{name}</a>,
        t(`audit.file.${kindOf(name)}`),
        count(t, bytes),
        <code class="sum">{sha256}</code>,
      ],
    };
  });
  return (
    <Section id="files" title={title} about={t('audit.files.about')}>
      <Table caption={title} isHeaded columns={columns} rows={rows} />
    </Section>
  );
}
