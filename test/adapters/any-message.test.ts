import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Message } from '../../src/channel.ts';
import { createTelegramHarness, createViberHarness } from '../support/channels.ts';

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .tuple(fc.constantFrom('<', '*', '_a ', '🌟', 'ї', '&amp;'), fc.integer({ min: 1, max: 2500 }))
    .map(([part, times]) => part.repeat(times)),
);
const upload = (name: string) =>
  fc.record({
    bytes: fc.uint8Array({ minLength: 1, maxLength: 50 }),
    name: fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => `${text}${name}`),
    url: fc.option(fc.constant(`https://csat.example.com/${name}`), { nil: undefined }),
  });
const label = fc.constantFrom('Yes', '<No> & more', '⭐⭐');
const choice = fc.oneof(
  fc.record({ label, token: fc.constantFrom('a', 'ї'.repeat(30)) }),
  fc.record({ label, url: fc.constant('https://shop.example/7') }),
);
const message: fc.Arbitrary<Message> = fc.record(
  {
    // What shows nothing at all is refused.
    title: fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => `T${text}`),
    text: words,
    choices: fc.array(fc.array(choice, { minLength: 1, maxLength: 6 }), { maxLength: 3 }),
    silent: fc.constant(true as const),
    replyTo: fc.constantFrom('1', 'gone', ''),
    openReply: fc.record({ key: fc.string({ unit: 'grapheme', maxLength: 60 }) }),
    image: upload('week.png'),
    file: upload('week.csv'),
  },
  { requiredKeys: ['title', 'text'] },
);

it.each([
  ['Telegram', createTelegramHarness('webhook')],
  ['Viber', createViberHarness],
])('%s takes every message that the port allows', async (_name, create) => {
  const { adapter, platform, clients, stop } = await create({});
  await adapter.start(async () => undefined);
  await platform.open(clients[0]);
  await platform.say(clients[0], 'hello');
  await fc.assert(
    fc.asyncProperty(message, async (sent) => {
      const { messageId } = await adapter.send(clients[0], sent);
      const last = platform.chat(clients[0]).messages.at(-1);
      expect(last?.id).toBe(messageId);
      expect(last?.text).toMatch(/^T/);
      expect(last?.keyboard.flat()).toHaveLength(sent.choices?.flat().length ?? 0);
    }),
    { numRuns: 100 },
  );
  await stop();
});
