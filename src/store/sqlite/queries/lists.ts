import type { ListOptions } from '../../ports/figures.ts';
import type { Bound } from '../connection/database.ts';
import { caseVariants } from '../../../text/search.ts';
import { inFilter, rangeOf } from './range.ts';
import { delivered, finished } from './tallies.ts';
import { whole } from './whole.ts';

const DAY_MS = 86_400_000;
/** So long before and after a dialogue was completed its answers come, but for a few. */
export const usualMs = { before: DAY_MS, after: 31 * DAY_MS } as const;
const usual = `heardAt BETWEEN completedAt - ${usualMs.before} AND completedAt + ${usualMs.after}`;

/**
 * Indexes of the lists beside `dialogues_newest`. That of answers has `completedAt` too, so that answers outside of a
 * period are passed without a look at their rows; the few that came at an unusual time have their own.
 */
export const listIndexes = `
  CREATE INDEX dialogues_rated ON dialogues (rating, scale, completedAt DESC, id) WHERE rating IS NOT NULL;
  CREATE INDEX dialogues_commented ON dialogues (completedAt DESC, id) WHERE comment IS NOT NULL;
  DROP INDEX dialogues_heard;
  CREATE INDEX dialogues_heard ON dialogues (heardAt DESC, id, completedAt) WHERE heardAt IS NOT NULL;
  CREATE INDEX dialogues_heard_unusually ON dialogues (completedAt DESC, id) WHERE NOT (${usual});
`;

/**
 * The same with the newest at the end, which gives the same orders: SQLite fills the pages of an index that grows at its
 * end, and leaves those half empty that grow anywhere else.
 */
export const growingIndexes = `
  DROP INDEX dialogues_newest;
  DROP INDEX dialogues_commented;
  DROP INDEX dialogues_heard;
  DROP INDEX dialogues_rated;
  CREATE INDEX dialogues_newest ON dialogues (completedAt, id DESC);
  CREATE INDEX dialogues_commented ON dialogues (completedAt, id DESC) WHERE comment IS NOT NULL;
  CREATE INDEX dialogues_heard ON dialogues (heardAt, id DESC, completedAt) WHERE heardAt IS NOT NULL;
  CREATE INDEX dialogues_rated ON dialogues (rating, scale, completedAt, id DESC) WHERE rating IS NOT NULL;
`;

/** A way through an index. */
interface Walk {
  index: string;
  /** What it passes, besides what lies between :low and :high. */
  where: string;
  column: 'completedAt' | 'heardAt';
  direction: 'DESC' | 'ASC';
}

const inPeriod = 'completedAt >= :from AND completedAt < :to';
const walks = {
  newest: { index: 'dialogues_newest', where: 'TRUE', column: 'completedAt', direction: 'DESC' },
  oldest: { index: 'dialogues_newest', where: 'TRUE', column: 'completedAt', direction: 'ASC' },
  commentedNewest: {
    index: 'dialogues_commented',
    where: 'comment IS NOT NULL',
    column: 'completedAt',
    direction: 'DESC',
  },
  commentedOldest: {
    index: 'dialogues_commented',
    where: 'comment IS NOT NULL',
    column: 'completedAt',
    direction: 'ASC',
  },
  rated: {
    index: 'dialogues_rated',
    where: 'rating = :ofRating AND scale IS :ofScale',
    column: 'completedAt',
    direction: 'DESC',
  },
  heard: {
    index: 'dialogues_heard',
    where: `${inPeriod} AND ${usual}`,
    column: 'heardAt',
    direction: 'DESC',
  },
  heardUnusually: {
    index: 'dialogues_heard_unusually',
    where: `${inPeriod} AND NOT (${usual})`,
    column: 'heardAt',
    direction: 'DESC',
  },
} as const satisfies Record<string, Walk>;
export type WalkName = keyof typeof walks;

const isOneOf = (column: string, list: string): string =>
  `${column} IN (SELECT value FROM json_each(:${list}))`;
const wanted = `${inFilter}
  AND (NOT :counted OR counted)
  AND (:commented IS NULL OR (comment IS NOT NULL) = :commented)
  AND (:commentedBefore IS NULL OR commentedAt IS NULL OR commentedAt < :commentedBefore)
  AND (NOT :unheard OR heardAt IS NULL)
  AND (:rated IS NULL OR (rating IS NOT NULL) = :rated)
  AND (:disputed IS NULL OR disputed = :disputed)
  AND (NOT :onScale OR scale IS :scale)
  AND (NOT :ofFate OR ${isOneOf('outcome', 'outcomes')} OR ${isOneOf('notAskedReason', 'notAskedReasons')})
  AND (:delivered IS NULL OR (${delivered}) = :delivered)
  AND (:finished IS NULL OR ${finished} = :finished)
  AND (:search IS NULL OR comment GLOB :search)`;

