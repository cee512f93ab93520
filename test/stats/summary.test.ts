import { dimensions } from '../../src/dialogue.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleKey } from '../../src/scale.ts';
import { summarize, summarizeBy } from '../../src/stats/summary.ts';
import { tallyOf } from '../support/dialogues.ts';
import { anyDialogues, dialogue } from './dialogues.ts';
import { expectRecount } from './recount.ts';

describe('a summary', () => {
  it('equals a recount from raw dialogues', () => {
    fc.assert(
      fc.property(anyDialogues, (dialogues) => {
        expectRecount(summarize(dialogues.map(tallyOf)), dialogues);
      }),
    );
  });

  it('is the same however the store groups its tallies', () => {
    const one = tallyOf(dialogue({ id: 'a' }));
    const other = tallyOf(dialogue({ id: 'b', rating: 2, comment: 'slow' }));
    const separate = [one, other, one, one];
    expect(summarize([{ ...one, count: 3 }, other])).toEqual(summarize(separate));
  });

  it('of nothing has counts of 0, no rates and no scales', () => {
    expect(summarize([])).toEqual({
      completed: 0,
      scheduled: 0,
      asked: 0,
      open: 0,
      answered: 0,
      silent: 0,
      comments: 0,
      disputed: 0,
      notAsked: {
        cooldown: 0,
        unreachable: 0,
        undelivered: 0,
        too_late: 0,
        opted_out: 0,
        not_wanted: 0,
        own_dialogue: 0,
        reopened: 0,
      },
      surveys: null,
      surveyPercentage: null,
      responseRate: null,
      scales: [],
    });
  });

  it('never mixes scales in one average', () => {
    const thumbs = scaleKey({ values: [0, 100], satisfied: [100], dissatisfied: [0] });
    const { scales } = summarize([
      tallyOf(dialogue({ id: 'a', rating: 5 })),
      tallyOf(dialogue({ id: 'b', rating: 4 })),
      tallyOf(dialogue({ id: 'c', rating: 100, scale: thumbs })),
    ]);
    expect(scales.map(({ scale, averageCsat }) => [scale, averageCsat])).toEqual([
      ['1-5', 4.5],
      [thumbs, 100],
    ]);
  });

  it('names a scale that was asked on although nobody rated', () => {
    const [scale] = summarize([tallyOf(dialogue({ id: 'a', outcome: 'open', rating: null }))]).scales;
    expect(scale).toMatchObject({
      scale: '1-5',
      ratings: 0,
      averageCsat: null,
      csatPercent: null,
      cdsat: null,
    });
  });

  it('has every rate between 0 and 1', () => {
    fc.assert(
      fc.property(anyDialogues, (dialogues) => {
        const { surveyPercentage, responseRate, scales } = summarize(dialogues.map(tallyOf));
        const shares = scales.flatMap(({ csatPercent, cdsat }) => [csatPercent, cdsat]);
        for (const share of [surveyPercentage, responseRate, ...shares]) {
          if (share === null) continue;
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('a summary by a dimension', () => {
  it('equals a recount of each part, and the parts make the whole', () => {
    fc.assert(
      fc.property(anyDialogues, fc.constantFrom(...dimensions), (dialogues, dimension) => {
        const groups = summarizeBy(dialogues.map(tallyOf), dimension);
        expect(new Set(groups.map(({ name }) => name))).toEqual(
          new Set(dialogues.map((one) => one[dimension])),
        );
        for (const { name, summary } of groups) {
          expectRecount(
            summary,
            dialogues.filter((one) => one[dimension] === name),
          );
        }
        const completed = groups.reduce((sum, { summary }) => sum + summary.completed, 0);
        expect(completed).toBe(dialogues.length);
      }),
    );
  });

  it('begins with the part of most dialogues', () => {
    const operators = ['Andriy', 'Olena', null, 'Olena', 'Andriy', 'Olena'];
    const tallies = operators.map((operator, i) => tallyOf(dialogue({ id: `d${i}`, operator })));
    expect(summarizeBy(tallies, 'operator').map(({ name }) => name)).toEqual(['Olena', 'Andriy', null]);
  });

  it('takes no survey for answered that has neither a rating nor a comment', () => {
    const consented = tallyOf(dialogue({ id: 'a', outcome: 'answered', rating: null, comment: null }));
    expect(summarize([consented])).toMatchObject({
      asked: 1,
      answered: 0,
      silent: 1,
      surveys: 0,
      responseRate: 0,
    });
  });
});
