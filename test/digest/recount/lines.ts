import { average, npsValue, ofScale, share } from '../../../src/text/figures.ts';
import { createTranslator } from '../../../src/locales/index.ts';
import { brief } from './clocks.ts';
import { scales } from './history.ts';
import { among, atMost, mostRated, npsBounds, ratingsByScale, type Row, wilsonBounds } from './rows.ts';

/** How figures are written is tested beside `value.ts`; what they are is counted here. */
const t = createTranslator('en');
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const pct = (part: number, whole: number): string => share(t, ratio(part, whole));
const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
const names: Record<string, string> = {
  '1-5': '1–5',
  '0/5/10': '0–10',
  '0,100|100|0': '0–100',
  nps: 'NPS',
  ces: 'CES',
};

/** CSAT %, or the NPS, of the ratings on one scale. */
function mainFigure(scale: string, ratings: readonly number[]): string {
  const { satisfied, dissatisfied } = scales[scale] ?? {};
  const n = ratings.length;
  if (scale !== 'nps') return pct(among(ratings, satisfied), n);
  return npsValue(t, n === 0 ? null : (100 * (among(ratings, satisfied) - among(ratings, dissatisfied))) / n);
}

const mean = (scale: string, ratings: readonly number[]): string =>
  ofScale(t, average(t, ratings.reduce((sum, one) => sum + one, 0) / ratings.length, scale), scale);

/** The lines of the ratings, of what was asked and of the day before. */
export function figureLines(rows: readonly Row[], before: readonly Row[]): string[] {
  const count = (state: Row['state']): number => rows.filter((row) => row.state === state).length;
  const answered = count('answered');
  const asked = answered + count('open') + count('silent');
  const disputed = rows.filter((row) => row.disputed).length;
  const reasons = [
    ['cooldown', (n: number) => (n === 1 ? '1 client asked recently' : `${n} clients asked recently`)],
    ['unreachable', (n: number) => (n === 1 ? '1 client unreachable' : `${n} clients unreachable`)],
    [
      'own_dialogue',
      (n: number) => (n === 1 ? '1 operator’s own dialogue' : `${n} operators’ own dialogues`),
    ],
  ] as const;
  const left = reasons.flatMap(([reason, text]) => {
    const n = rows.filter(({ fate }) => fate.notAsked === reason).length;
    return n === 0 ? [] : [text(n)];
  });
  const open = count('open') > 0 ? `, still open: ${count('open')}` : '';
  const scheduled = count('scheduled') > 0 ? `, to be asked: ${count('scheduled')}` : '';
  const cohort = [
    ...(disputed === 0
      ? []
      : [disputed === 1 ? '1 disputed rating is counted.' : `${disputed} disputed ratings are counted.`]),
    rows.length === 0
      ? 'Completed dialogues: 0'
      : `Completed dialogues: ${rows.length}, asked: ${asked}${open}${scheduled}`,
    ...(left.length > 0 ? [`Not asked: ${count('not_asked')} (${left.join(', ')})`] : []),
  ];
  if (answered === 0) return ['No surveys were answered.', ...cohort];
  const answeredBefore = before.filter(({ state }) => state === 'answered').length;
  return [
    ...scaleLines(rows, before),
    ...cohort,
    `Surveys: ${answered} (before: ${before.length === 0 ? '—' : answeredBefore})`,
    `Survey percentage: ${pct(answered, rows.length)} of dialogues (asked ${pct(asked, rows.length)} × answered ${pct(answered, asked)})`,
    ...earlierLines(before, answeredBefore),
  ];
}

