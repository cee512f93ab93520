#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { Command } from 'commander';
import { readConfig } from './config.ts';
import { ChannelError, ConfigError, messageOf, ScenarioError, StoreError } from './errors.ts';
import { createLogger } from './logger.ts';
import { readScenarios, type Service, startService } from './main.ts';

const program = new Command('afterword').description(
  'Asks a client how a support dialogue went, in the chat where they were helped.',
);

program
  .command('start', { isDefault: true })
  .description('run the service; without tokens on simulated Telegram and Viber')
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
  const log = createLogger(config.LOG_LEVEL, config.simulated || process.stdout.isTTY);
  const service = await startService(config, { log });
  const supervisors = service.supervisors.map(({ channel, clientId }) => `${channel}:${clientId}`);
  const platforms = service.channels.map(
    (channel) => `${channel.name} (${channel.webhook === undefined ? 'long polling' : 'webhook'})`,
  );
  const lines = [
    `Afterword ${version()}`,
    `  store      ${service.store.name}`,
    `  platforms  ${service.simulator ? 'simulated Telegram and Viber; set TELEGRAM_BOT_TOKEN or VIBER_AUTH_TOKEN for real ones' : platforms.join(', ')}`,
    `  scenarios  ${service.scenarioIds.join(', ')} (${config.SCENARIOS_DIR})`,
    `  digest     daily at ${config.DIGEST_AT} ${config.REPORT_TIMEZONE} to ${supervisors.join(', ') || 'nobody; set SUPERVISORS'}`,
    '',
    service.simulator ? `  Open ${service.url}` : `  Listening on ${service.url}`,
    '  Ctrl-C stops it.',
  ];
  print(lines.join('\n'));
  stopOnSignal(service);
}

async function check(folder: string | undefined): Promise<void> {
  const directory = folder ?? readConfig(environment()).SCENARIOS_DIR;
  for (const { id, title, blocks } of readScenarios(directory).values()) {
    print(`${id}: ${title}, ${Object.keys(blocks).length} blocks`);
  }
}

function stopOnSignal(service: Service): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(130);
    stopping = true;
    print('\nStopping; once more Ctrl-C ends it at once.');
    await service.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

/** The environment, completed from `.env`; what is set already stays. */
function environment(): NodeJS.ProcessEnv {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
  } catch (error) {
    throw new ConfigError([`.env cannot be read: ${messageOf(error)}`]);
  }
  return process.env;
}

/** Known errors are read by a person: a line for each fault, and no stack. */
function guarded<Arguments extends unknown[]>(run: (...given: Arguments) => Promise<void>) {
  return async (...given: Arguments): Promise<void> => {
    try {
      await run(...given);
    } catch (error) {
      const known =
        error instanceof ConfigError ||
        error instanceof ScenarioError ||
        error instanceof StoreError ||
        error instanceof ChannelError;
      process.stderr.write(`${known ? messageOf(error) : ((error as Error).stack ?? messageOf(error))}\n`);
      process.exitCode = 1;
    }
  };
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