function statementsOf({ index, where, column, direction }: Walk, columns: string) {
  const [later, earlier] = direction === 'DESC' ? ['<', '>'] : ['>', '<'];
  const from = `FROM dialogues INDEXED BY ${index} WHERE ${where} AND ${column} >= :low AND ${column} < :high
    AND (:afterId IS NULL OR ${column} ${later} :afterAt OR (${column} = :afterAt AND id ${earlier} :afterId))`;
  const order = `ORDER BY ${column} ${direction}, id ${direction === 'DESC' ? 'ASC' : 'DESC'}`;
  const until = `(:untilId IS NULL OR ${column} ${earlier} :untilAt OR (${column} = :untilAt AND id ${later}= :untilId))`;
  return {
    read: `SELECT ${columns} ${from} AND ${until} AND ${wanted} ${order} LIMIT :limit`,
    place: `SELECT ${column} AS at, completedAt, id ${from} ${order} LIMIT 1 OFFSET :look - 1`,
    size: `SELECT count(*) AS size FROM (SELECT 1 ${from} LIMIT :look)`,
  };
}

type Statements = { [Name in WalkName as `${keyof ReturnType<typeof statementsOf>}_${Name}`]: string };

/** `read_…`, `place_…` and `size_…` of each walk, rated comments, and the ratings that there are with their scales. */
export const listStatements = {
  ...(Object.fromEntries(
    Object.entries(walks).flatMap(([name, walk]) =>
      Object.entries(statementsOf(walk, whole)).map(([what, text]) => [`${what}_${name}`, text]),
    ),
  ) as Statements),
  /** As one text: the library hands rows over value by value, which takes ten times as long as to parse them. */
  ratedComments: `SELECT json_group_array(
      json_array(completedAt, id, rating, scale, comment) ORDER BY completedAt DESC, id) AS comments
    FROM (${statementsOf(walks.commentedNewest, 'completedAt, id, rating, scale, comment').read})`,
  /** Each is found from the one before by a look into the index, so that no rating is passed twice. */
  ratings: `WITH RECURSIVE
    first (place) AS (SELECT rowid FROM dialogues INDEXED BY dialogues_rated WHERE rating IS NOT NULL
      ORDER BY rating, scale LIMIT 1),
    found (rating, scale) AS (
      SELECT rating, scale FROM dialogues WHERE rowid = (SELECT place FROM first)
      UNION ALL
      SELECT next.rating, next.scale FROM found JOIN dialogues AS next ON next.rowid = ifnull(
        (SELECT rowid FROM dialogues INDEXED BY dialogues_rated
          WHERE rating = found.rating AND scale > ifnull(found.scale, '') ORDER BY scale LIMIT 1),
        (SELECT rowid FROM dialogues INDEXED BY dialogues_rated
          WHERE rating > found.rating ORDER BY rating, scale LIMIT 1))
    )
    SELECT rating, scale FROM found`,
} as const;

/** What a walk of a list is bound to, but for its ends. */
export function listBound(options: ListOptions): Bound {
  const { commented, counted, delivered, disputed, finished: isFinished, rated, scale } = options;
  const { outcomes, notAskedReasons, search } = options;
  const flag = (given: boolean | undefined): number | null => (given === undefined ? null : Number(given));
  return {
    ...rangeOf(options),
    counted: counted ? 1 : 0,
    commented: flag(commented instanceof Date || commented),
    commentedBefore: commented instanceof Date ? commented.getTime() : null,
    unheard: 0,
    rated: flag(rated),
    disputed: flag(disputed),
    onScale: scale === undefined ? 0 : 1,
    scale: scale ?? null,
    ofFate: outcomes || notAskedReasons ? 1 : 0,
    outcomes: JSON.stringify(outcomes ?? []),
    notAskedReasons: JSON.stringify(notAskedReasons ?? []),
    delivered: flag(delivered),
    finished: flag(isFinished),
    search: search === undefined ? null : globOf(search),
  };
}

/** A pattern of GLOB that is found where the text is: LIKE knows the cases of Latin letters alone. */
function globOf(text: string): string {
  const pattern = caseVariants(text).map((variants) =>
    variants.length > 1 || /[*?[]/.test(variants.join('')) ? `[${variants.join('')}]` : variants.join(''),
  );
  return `*${pattern.join('')}*`;
}
