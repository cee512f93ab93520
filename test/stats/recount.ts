import { expect } from 'vitest';
import { isNps, parseScaleKey } from '../../src/scale.ts';
import type { Funnel } from '../../src/stats/funnel.ts';
import type { Summary } from '../../src/stats/summary.ts';
import { type Dialogue, isFinished } from '../../src/dialogue.ts';

/**
 * Counts the figures of `summary` again, from raw dialogues and by the definitions alone.
 * @param withoutDisputed whether the figures leave disputed dialogues out
 */
export function expectRecount(summary: Summary, all: readonly Dialogue[], withoutDisputed = false): void {
  const dialogues = all.filter(({ disputed }) => !(withoutDisputed && disputed));
  const answered = dialogues.filter(({ rating, comment }) => rating !== null || comment !== null);
  const asked = dialogues.filter(({ outcome }) => ['open', 'answered', 'silent'].includes(outcome));
  const ended = (outcome: string) => dialogues.filter((one) => one.outcome === outcome).length;
  const left = (reason: string) => dialogues.filter((one) => one.notAskedReason === reason).length;
  expect(summary).toMatchObject({
    completed: dialogues.length,
    asked: asked.length,
    answered: answered.length,
    open: ended('open'),
    silent: ended('silent'),
    scheduled: ended('scheduled'),
    notAsked: { cooldown: left('cooldown'), unreachable: left('unreachable') },
    comments: dialogues.filter(({ comment }) => comment !== null).length,
    disputed: all.filter(({ disputed }) => disputed).length,
    surveys: dialogues.length === 0 ? null : answered.length,
    surveyPercentage: dialogues.length === 0 ? null : answered.length / dialogues.length,
    responseRate: asked.length === 0 ? null : answered.length / asked.length,
  });
  const scales = new Set(dialogues.flatMap(({ scale }) => (scale === null ? [] : [scale])));
  expect(new Set(summary.scales.map(({ scale }) => scale))).toEqual(scales);
  for (const figures of summary.scales) {
    const { values, satisfied, dissatisfied } = parseScaleKey(figures.scale);
    const given = dialogues.flatMap(({ scale, rating }) =>
      scale === figures.scale && rating !== null ? [rating] : [],
    );
    const among = (wanted: readonly number[]) => given.filter((rating) => wanted.includes(rating)).length;
    expect(figures.ratings).toBe(given.length);
    expect(figures.histogram).toEqual(values.map((rating) => ({ rating, count: among([rating]) })));
    if (isNps({ values, satisfied, dissatisfied })) {
      const { averageCsat, averageInterval, csatPercent, csatInterval, cdsat } = figures;
      expect([averageCsat, averageInterval, csatPercent, csatInterval, cdsat]).toEqual(Array(5).fill(null));
      const score = (100 * (among(satisfied) - among(dissatisfied))) / given.length;
      expect(figures.nps).toBe(given.length === 0 ? null : score);
      continue;
    }
    expect(figures.nps).toBeNull();
    if (given.length === 0) {
      expect([figures.averageCsat, figures.csatPercent, figures.cdsat, figures.csatInterval]).toEqual(
        Array.from({ length: 4 }, () => null),
      );
      continue;
    }
    expect(figures.averageCsat).toBeCloseTo(given.reduce((a, b) => a + b) / given.length, 9);
    expect(figures.csatPercent).toBe(among(satisfied) / given.length);
    expect(figures.cdsat).toBe(among(dissatisfied) / given.length);
  }
}

/** A dialogue as it stood at a moment: what was reported, asked or first answered by then, at its present value. */
export function standingAt(dialogue: Dialogue, asOf: Date): Dialogue[] {
  if (dialogue.reportedAt >= asOf) return [];
  const { answeredAt, askedAt, outcome } = dialogue;
  if (outcome === 'scheduled' || outcome === 'not_asked') return [dialogue];
  if (answeredAt && answeredAt < asOf) return [dialogue];
  const unanswered = { ...dialogue, rating: null, comment: null, answeredAt: null };
  if (askedAt && askedAt >= asOf) return [{ ...unanswered, outcome: 'scheduled' }];
  return [{ ...unanswered, outcome: outcome === 'answered' ? 'open' : outcome }];
}

/** Counts a funnel again, from raw dialogues and by the words of `funnelSteps` alone. */
export function expectFunnel({ steps }: Funnel, dialogues: readonly Dialogue[]): void {
  const asked = dialogues.filter(({ outcome }) => ['open', 'answered', 'silent'].includes(outcome));
  const reached: Array<[string, Dialogue[]]> = [
    ['completed', [...dialogues]],
    ['asked', asked],
    [
      'delivered',
      asked.filter(
        (one) => one.deliveredAt || one.rating !== null || one.comment !== null || isFinished(one),
      ),
    ],
    ['rated', asked.filter(({ rating }) => rating !== null)],
    ['commented', asked.filter(({ comment }) => comment !== null)],
    ['finished', asked.filter(isFinished)],
  ];
  expect(steps.map(({ step, count }) => [step, count])).toEqual(
    reached.map(([step, among]) => [step, among.length]),
  );
  for (const [index, { lost, joined, count }] of steps.entries()) {
    const before = reached[index - 1]?.[1] ?? dialogues;
    const now = reached[index]?.[1] ?? [];
    const sum = lost.reduce((all, one) => all + one.count, 0);
    expect(sum).toBe(before.filter((one) => !now.includes(one)).length);
    expect(joined).toBe(now.filter((one) => !before.includes(one)).length);
    expect(count).toBe(before.length - sum + joined);
    expect(new Set(lost.map(({ reason }) => reason)).size).toBe(lost.length);
    for (const one of lost) expect(one.count).toBeGreaterThan(0);
  }
}
