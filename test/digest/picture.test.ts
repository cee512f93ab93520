import { expect, it } from 'vitest';
import type { Target } from '../../src/stats/targets/target.ts';
import { createWorld, personAt } from './digests.ts';

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

it('shows the target of the one team that its person looks after, and that of everything to the others', async () => {
  const drawn: Array<number | null> = [];
  const csat = (team: string | null, value: number): Target => ({
    metric: 'csatPercent',
    scale: '1-5',
    team,
    value,
  });
  const instance = world.instance({
    people: [
      personAt('telegram:7', { teams: ['Support'], settings: { picture: true } }),
      personAt('telegram:8', { settings: { picture: true } }),
    ],
    target: [csat('SUPPORT', 0.9), csat(null, 0.8)],
    pictures: {
      draw: async ({ target }) => {
        drawn.push(target);
        return new Uint8Array([1]);
      },
      files: { address: async () => null },
    },
    channels: new Map([['telegram', { folds: true, fileBytes: 1e6 }]]),
  });
  await instance.sendNow('yesterday');
  await instance.catchUp();
  expect(new Set(drawn)).toEqual(new Set([0.9, 0.8]));
});
