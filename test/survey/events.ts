import type { ClientEvent } from '../../src/channel.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { openSurveyFixture, type SurveyFixture, tapOn, textOf } from '../support/survey.ts';

/** What a client is told who comes too late. */
export const CLOSED = 'This survey is already closed. Thank you!';

/** A text of client c1, with whatever else the platform says of it. */
export const text = (words: string, more: Partial<ClientEvent & { kind: 'text' }> = {}): ClientEvent => ({
  ...(textOf(words) as ClientEvent & { kind: 'text' }),
  ...more,
});

/** A survey that its client has answered with 2 and a comment. */
export async function finished(more: object = {}): Promise<{ fixture: SurveyFixture; dialogue: Dialogue }> {
  const fixture = await openSurveyFixture();
  const dialogue = await fixture.ask();
  await fixture.onEvent(tapOn(dialogue, 2));
  await fixture.onEvent(text('Waited for an hour', { messageId: '50', ...more }));
  await fixture.outbox.idle();
  return { fixture, dialogue };
}

let ids = 0;

/** What every event of client c1 has. */
export const about = (fixture: SurveyFixture) =>
  ({
    id: `c-${++ids}`,
    channel: 'telegram',
    chat: 'private',
    clientId: 'c1',
    at: fixture.clock.now(),
  }) as const;

/** The text of the newest message. */
export const lastText = (fixture: SurveyFixture): string | undefined =>
  fixture.channel.sent.at(-1)?.message.text;
