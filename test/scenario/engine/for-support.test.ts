import { describe, expect, it } from 'vitest';
import type { Choice, Message } from '../../../src/channel.ts';
import { advance } from '../../../src/scenario/engine/engine.ts';
import { withSupportButton } from '../../../src/scenario/engine/for-support.ts';
import type { Step } from '../../../src/scenario/engine/step.ts';
import type { AsideEvent } from '../../../src/scenario/survey.ts';
import { readToken } from '../../../src/token.ts';
import { csat, ID, messagesOf, MINUTE, run, T0, tap } from './run.ts';

/** A client whose comment is awaited, and who may mean the helpdesk with what is written. */
function client() {
  let { survey } = run(csat, [tap('rate', 4)]);
  let now = T0 + MINUTE;
  const take = (step: Step): Step => {
    survey = step.survey;
    return step;
  };
  return {
    comment: () => survey.variables['quality_comment'],
    /** Writes a text. @returns the value of the button that was offered with it */
    write: (text: string, event: AsideEvent = {}): { value: string | undefined; said: Message[] } => {
      now += 1_000;
      const { messageId, edited, album } = event;
      const more = {
        ...(messageId !== undefined && { messageId }),
        ...(edited && { edited }),
        ...(album !== undefined && { album }),
      };
      const input = { kind: 'text', text, inWords: text || '[photo]', at: now, ...more } as const;
      const before = survey;
      const taken = advance(csat, ID, before, input, now);
      const place = { scenario: csat, dialogueId: ID, now, message: '' };
      const step = take(withSupportButton(place, before, taken, event));
      const said = [...messagesOf(step), ...(step.reply ? [step.reply] : [])];
      const choices = said.flatMap((message) => message.choices ?? []).flat() as Choice[];
      const offer = choices.find(({ label }) => label === 'This is for support');
      return { value: offer && readToken(offer.token)?.value, said };
    },
    /** Taps on such a button. @returns what the helpdesk is given, and what the client is told */
    give: (value: string | undefined) => {
      now += 1_000;
      const step = take(
        advance(
          csat,
          ID,
          survey,
          { kind: 'tap', block: 'comment', value: value ?? '', messageId: 'm9' },
          now,
        ),
      );
      const given = step.effects.flatMap((effect) => (effect.kind === 'enqueue' ? [effect.job.payload] : []));
      return { given, said: step.reply?.text };
    },
  };
}

describe('the button that gives a text to support', () => {
  it('gives the text that it was offered with, also when another one came since', () => {
    const { write, give, comment } = client();
    const first = write('Where is my parcel?', { messageId: '51' });
    const second = write('Good work otherwise', { messageId: '52' });
    expect(give(first.value).given).toEqual([{ events: [{ messageId: '51' }] }]);
    expect(comment()).toBe('Good work otherwise');
    expect(give(second.value).given).toEqual([{ events: [{ messageId: '52' }] }]);
    expect(comment()).toBeUndefined();
  });

  it('knows a text by its words where the platform gives messages no ids', () => {
    const { write, give, comment } = client();
    const first = write('Where is it?');
    write('Well served!');
    give(first.value);
    expect(comment()).toBe('Well served!');
  });

  it('gives a text once, and says the same when it is tapped twice', () => {
    const { write, give } = client();
    const { value } = write('Where is my parcel?', { messageId: '51' });
    const once = give(value);
    expect(give(value)).toEqual({ given: [], said: once.said });
  });

  it('is offered once for an album, and gives all of it', () => {
    const { write, give, comment } = client();
    const first = write('See these', { messageId: '51', album: 'a1' });
    for (const messageId of ['52', '53'])
      expect(write('', { messageId, album: 'a1' })).toEqual({ value: undefined, said: [] });
    expect(comment()).toBe('See these\n[photo]\n[photo]');
    const events = ['51', '52', '53'].map((messageId) => ({ messageId, album: 'a1' }));
    expect(give(first.value).given).toEqual([{ events }]);
    expect(comment()).toBeUndefined();
  });

  it('gives the last edit of the text after the text itself', () => {
    const { write, give, comment } = client();
    const { value } = write('Where is my parcle?', { messageId: '51' });
    write('Where is my parsel?', { messageId: '51', edited: true });
    expect(write('Where is my parcel?', { messageId: '51', edited: true }).value).toBeUndefined();
    expect(comment()).toBe('Where is my parcel?');
    const events = [{ messageId: '51' }, { messageId: '51', edited: true }];
    expect(give(value).given).toEqual([{ events }]);
    expect(comment()).toBeUndefined();
  });

  it('is not offered with a reply', () => {
    const { write } = client();
    expect(write('Good', { messageId: '51', replyTo: 'm2' }).value).toBeUndefined();
  });

  it('of a text long before is told that it is too late', () => {
    const { write, give, comment } = client();
    const { value } = write('One');
    for (const word of ['Two', 'Three', 'Four', 'Five', 'Six']) write(word);
    expect(give(value)).toEqual({ given: [], said: 'This survey is already closed. Thank you!' });
    expect(comment()).toContain('One');
  });

  it('gives a text of ten thousand characters whole', () => {
    const { write, give, comment } = client();
    give(write('о'.repeat(10_000)).value);
    expect(comment()).toBeUndefined();
  });
});
