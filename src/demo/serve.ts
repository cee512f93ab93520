/** The demo's weeks, up to yesterday, and then the service on them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSetClock, systemClock } from '../clock.ts';
import { createLogger } from '../log/logger.ts';
import { readConfig, type Service, startService } from '../service.ts';
import { DAY_MS, liveThrough } from './live.ts';

export interface DemoService extends Pick<Service, 'url' | 'app'> {
  /** Stops it and deletes what it has kept. */
  stop(): Promise<void>;
}

/**
 * Lives through weeks that ended yesterday, then serves them by the present time, on a store of its own that is
 * deleted at the end.
 * @param environment as of `readConfig`; tokens and a store in it are left alone
 * @throws {ConfigError} @throws {Error} when a platform or the API refused a step
 */
export async function serveDemo(
  print: (text: string) => void,
  { HOST, PORT, LOG_LEVEL }: NodeJS.ProcessEnv,
  { weeks = 4, perDay = 20 } = {},
): Promise<DemoService> {
  const folder = mkdtempSync(join(tmpdir(), 'afterword-demo-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const simulatorState = join(folder, 'simulator.json');
  const STORE_URL = `sqlite:${join(folder, 'demo.db')}`;
  try {
    print(`Living through ${weeks} weeks of ${perDay} dialogues a day; four weeks take about a minute.`);
    const midnight = Math.floor(systemClock.now().getTime() / DAY_MS) * DAY_MS;
    const days = weeks * 7;
    const firstDay = new Date(midnight - days * DAY_MS);
    const clock = createSetClock(firstDay);
    const log = await createLogger({ level: 'error', forPerson: true });
    const past = await startService(readConfig({ STORE_URL, PORT: '0' }), { log, clock, simulatorState });
    try {
      await liveThrough(past, clock, { firstDay, days, perDay, handled: true });
    } finally {
      await past.stop();
    }
    const config = readConfig({
      STORE_URL,
      ...(HOST && { HOST }),
      ...(PORT && { PORT }),
      ...(LOG_LEVEL && { LOG_LEVEL }),
    });
    const service = await startService(config, {
      log: await createLogger({ level: config.LOG_LEVEL, forPerson: true }),
      simulatorState,
    });
    const stop = (): Promise<void> => service.stop().finally(remove);
    return { url: service.url, app: service.app, stop };
  } catch (error) {
    remove();
    throw error;
  }
}
