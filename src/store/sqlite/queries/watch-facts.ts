import { countedFacts } from '../../../dialogue.ts';
import { HOUR_MS } from '../../ports/cells.ts';

/**
 * Notes the hour of every dialogue of which a counted fact is written, whoever writes it. A file has one writer at a time,
 * so this table of a few rows does what would else be a column and an index of every dialogue.
 */
export function watchFacts(database: { exec(sql: string): unknown }): void {
  const note = (row: string) => `INSERT INTO changed_hours (hour, changedAt)
      VALUES (${row}.completedAt / ${HOUR_MS}, CAST(unixepoch('subsec') * 1000 AS INTEGER))
      ON CONFLICT (hour) DO UPDATE SET changedAt = max(changedAt, excluded.changedAt);`;
  for (const [name, when, rows] of [
    ['inserted', 'INSERT', ['NEW']],
    ['changed', `UPDATE OF ${[...countedFacts, 'counted'].join(', ')}`, ['OLD', 'NEW']],
    ['deleted', 'DELETE', ['OLD']],
  ] as const) {
    database.exec(`DROP TRIGGER IF EXISTS dialogue_${name};
    CREATE TRIGGER dialogue_${name} AFTER ${when} ON dialogues BEGIN ${rows.map(note).join(' ')} END`);
  }
}
