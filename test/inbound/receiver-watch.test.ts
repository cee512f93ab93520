import { expect, it } from 'vitest';
import { createReceiverWatch } from '../../src/inbound/receiver-watch.ts';
import { createSetClock } from '../../src/clock.ts';
import { ChannelError } from '../../src/errors.ts';
import { recordingLog } from '../support/log.ts';

type Found = { url: string; takenBack: boolean } | null | Error;

function watchOver(found: () => Found, isStarted = true) {
  const { log, lines } = recordingLog();
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  let looks = 0;
  const checkReceiver = async () => {
    looks++;
    const seen = found();
    if (seen instanceof Error) throw seen;
    return seen;
  };
  const watch = createReceiverWatch({
    channels: [{ name: 'telegram', checkReceiver }, { name: 'sms' }],
    isStarted: () => isStarted,
    clock,
    log,
    scrub: (text) => text.replaceAll('s3cret', '***'),
  });
  return { watch, lines, clock, looks: () => looks };
}

it('says loudly that another webhook receives the events, and everybody its host alone, until it is put right', async () => {
  let found: Found = { url: 'https://desk.example/hook-of-theirs/s3cret', takenBack: false };
  const { watch, lines } = watchOver(() => found);
  await watch.look();
  expect(watch.faults()['telegram']).toBe(
    'the platform sends events to desk.example and not here; restart this service, which takes its place again or says what stands against that, or set TAKE_WEBHOOK=true',
  );
  expect(lines.join()).toContain('"error","The platform sends events to another webhook and not here"');
  expect(lines.join()).toContain('https://desk.example/hook-of-theirs/***');
  found = null;
  await watch.look();
  expect(watch.faults()).toEqual({});
});

it('only warns of a webhook that was taken back', async () => {
  const { watch, lines } = watchOver(() => ({ url: 'https://desk.example', takenBack: true }));
  await watch.look();
  expect(watch.faults()).toEqual({});
  expect(lines.join()).toContain('"warn"');
});

it('goes on when the platform is away, and asks nothing of a channel that has not started', async () => {
  const away = watchOver(() => new ChannelError('network', 'no answer'));
  await away.watch.look();
  expect(away.watch.faults()).toEqual({});
  const starting = watchOver(() => null, false);
  await starting.watch.look();
  expect(starting.looks()).toBe(0);
});

it('looks again every minute, until it is stopped', async () => {
  const { watch, clock, looks } = watchOver(() => null);
  watch.start();
  for (let minutes = 0; minutes < 6; minutes++) {
    clock.set(60_000);
    await new Promise(setImmediate);
  }
  expect(looks()).toBe(6);
  await watch.stop();
  clock.set(600_000);
  expect(looks()).toBe(6);
});
