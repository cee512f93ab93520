import { expect, it } from 'vitest';
import { createWorld } from './digests.ts';

const world = createWorld();

it('leaves the buttons of the text in sight where a chat has one keyboard, that of its last message', async () => {
  const instance = world.instance({
    channels: new Map([
      ['telegram', { folds: true, fileBytes: 1e6 }],
      ['viber', { sharedKeyboard: true }],
    ]),
    dialogueUrl: 'https://desk.example.com/{externalId}',
    pictures: {
      draw: async () => new Uint8Array([1]),
      files: { address: async () => 'https://csat.example.com/files/day.png' },
    },
  });
  await instance.sendNow('yesterday');
  await instance.catchUp();
  const of = (chat: string) => world.sent.filter(({ to }) => to === chat).map(({ message }) => message);
  const [text, picture] = of('viber:abc=');
  expect(text?.choices?.flat().map(({ label }) => label)).toContain('More');
  expect(picture?.image).toBeDefined();
  expect(picture?.choices).toEqual(text?.choices);
  const onTelegram = of('telegram:123').filter(({ image }) => image);
  expect(onTelegram.length).toBeGreaterThan(0);
  expect(onTelegram.every(({ choices }) => choices === undefined)).toBe(true);
});
