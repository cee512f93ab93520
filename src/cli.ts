#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { Command } from 'commander';
import type { Config } from './config.ts';
import { ConfigError, isKnown, messageOf, ScenarioError } from './errors.ts';
import { createLogger } from './logger.ts';
import {
  platforms as knownPlatforms,
  readConfig,
  readScenarios,
  secretsOf,
  type Service,
  startService,
} from './service.ts';
import { printable } from './printable.ts';

/** The process ends so long after the first signal, whatever hangs. */
const STOP_LIMIT_MS = 10_000;

const program = new Command('afterword').description(
  'Asks a client how a support dialogue went, in the chat where they were helped.',
);

program
  .command('start', { isDefault: true })
  .description('run the service; without tokens on simulated platforms')
  .action(guarded(start));
program
  .command('demo')
  .description('live through a week of dialogues on the simulated platforms and print the digest')
  .action(guarded(async () => (await import('./demo/demo.ts')).runDemo(print)));
program
  .command('check')
  .description('read the scenario files and say what is wrong with them')
  .argument('[folder]', 'default: SCENARIOS_DIR')
  .action(guarded(check));
program
  .command('schema')
  .description('print the JSON Schema of scenario files, for editors')
  .action(
    guarded(async () =>
      print(JSON.stringify((await import('./scenario/schema.ts')).scenarioJsonSchema(), null, 2)),
    ),
  );

await program.parseAsync();

async function start(): Promise<void> {
  const config = readConfig(environment());
  const log = createLogger({
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
}

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
    `  digest     daily at ${config.DIGEST_AT} ${config.REPORT_TIMEZONE} to ${supervisors.join(', ') || 'nobody; set SUPERVISORS'}`,
    '',
    service.simulator
      ? `  Open ${[service.url, ...service.alsoAt].join(' or ')}`
      : `  Listening on ${service.url}`,
    '  Ctrl-C stops it.',
  ].join('\n');
}

/** What stands in for the platforms, and what to set for real ones. */
function simulatedPlatforms(): string {
  const titles = knownPlatforms.map(({ title }) => title).join(' and ');
  const tokens = knownPlatforms.map(({ tokenVariable }) => tokenVariable).join(' or ');
  return `simulated ${titles}; set ${tokens} for real ones`;
}

async function check(folder: string | undefined): Promise<void> {
  const directory = folder ?? readConfig(environment()).SCENARIOS_DIR;
  for (const { id, title, blocks } of readScenarios(directory).values()) {
    print(`${id}: ${title}, ${Object.keys(blocks).length} blocks`);
  }
}

/** The environment, completed from `.env`; what is set already stays. */
function environment(): NodeJS.ProcessEnv {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
  } catch (error) {
    throw new ConfigError([`.env cannot be read: ${messageOf(error)}`], { cause: error });
  }
  return process.env;
}

/** Known errors are read by a person: a line for each fault, and no stack. */
function guarded<Arguments extends unknown[]>(run: (...given: Arguments) => Promise<void>) {
  return async (...given: Arguments): Promise<void> => {
    try {
      await run(...given);
    } catch (error) {
      process.stderr.write(`${readable(error)}\n`);
      process.exitCode = 1;
    }
  };
}

function readable(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ScenarioError)
    return error.faults.map(printable).join('\n');
  if (isKnown(error)) return printable(error.message);
  const { stack = messageOf(error) } = Object(error) as { stack?: string };
  return stack.split('\n').map(printable).join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function version(): string {
  // From dist/src as from src.
  const file = [
    new URL('../package.json', import.meta.url),
    new URL('../../package.json', import.meta.url),
  ].find(existsSync);
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : '';
}
