import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/index.ts';
import { createSetClock, type SetClock } from '../../../src/clock.ts';
import { readConfig, type Service, startService } from '../../../src/service.ts';
import type { Store } from '../../../src/store/store.ts';
import { recordingLog } from '../log.ts';
import { NOON } from '../service.ts';

export const telegramToken = '7012345678:AAF-simulated_0123456789abcdefghijk';
export const viberToken = '4453b6ac1s345678-e02c5f12174805f9';
export const apiKey = 'a-key-of-sixteen-letters';

type Platforms = Simulator & { url: string };

export interface ServiceWithTokens {
  service: Service;
  platforms: Platforms;
  logs: string[];
  clock: SetClock;
}

export interface WithTokensOptions {
  /** What happens on the platforms before the service starts. */
  before?: (platforms: Platforms) => void | Promise<void>;
  store?: Store;
  now?: Date;
  /** Takes what ends a part of it. Default: it ends with the test. */
  onEnd?: (end: () => Promise<void>) => void;
}

/**
 * Platforms on an address of their own, as the real ones are; the service is configured with tokens.
 * @param environment `{port}` and `{viber}` stand for the service's port and for Viber's address
 */
export async function startWithTokens(
  environment: Record<string, string>,
  options: WithTokensOptions = {},
): Promise<ServiceWithTokens> {
  const { before = () => {}, store, now = NOON, onEnd = onTestFinished } = options;
  const { log, lines: logs } = recordingLog();
  const clock = createSetClock(now);
  const platforms = await startSimulator({
    telegramToken,
    viberToken,
    rateLimits: false,
    now: () => clock.now(),
  });
  onEnd(() => platforms.stop());
  await before(platforms);
  const start = async (): Promise<Service> => {
    const port = String(await freePort());
    const config = readConfig({
      PORT: port,
      STORE_URL: 'sqlite::memory:',
      TELEGRAM_BOT_TOKEN: telegramToken,
      TELEGRAM_API_ROOT: platforms.telegram.apiUrl,
      API_KEYS: apiKey,
      SUPERVISORS: 'telegram:9',
      ...Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          value.replace('{port}', port).replace('{viber}', platforms.viber.apiUrl),
        ]),
      ),
    });
    return startService(config, { clock, log, ...(store && { store }) });
  };
  // PUBLIC_URL names the port before it is listened on, so somebody else may take it in between.
  const service = await start().catch((error: unknown) => {
    if (!/is taken by another program/.test(String(error))) throw error;
    return start();
  });
  onEnd(() => service.stop());
  return { service, platforms, logs, clock };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
