/** Many dialogues of the past, made of one that the service has kept. */
import Libsql from 'libsql';

export interface Past {
  count: number;
  /** Milliseconds since the epoch between which they were completed. */
  from: number;
  to: number;
  /** One answer of so many comes two days later; default: none. */
  lateOneOf?: number;
}

export const LATE_MS = 2 * 86_400_000;

/** Two of three are answered, every third of those with a comment, by twenty operators in four teams. */
export function seed(path: string, { count, from, to, lateOneOf }: Past): void {
  const database = new Libsql(path);
  const columns = database.prepare('PRAGMA table_info(dialogues)').all() as Array<{ name: string }>;
  const at = `(${from} + n * ${(to - from) / count})`;
  const late = lateOneOf === undefined ? '0' : `iif(n % ${lateOneOf} = 0, ${LATE_MS}, 0)`;
  const answeredAt = `CAST(${at} + 60000 + ${late} AS INTEGER)`;
  const answered = (value: string): string => `iif(n % 3 < 2, ${value}, NULL)`;
  const values: Record<string, string> = {
    id: `printf('%012d', n + ${Math.floor(from / 1000)} % 100000 * 10000000)`,
    finished: 'iif(n % 9 = 0, 1, 0)',
    externalId: `'past-' || n || '-${from}'`,
    clientId: `'9' || n`,
    operator: `'Operator ' || (n % 20)`,
    team: `'Team ' || (n % 4)`,
    outcome: `iif(n % 3 < 2, 'answered', 'silent')`,
    rating: answered('n % 5 + 1'),
    comment: `iif(n % 9 = 0, 'A comment of some words, number ' || n, NULL)`,
    completedAt: `CAST(${at} AS INTEGER)`,
    reportedAt: `CAST(${at} AS INTEGER)`,
    askedAt: `CAST(${at} AS INTEGER)`,
    deliveredAt: `CAST(${at} AS INTEGER)`,
    answeredAt: answered(answeredAt),
    ratedAt: answered(answeredAt),
    heardAt: answered(answeredAt),
    commentedAt: `iif(n % 9 = 0, ${answeredAt}, NULL)`,
    wakeAt: 'NULL',
    sendingBy: 'NULL',
    sendingUntil: 'NULL',
  };
  const names = columns.map(({ name }) => name);
  database.exec(`
    INSERT INTO dialogues (${names.join(', ')})
    WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})
    SELECT ${names.map((name) => values[name] ?? `example.${name}`).join(', ')}
    FROM numbers, (SELECT * FROM dialogues WHERE outcome = 'answered' LIMIT 1) AS example`);
  // As if all that had been written some time ago.
  database.exec('UPDATE changed_hours SET changedAt = changedAt - 3600000');
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}