function scaleLines(rows: readonly Row[], before: readonly Row[]): string[] {
  if (mostRated(rows).length === 0) {
    const used = rows.map(({ fate }) => fate.scale ?? '').toSorted();
    const ofScales = used.map((scale) => (scale === 'nps' || scale === 'ces' ? scale.toUpperCase() : 'CSAT'));
    return [`${[...new Set(ofScales)].join(', ')}: — (no ratings)`];
  }
  const earlier = new Map(mostRated(before).map(({ scale, ratings }) => [scale, ratings]));
  return ratingsByScale(rows).flatMap(({ scale, ratings }, index) => {
    const n = ratings.length;
    const { satisfied, dissatisfied } = scales[scale] ?? {};
    const [up, down] = [among(ratings, satisfied), among(ratings, dissatisfied)];
    const was = mainFigure(scale, earlier.get(scale) ?? []);
    const { low, high } = scale === 'nps' ? npsBounds(up, down, n) : wilsonBounds(up, n);
    const given = `${counted(n, 'rating')}${index === 0 ? '' : `, before: ${was}`}`;
    const main =
      scale === 'nps'
        ? [`NPS: ${mainFigure(scale, ratings)} (${npsValue(t, low)} to ${npsValue(t, high)}), ${given}`]
        : scale === 'ces'
          ? [
              `CES: ${mean(scale, ratings)}, easy for ${pct(up, n)} (${share(t, low)}–${share(t, high)}), ${given}`,
            ]
          : [
              `CSAT: ${pct(up, n)} (${share(t, low)}–${share(t, high)}), ${given}`,
              `Average CSAT: ${mean(scale, ratings)}, CDSAT: ${pct(down, n)}`,
            ];
    return [...main, ...(index === 0 ? [`Day before, at the same hour: ${was}`] : [])];
  });
}

function earlierLines(before: readonly Row[], answered: number): string[] {
  if (before.length === 0) return [];
  const asked = before.filter(({ state }) => ['open', 'answered', 'silent'].includes(state)).length;
  return [
    ...mostRated(before).map(({ scale, ratings }) =>
      scale === 'nps'
        ? `NPS ${mainFigure(scale, ratings)}, ${counted(ratings.length, 'rating')}`
        : `${names[scale]}: average ${mean(scale, ratings)}, CSAT ${mainFigure(scale, ratings)}, CDSAT ${pct(
            among(ratings, scales[scale]?.dissatisfied),
            ratings.length,
          )}, ${counted(ratings.length, 'rating')}`,
    ),
    `Survey percentage ${pct(answered, before.length)}, response rate ${pct(answered, asked)}, completed dialogues ${before.length}`,
  ];
}

/** The bars of the scale on which most was rated: each rating and how often it was given. */
export function bars(rows: readonly Row[]): Array<[rating: string, count: number]> {
  const [most] = mostRated(rows);
  return (scales[most?.scale ?? '']?.values ?? []).toReversed().map((rating) => {
    const count = most?.ratings.filter((one) => one === rating).length ?? 0;
    return [String(rating), count];
  });
}

/** `5.0 of 5, CSAT 100%, 1 rating; 1 comment` */
function answersOf(rows: readonly Row[]): string[] {
  const comments = rows.filter(({ comment }) => comment !== null).length;
  return [
    ...mostRated(rows).map(({ scale, ratings }) =>
      scale === 'nps'
        ? `NPS ${mainFigure(scale, ratings)}, ${counted(ratings.length, 'rating')}`
        : `${mean(scale, ratings)}, CSAT ${mainFigure(scale, ratings)}, ${counted(ratings.length, 'rating')}`,
    ),
    ...(comments > 0 ? [counted(comments, 'comment')] : []),
  ];
}

/** A line for a day on which no digest came. */
export function missedLine(day: string, rows: readonly Row[]): string {
  const surveys = rows.filter(({ state }) => state === 'answered').length;
  const all = [...answersOf(rows), `surveys ${surveys}, dialogues ${rows.length}`];
  return `${brief(day)}: ${all.join('; ')}`;
}

/** A line for each day of which answers came late. */
export function lateLines(rows: readonly Row[]): string[] {
  const days = [...new Set(rows.map(({ day }) => day))].toSorted();
  return days.map((day) => `${brief(day)}: ${answersOf(rows.filter((row) => row.day === day)).join('; ')}`);
}

const folded = (name: string): string => name.trim().toLowerCase();

