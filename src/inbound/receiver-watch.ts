import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { faultFields, isKnown } from '../errors.ts';
import type { Log } from '../log/log.ts';

export interface ReceiverWatchOptions {
  channels: ReadonlyArray<Pick<ChannelAdapter, 'name' | 'checkReceiver'>>;
  /** False: the channel is still being started, and the starter reports its state. */
  isStarted: (channel: string) => boolean;
  clock: Pick<Clock, 'after'>;
  log: Log;
  /** Takes secrets out of an address. */
  scrub?: (text: string) => string;
}

/** Checks every minute whether the platforms still send their events here: a helpdesk may have registered its webhook again. */
export interface ReceiverWatch {
  start(): void;
  /** Checks every channel once. Never rejects. */
  look(): Promise<void>;
  /** For each channel whose events another service receives, who does and the remedy. */
  faults(): Record<string, string>;
  /** Resolves when no check is under way and none will follow. */
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;

export function createReceiverWatch(options: ReceiverWatchOptions): ReceiverWatch {
  const { channels, isStarted, clock, log, scrub = (text) => text } = options;
  const faults = new Map<string, string>();
  let cancel = (): void => {};
  let looking: Promise<unknown> = Promise.resolve();

  return {
    start: lookLater,
    look,
    faults: () => Object.fromEntries(faults),
    async stop() {
      cancel();
      await looking;
      cancel();
    },
  };

  function lookLater(): void {
    cancel = clock.after(EVERY_MS, () => {
      looking = look().finally(lookLater);
    });
  }

  async function look(): Promise<void> {
    await Promise.all(channels.map(lookAt));
  }

  async function lookAt({ name, checkReceiver }: ReceiverWatchOptions['channels'][number]): Promise<void> {
    if (!checkReceiver || !isStarted(name)) return;
    const channelLog = log.child({ channel: name });
    try {
      const other = await checkReceiver();
      if (!other) {
        if (faults.delete(name)) channelLog('info', 'The platform sends events here again');
        return;
      }
      const receiver = scrub(other.url);
      if (other.takenBack) {
        faults.delete(name);
        channelLog('warn', 'The platform sent events to another webhook, which was taken back', { receiver });
        return;
      }
      const remedy =
        'restart this service, which takes its place again or says what stands against that, or set TAKE_WEBHOOK=true';
      // `/readyz` shows this to everybody, and the whole address may be enough to send events to it.
      const host = scrub(URL.canParse(other.url) ? new URL(other.url).host : other.url);
      faults.set(name, `the platform sends events to ${host} and not here; ${remedy}`);
      channelLog('error', 'The platform sends events to another webhook and not here', { receiver, remedy });
    } catch (error) {
      const level = isKnown(error) ? 'warn' : 'error';
      channelLog(level, 'It could not be seen where the platform sends events', { ...faultFields(error) });
    }
  }
}
