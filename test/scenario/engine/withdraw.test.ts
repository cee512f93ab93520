import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/scenario/engine/engine.ts';
import { csat, ID, MINUTE, run, said, T0, tap, text } from './run.ts';

const NOW = T0 + 5 * MINUTE;
const SAID = 'You need not answer this question any more. Thank you!';
const withdrawn = (survey: ReturnType<typeof run>['survey'], isSending = false, goesOn = false) =>
  advance(csat, ID, survey, { kind: 'withdraw', isSending, goesOn }, NOW);

describe('a survey that is withdrawn', () => {
  it('loses the keyboard of the question that waits, and says so in one sentence', () => {
    const step = withdrawn(run(csat, []).survey);
    expect(step.effects).toEqual([
      { kind: 'edit', messageId: 'm1', message: { text: 'Please rate the quality of service' } },
      { kind: 'send', message: { text: SAID } },
    ]);
    expect(step.survey).toMatchObject({ waitsAt: null, remindAt: null, withdrawnAt: NOW });
  });

  it('says that the question can wait where the conversation goes on', () => {
    const step = withdrawn(run(csat, []).survey, false, true);
    expect(said(step).slice(-1)).toEqual([
      'Your conversation goes on, so this question can wait. We will ask you when it is over.',
    ]);
  });

  it('keeps a rating, and closes the question for a comment', () => {
    const step = withdrawn(run(csat, [tap('rate', 4)]).survey);
    expect(step.survey).toMatchObject({ waitsAt: null, variables: { quality_answer: 4 } });
    expect(step.effects.map(({ kind }) => kind)).toEqual(['edit', 'send']);
    expect(step.effects[0]).toMatchObject({ messageId: 'm2' });
  });

  it('says nothing once it has ended, and nothing of a question that never arrived', () => {
    const ended = withdrawn(run(csat, [tap('rate', 4), text('Fine')]).survey);
    expect(ended.effects).toEqual([]);
    const { survey } = run(csat, []);
    expect(withdrawn({ ...survey, prompts: {} }).effects).toEqual([]);
  });

  it('waits for a question that is on its way, and closes it once it has arrived', () => {
    const { survey } = run(csat, []);
    const first = withdrawn({ ...survey, prompts: {} }, true);
    expect(first).toMatchObject({ effects: [], survey: { waitsAt: null, closing: 'rate' } });
    const second = withdrawn({ ...first.survey, prompts: { rate: 'm7' } });
    expect(said(second)).toEqual(['Please rate the quality of service', SAID]);
    expect(second.survey).not.toHaveProperty('closing');
    expect(second.survey.withdrawnAt).toBe(NOW);
  });

  it('takes no answer, no change and no comment any more', () => {
    const closed = 'This survey is already closed. Thank you!';
    const { survey } = withdrawn(run(csat, [tap('rate', 4)]).survey);
    const after = (input: Parameters<typeof advance>[3]) => advance(csat, ID, survey, input, NOW + 1000);
    for (const input of [tap('rate', 5), tap('rate', '~change', 'm1'), tap('comment', '~skip')]) {
      const step = after(input);
      expect(step.survey.variables).toEqual({ quality_answer: 4 });
      expect(step.reply?.text).toBe(closed);
    }
    // The button "Change" goes with the tap on it.
    expect(after(tap('rate', '~change', 'm1')).effects).toEqual([
      {
        kind: 'edit',
        messageId: 'm1',
        message: { text: 'Please rate the quality of service\n\n⭐⭐⭐⭐', choices: [] },
      },
    ]);
  });

  it('leaves to the helpdesk what is written afterwards; of a reply to the question it says that it is closed', () => {
    const { survey } = withdrawn(run(csat, [tap('rate', 4)]).survey);
    const written = advance(csat, ID, survey, text('My parcel is still not here'), NOW + 1000);
    expect(written).toEqual({ survey, effects: [] });
    const replied = advance(csat, ID, survey, { ...text('Slow'), block: 'comment' } as never, NOW + 1000);
    expect(replied.survey.variables).toEqual({ quality_answer: 4 });
    expect(replied.reply?.text).toBe('This survey is already closed. Thank you!');
  });
});