/** The teams and operators beyond the funnel's limits, of CSAT %, of the share asked and of the share answered. */
export function flagLines(rows: readonly Row[]): string[] {
  const isOneScale =
    ratingsByScale(rows).filter(({ scale }) => scale !== 'nps' && scale !== 'ces').length === 1;
  return (['team', 'operator'] as const).flatMap((dimension) => {
    const keys = new Set(
      rows.flatMap(({ fate }) => (fate[dimension] === null ? [] : [folded(fate[dimension])])),
    );
    return [...keys].flatMap((key) => {
      const part = rows.filter(({ fate }) => fate[dimension] !== null && folded(fate[dimension]) === key);
      const [last] = part.toSorted((a, b) => b.fate.reportedAt - a.fate.reportedAt);
      const name = (last?.fate[dimension] ?? '').trim();
      const who = dimension === 'team' ? `Team ${name}` : name;
      const ofRatings = ratingsByScale(part).flatMap(({ scale, ratings }) => {
        const all = mostRated(rows).find((one) => one.scale === scale)?.ratings ?? [];
        const mark =
          scale === 'nps'
            ? npsMarkOf(ratings, all)
            : markOf(hitsOf(scale, ratings), ratings.length, hitsOf(scale, all) / all.length);
        const figure = isOneScale && scale !== 'ces' && scale !== 'nps' ? 'CSAT' : names[scale];
        const of = `${figure} ${mainFigure(scale, ratings)}, ${counted(ratings.length, 'rating')}`;
        return mark === '' ? [] : [`${mark} ${who}: ${of}`];
      });
      return [...ofRatings, ...(dimension === 'operator' ? askingLines(name, part, rows) : [])];
    });
  });
}

const hitsOf = (scale: string, ratings: readonly number[]): number =>
  among(ratings, scales[scale]?.satisfied);

function askingLines(name: string, part: readonly Row[], rows: readonly Row[]): string[] {
  const stateCount = (all: readonly Row[], ...states: string[]): number =>
    all.filter(({ state }) => states.includes(state)).length;
  const asked = (all: readonly Row[]): number => stateCount(all, 'open', 'answered', 'silent');
  const due = (all: readonly Row[]): number => all.length - stateCount(all, 'scheduled');
  const given = (all: readonly Row[]): number => stateCount(all, 'answered');
  const askedMark = markOf(asked(part), due(part), asked(rows) / due(rows));
  const answeredMark = markOf(given(part), asked(part), given(rows) / asked(rows));
  return [
    ...(askedMark === ''
      ? []
      : [`${askedMark} ${name}: asked ${pct(asked(part), due(part))} of ${counted(due(part), 'dialogue')}`]),
    ...(answeredMark === ''
      ? []
      : [
          `${answeredMark} ${name}: answered ${pct(given(part), asked(part))} of ${counted(asked(part), 'survey')}`,
        ]),
  ];
}

function markOf(hits: number, n: number, whole: number): string {
  if (n === 0) return '';
  return beyond(atMost(hits, n, whole), 1 - atMost(hits - 1, n, whole));
}

/** By the distribution of promoters less detractors, one rating after the other. */
function npsMarkOf(ratings: readonly number[], all: readonly number[]): string {
  const { satisfied, dissatisfied } = scales.nps ?? {};
  const [up, down] = [among(all, satisfied) / all.length, among(all, dissatisfied) / all.length];
  let distribution = new Map([[0, 1]]);
  for (const _ of ratings) {
    const next = new Map<number, number>();
    for (const [score, probability] of distribution) {
      for (const [step, chance] of [
        [1, up],
        [-1, down],
        [0, 1 - up - down],
      ] as const) {
        next.set(score + step, (next.get(score + step) ?? 0) + probability * chance);
      }
    }
    distribution = next;
  }
  const own = among(ratings, satisfied) - among(ratings, dissatisfied);
  const chanceOf = (wanted: (score: number) => boolean): number =>
    [...distribution].reduce((sum, [score, probability]) => (wanted(score) ? sum + probability : sum), 0);
  return beyond(
    chanceOf((score) => score <= own),
    chanceOf((score) => score >= own),
  );
}

function beyond(below: number, above: number): string {
  if (below < 0.025) return below < 0.001 ? '▼▼' : '▼';
  if (above < 0.025) return above < 0.001 ? '▲▲' : '▲';
  return '';
}
