import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import type { Config } from '../config/config.ts';
import { createLogger } from '../log/logger.ts';
import {
  platforms as knownPlatforms,
  readConfig,
  secretsOf,
  type Service,
  startService,
} from '../service.ts';
import type { CliCommand } from './command.ts';
import { environment } from './environment.ts';

/** The process ends so long after the first signal, whatever hangs. */
const STOP_LIMIT_MS = 10_000;

export const start: CliCommand = {
  description: 'run the service; without tokens on simulated platforms',
  async run(print) {
    const config = readConfig(environment());
    const log = await createLogger({
      level: config.LOG_LEVEL,
      forPerson: config.simulated || process.stdout.isTTY,
      secrets: secretsOf(config),
    });
    let lost = false;
    const starting = startService(config, {
      log,
      onLost: () => {
        lost = true;
        void stop(1);
      },
    });
    const stop = createStop(starting);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        print('\nStopping; once more Ctrl-C ends it at once.');
        void stop(lost ? 1 : 0);
      });
    }
    print(describe(await starting, config));
  },
};

/** Ends the process with `code` once the service has stopped; the second call ends it at once. */
function createStop(starting: Promise<Service>): (code: number) => Promise<void> {
  let stopping = false;
  return async (code) => {
    if (stopping) process.exit(code || 130);
    stopping = true;
    // Not unref'd: it must fire whatever hangs.
    setTimeout(() => process.exit(code), STOP_LIMIT_MS);
    await (await starting.catch(() => null))?.stop();
    process.exit(code);
  };
}

function describe(service: Service, config: Config): string {
  const supervisors = service.supervisors.map(({ channel, clientId }) => `${channel}:${clientId}`);
  const states = service.app.channelStates();
  const platforms = service.channels.map((channel) => {
    const { name } = channel;
    const state = states[name] ?? 'started';
    const how = channel.webhook === undefined ? 'long polling' : 'webhook';
    return state === 'started'
      ? `${name} (${how})`
      : `${name} (${how}; not started yet and tried again: ${state.replace(/^starting: /, '')})`;
  });
  return [
    `Afterword ${version()}`,
    `  store      ${service.store.name}`,
    `  platforms  ${service.simulator ? simulatedPlatforms() : platforms.join(', ')}`,
    `  scenarios  ${service.scenarioIds.join(', ')} (${config.SCENARIOS_DIR})`,
    ...besideLines(service, config),
    `  digest     daily at ${config.DIGEST_AT} ${config.REPORT_TIMEZONE} to ${[...supervisors, 'invited supervisors'].join(', ')}`,
    '',
    service.simulator
      ? `  Open ${[service.url, ...service.alsoAt].join(' or ')}`
      : `  Listening on ${service.url}`,
    '  Ctrl-C stops it.',
  ].join('\n');
}

/** Who else uses the bots, and who is told of answers: a line each, where there is somebody. */
function besideLines({ helpdesks, connectors }: Service, config: Config): string[] {
  const relayed = helpdesks.join(' and ');
  const told = config.WEBHOOKS.map(({ url }) => new URL(url).host).join(', ');
  return [
    ...(relayed !== '' ? [`  helpdesk   is given what is not for surveys on ${relayed}`] : []),
    ...(connectors.length > 0 ? [`  connected  ${connectors.join(', ')}`] : []),
    ...(told !== '' ? [`  webhooks   ${told}`] : []),
    ...(config.TAKE_WEBHOOK === 'true'
      ? ['  TAKE_WEBHOOK=true: a bot that another service receives is taken from it']
      : []),
  ];
}

/** What stands in for the platforms, and what to set for real ones. */
function simulatedPlatforms(): string {
  const titles = knownPlatforms.map(({ title }) => title).join(' and ');
  const tokens = knownPlatforms.map(({ tokenVariable }) => tokenVariable).join(' or ');
  return `simulated ${titles}; set ${tokens} for real ones`;
}

function version(): string {
  // From dist/src/commands as from src/commands.
  const file = [
    new URL('../../package.json', import.meta.url),
    new URL('../../../package.json', import.meta.url),
  ].find(existsSync);
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : '';
}
