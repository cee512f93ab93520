import { expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { openSurveyFixture, tapOn } from '../support/survey.ts';
import { about, text } from './events.ts';

/** A survey whose comment is asked for, and letters that are looked up in a list. */
async function asked(...letters: string[]) {
  const lookedUp: ClientEvent[] = [];
  const fixture = await openSurveyFixture({
    letters: {
      async take(event) {
        lookedUp.push(event);
        return letters.includes(event.kind === 'text' ? (event.replyTo ?? '') : event.messageId);
      },
    },
  });
  const dialogue = await fixture.ask();
  await fixture.onEvent(tapOn(dialogue, 2));
  await fixture.outbox.idle();
  const { survey } = await fixture.stored(dialogue);
  const question = survey?.prompts[survey.waitsAt ?? ''];
  if (question === undefined) throw new Error('nothing was asked');
  return { fixture, dialogue, lookedUp, question };
}

it('gives a reply to a letter to who wrote it, and not to the survey that waits for a text', async () => {
  const { fixture, dialogue } = await asked('900');
  const reply = text('Call me at five', { replyTo: '900', messageId: '51' });
  expect(await fixture.onEvent(reply)).toBeUndefined();
  // The platform sends it again.
  expect(await fixture.onEvent(reply)).toBeUndefined();
  expect((await fixture.stored(dialogue)).comment).toBeNull();
  expect((await fixture.store.findClient('telegram', 'c1'))?.events.map(({ id }) => id)).toEqual([reply.id]);
});

it('looks up no letter for a tap, nor for a reply to a message of a survey', async () => {
  const { fixture, dialogue, lookedUp, question } = await asked();
  await fixture.onEvent(tapOn(dialogue, 1));
  await fixture.onEvent(text('Waited for an hour', { replyTo: question, messageId: '51' }));
  await fixture.onEvent(text('Waited for two hours', { messageId: '51', edited: true }));
  expect(lookedUp).toEqual([]);
  expect((await fixture.stored(dialogue)).comment).toBe('Waited for two hours');
});

it('takes a reply to anything else as it would without letters', async () => {
  const { fixture, dialogue, lookedUp } = await asked('900');
  await fixture.onEvent(text('Waited for an hour', { replyTo: '901', messageId: '51' }));
  expect(lookedUp).toHaveLength(1);
  expect((await fixture.stored(dialogue)).comment).toBe('Waited for an hour');
});

it('passes on that a letter did not arrive, and takes back no question for it', async () => {
  const { fixture, dialogue, lookedUp, question } = await asked('900');
  await fixture.onEvent({ ...about(fixture), kind: 'failed', messageId: '900' });
  expect(lookedUp).toHaveLength(1);
  await fixture.onEvent({ ...about(fixture), kind: 'failed', messageId: question });
  expect(lookedUp).toHaveLength(1);
  expect((await fixture.stored(dialogue)).outcome).toBe('answered');
});

it('notes which messages of a comment were more than words', async () => {
  const { fixture, dialogue } = await asked();
  const attachment = { kind: 'voice' as const, seconds: 12 };
  await fixture.onEvent(text('', { messageId: '51', attachment }));
  await fixture.onEvent(text('and in words', { messageId: '52' }));
  const { comment, survey } = await fixture.stored(dialogue);
  expect(comment).toBe('[voice, 0:12]\nand in words');
  const parts = survey?.parts?.filter(({ variable }) => variable === 'quality_comment');
  expect(parts?.map(({ message, attached }) => [message, attached])).toEqual([
    ['51', true],
    ['52', undefined],
  ]);
});
