import process from 'node:process';
import type { Config } from '../config/config.ts';
import { createLogger } from '../log/logger.ts';
import { readVersion } from '../monitoring/version.ts';
import {
  platforms as knownPlatforms,
  readConfig,
  secretsOf,
  type Service,
  startService,
} from '../service.ts';
import type { CliCommand } from './command.ts';
import { environment } from './environment.ts';
import { stopOnSignals } from './stop.ts';

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
    const stop = stopOnSignals(starting, print, process, () => (lost ? 1 : 0));
    print(describe(await starting, config));
  },
};

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
    `Afterword ${readVersion()}`,
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
