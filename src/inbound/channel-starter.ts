import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelAdapter, OnEvent } from '../channel.ts';
import { ChannelError, ConfigError, faultFields, isKnown, messageOf } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { printable } from '../text/printable.ts';

export interface ChannelStarterOptions {
  channels: readonly ChannelAdapter[];
  log: Log;
  /** Takes secrets out of what a platform said: `/readyz` shows it to everybody. */
  scrub?: (text: string) => string;
  /** Waits so many milliseconds; rejects or resolves early once the signal is aborted. Default: a timer. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Starts the channels independently: a platform that is away holds up neither the service nor the other channel. */
export interface ChannelStarter {
  /**
   * Resolves once every channel was tried, or a platform hangs for PATIENCE_MS; what is not started by then is tried
   * again until `stop`.
   * @throws {ConfigError} when a platform refuses the configuration meanwhile
   */
  start(onEvent: OnEvent): Promise<void>;
  /** For each channel `started`, or `starting: ` and the reason why it is not. */
  states(): Record<string, string>;
  /** Tries nothing more and stops every channel; one whose start is under way is stopped when that ends. */
  stop(): Promise<void>;
}

/** The start of the service waits so long for a platform that hangs. */
const PATIENCE_MS = 3_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export function createChannelStarter(options: ChannelStarterOptions): ChannelStarter {
  const { channels, log, scrub = (text) => text, wait = pause } = options;
  const states = new Map(channels.map(({ name }) => [name, 'starting: the platform has not answered yet']));
  const stopping = new AbortController();
  const { signal } = stopping;
  /** True while a refused configuration still stops the service. */
  let opening = true;

  return {
    async start(onEvent) {
      const patience = new AbortController();
      const tried = Promise.all(
        channels.map(
          (channel) =>
            new Promise<void>((resolve, reject) => {
              void keepStarting(channel, onEvent, resolve, reject);
            }),
        ),
      );
      try {
        await Promise.race([tried, wait(PATIENCE_MS, patience.signal)]);
      } finally {
        opening = false;
        patience.abort();
        // One that is refused after this is logged and tried again.
        tried.catch(() => {});
      }
    },
    states: () => Object.fromEntries(states),
    async stop() {
      stopping.abort();
      const stopped = await Promise.allSettled(channels.map((channel) => channel.stop()));
      for (const [index, result] of stopped.entries()) {
        if (result.status === 'fulfilled') continue;
        const fields = { channel: channels[index]?.name, ...faultFields(result.reason) };
        log('error', 'A channel could not be stopped', fields);
      }
    },
  };

  /** Never rejects. */
  async function keepStarting(
    channel: ChannelAdapter,
    onEvent: OnEvent,
    tried: () => void,
    refused: (error: ConfigError) => void,
  ): Promise<void> {
    const channelLog = log.child({ channel: channel.name });
    let told: string | null = null;
    for (let failures = 0; !signal.aborted; failures++) {
      let pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
      try {
        await channel.start(onEvent);
        // It was stopped while it started, and would otherwise go on taking events.
        if (signal.aborted) return await channel.stop();
        states.set(channel.name, 'started');
        if (told !== null) channelLog('info', 'The channel has started');
        return tried();
      } catch (error) {
        if (signal.aborted) return;
        const known = isKnown(error);
        const reason = known ? printable(scrub(messageOf(error))) : 'an unexpected error; the log says which';
        states.set(channel.name, `starting: ${reason}`);
        if (error instanceof ConfigError) {
          if (opening) return refused(new ConfigError(error.faults.map(scrub), { cause: error }));
          pauseMs = LONGEST_PAUSE_MS;
        }
        if (error instanceof ChannelError) pauseMs = Math.max(pauseMs, error.retryAfterMs ?? 0);
        // Once for each reason, not once for each try.
        if (told !== messageOf(error)) {
          const level = known && !(error instanceof ConfigError) ? 'warn' : 'error';
          channelLog(level, 'The channel could not be started and is tried again', {
            ...faultFields(error),
          });
        }
        told = messageOf(error);
        tried();
      }
      await wait(pauseMs, signal).catch(() => undefined);
    }
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
