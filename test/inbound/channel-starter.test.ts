import { describe, expect, it } from 'vitest';
import type { OnEvent } from '../../src/channel.ts';
import { createChannelStarter } from '../../src/inbound/channel-starter.ts';
import { ChannelError, ConfigError } from '../../src/errors.ts';
import { createRecordingChannel } from '../support/recording-channel.ts';
import { recordingLog } from '../support/log.ts';

const onEvent: OnEvent = async () => undefined;

/** Two channels; Telegram's tries to start end as `outcomes` say, one after another, and then well. */
function twoChannels(outcomes: Array<Error | Promise<void>>) {
  const telegram = createRecordingChannel('telegram');
  const viber = createRecordingChannel('viber');
  const calls = { started: 0, stopped: 0 };
  telegram.start = async () => {
    calls.started++;
    const outcome = outcomes.shift();
    if (outcome instanceof Error) throw outcome;
    await outcome;
  };
  telegram.stop = async () => void calls.stopped++;
  const { log, lines: logs } = recordingLog();
  /** The pauses that were asked for; each ends when `next` is called. */
  const waits: Array<{ ms: number; end: () => void }> = [];
  const starter = createChannelStarter({
    channels: [telegram, viber],
    scrub: (text) => text.replaceAll('secret%3Atoken', '***'),
    log,
    wait: (ms, signal) =>
      new Promise<void>((end) => {
        waits.push({ ms, end });
        signal.addEventListener('abort', () => end());
      }),
  });
  const pauses = () => waits.filter((_, index) => index > 0).map(({ ms }) => ms);
  const next = async (): Promise<void> => {
    waits.at(-1)?.end();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { starter, calls, logs, waits, pauses, next };
}

const away = () => new ChannelError('network', 'Telegram: 502 Bad Gateway');

describe('a platform that is away at the start', () => {
  it('does not hold up the other channel and is tried again with growing pauses until it starts', async () => {
    const { starter, pauses, next, logs, calls } = twoChannels([away(), away(), away()]);
    await starter.start(onEvent);
    expect(starter.states()).toEqual({
      telegram: 'starting: Telegram: 502 Bad Gateway',
      viber: 'started',
    });
    for (let i = 0; i < 3; i++) await next();
    expect(pauses()).toEqual([1000, 2000, 4000]);
    expect(starter.states()).toEqual({ telegram: 'started', viber: 'started' });
    expect(calls.started).toBe(4);
    expect(logs).toHaveLength(2);
  });

  it('is tried again at most a minute later, or when the platform says', async () => {
    const limited = new ChannelError('rate_limited', '429', { retryAfterMs: 90_000 });
    const { starter, pauses, next } = twoChannels([...Array.from({ length: 8 }, away), limited]);
    await starter.start(onEvent);
    for (let i = 0; i < 8; i++) await next();
    expect(pauses().slice(-3)).toEqual([60_000, 60_000, 90_000]);
  });

  it('holds up the start for three seconds at most when it hangs', async () => {
    let answer = (): void => {};
    const hangs = new Promise<void>((resolve) => (answer = resolve));
    const { starter, waits, next } = twoChannels([hangs]);
    const started = starter.start(onEvent);
    expect(waits.map(({ ms }) => ms)).toEqual([3000]);
    await next();
    await started;
    expect(starter.states()).toMatchObject({
      telegram: expect.stringMatching(/^starting: /),
      viber: 'started',
    });
    answer();
    await next();
    expect(starter.states()).toMatchObject({ telegram: 'started' });
  });
});

describe('a platform that refuses the configuration', () => {
  it('stops the service at the first try', async () => {
    const { starter } = twoChannels([new ConfigError(['TELEGRAM_BOT_TOKEN is not known to Telegram'])]);
    await expect(starter.start(onEvent)).rejects.toThrow(/TELEGRAM_BOT_TOKEN/);
    await starter.stop();
  });

  it('is logged as an error, named and tried again at the longest pause in a later try', async () => {
    const refusal = new ConfigError(['TELEGRAM_BOT_TOKEN is not known to Telegram']);
    const { starter, next, pauses, logs } = twoChannels([away(), refusal]);
    await starter.start(onEvent);
    await next();
    expect(starter.states().telegram).toBe('starting: TELEGRAM_BOT_TOKEN is not known to Telegram');
    expect(pauses()).toEqual([1000, 60_000]);
    expect(logs.at(-1)).toMatch(/^\["error".*TELEGRAM_BOT_TOKEN/);
    await next();
    expect(starter.states().telegram).toBe('started');
  });
});

describe('a service that stops while a platform is still away', () => {
  it('tries nothing more', async () => {
    const { starter, calls, next } = twoChannels([away(), away()]);
    await starter.start(onEvent);
    await starter.stop();
    await next();
    expect(calls).toEqual({ started: 1, stopped: 1 });
  });

  it('stops a channel whose start ends only then', async () => {
    let answer = (): void => {};
    const { starter, calls, next } = twoChannels([new Promise<void>((resolve) => (answer = resolve))]);
    const started = starter.start(onEvent);
    await next();
    await started;
    await starter.stop();
    answer();
    await next();
    expect(calls).toEqual({ started: 1, stopped: 2 });
  });
});

it('what a platform echoes is scrubbed before /readyz or the end of the process shows it', async () => {
  const away_ = twoChannels([new ChannelError('network', 'no answer to botsecret%3Atoken')]);
  await away_.starter.start(onEvent);
  expect(away_.starter.states().telegram).toBe('starting: no answer to bot***');
  await away_.starter.stop();
  const { starter } = twoChannels([new ConfigError(['bad webhook?t=secret%3Atoken'])]);
  await expect(starter.start(onEvent)).rejects.toThrow(new ConfigError(['bad webhook?t=***']));
  await starter.stop();
});

it('a bug in a channel is logged with its stack and shown to nobody else', async () => {
  const { starter, logs } = twoChannels([new TypeError('secret of ours')]);
  await starter.start(onEvent);
  expect(starter.states().telegram).toBe('starting: an unexpected error; the log says which');
  expect(logs.join()).toContain('channel-starter.test.ts');
  await starter.stop();
});
