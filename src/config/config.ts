import { type Language, languages } from '../locales/index.ts';
import { z } from 'zod';
import type { ChannelDefinitions, ChannelSettings, Variable } from '../channel-definition.ts';
import { relayFaults } from './relay-faults.ts';
import { httpUrl, list, protocolOf, secret, text } from './values.ts';
import { faultsOfWebhooks, webhookSecrets, webhooksSetting } from './webhooks.ts';
import { isEveryAddress, isLoopback } from './addresses.ts';
import { envExample } from './env-example.ts';
import { ConfigError } from '../errors.ts';

const supervisorForm = new RegExp(`^([a-z]+):([^:,\\s]+)(?::(${languages.join('|')}))?$`);

/** `channel:id` or `channel:id:language`; the id may hold anything but a comma and a colon. */
const supervisor = text.transform((spelled, context) => {
  const match = supervisorForm.exec(spelled);
  if (match)
    return {
      channel: match[1] ?? '',
      clientId: match[2] ?? '',
      language: match[3] as Language | undefined,
    };
  context.addIssue({ code: 'custom', message: `"${spelled}" is not channel:id or channel:id:language` });
  return z.NEVER;
});

/** Every variable of the environment that the service reads itself; each channel brings its own. */
const variables = {
  PUBLIC_URL: {
    schema: httpUrl
      .refine(
        (url) => protocolOf(url) === 'https:' || isLoopback(url),
        'must begin with https://; the platforms call nothing else',
      )
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    about:
      'Where the platforms reach this service, with https. Without it a channel polls where its platform lets it.',
  },
  HOST: { schema: text.default('127.0.0.1'), about: 'The address to listen on; 0.0.0.0 in a container.' },
  SIMULATE_ON_ALL_ADDRESSES: {
    schema: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
    about:
      'yes: without a token the simulation may be served on HOST=0.0.0.0, where everybody on the network reaches it.',
  },
  PORT: {
    schema: z.coerce
      .number('is not a port')
      .int('is not a port')
      .min(0)
      .max(65535, 'is not a port; use 1-65535')
      .default(8080),
    about: 'The port to listen on.',
  },
  STORE_URL: {
    schema: text
      .regex(/^(sqlite:.+|mongodb(\+srv)?:\/\/.+)$/, 'must begin with sqlite:, mongodb:// or mongodb+srv://')
      .default('sqlite:./data/afterword.db'),
    about:
      'Where answers are kept: sqlite:./data/afterword.db (nothing to install) or mongodb://host/afterword.',
  },
  API_KEYS: {
    schema: list.pipe(z.array(secret)).default([]),
    about:
      'Keys for the HTTP API, separated by commas, each at least 16 characters. Required with a real platform.',
  },
  RELAY_ANSWERS: {
    schema: z.enum(['true', 'false'], 'must be true or false').default('false'),
    about: 'true: the answers of clients are passed on to the helpdesk (RELAY_URL_...) as well.',
  },
  TAKE_WEBHOOK: {
    schema: z.enum(['true', 'false'], 'must be true or false').default('false'),
    about:
      'true: a webhook of another service on the bot is replaced by this service’s, at the start and whenever it is registered again.',
  },
  SUPERVISORS: {
    schema: list.pipe(z.array(supervisor)).default([]),
    about: 'Who gets the digest: channel:id or channel:id:language, separated by commas.',
  },
  SUPERVISOR_LANGUAGE: {
    schema: z.enum(languages, `must be ${languages.join(' or ')}`).default('en'),
    about: `The language of supervisors who have none of their own in SUPERVISORS: ${languages.join(' or ')}.`,
  },
  REPORT_TIMEZONE: {
    schema: text.refine(isTimeZone, 'is not a time zone such as Europe/Kyiv').default('UTC'),
    about: 'The time zone whose calendar days are reported, e.g. Europe/Kyiv.',
  },
  DIGEST_AT: {
    schema: text.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 09:00').default('09:00'),
    about: 'When yesterday’s digest is sent, in REPORT_TIMEZONE.',
  },
  CSAT_TARGET: {
    schema: z.coerce
      .number('is not a percentage')
      .gt(0, 'is not a percentage')
      .max(100, 'is above 100')
      .optional(),
    about: 'The CSAT % target shown in the digest, e.g. 85.',
  },
  WEBHOOKS: {
    schema: webhooksSetting,
    about:
      'Outgoing webhooks: entries separated by commas, each an https address, a whsec_ secret and the types (survey.answered+client.message), or no types for all. See docs/webhooks.md.',
  },
  SCENARIOS_DIR: { schema: text.default('./scenarios'), about: 'The folder of the scenario files.' },
  DEFAULT_SCENARIO: {
    schema: text.default('csat'),
    about: 'The id of the scenario for dialogues that name none.',
  },
  LOG_LEVEL: {
    schema: z
      .enum(['info', 'warn', 'error', 'silent'], 'must be info, warn, error or silent')
      .default('info'),
    about: 'What is logged: info, warn, error or silent.',
  },
} as const satisfies Record<string, Variable>;

type Values = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]['schema']> };

export interface Config extends Omit<Values, 'SUPERVISORS'> {
  SUPERVISORS: Array<{ channel: string; clientId: string; language: Language }>;
  /** The settings of each channel, by its name. */
  channels: Readonly<Record<string, ChannelSettings>>;
  /** The settings of each connector, by its name. */
  connectors: Readonly<Record<string, ChannelSettings>>;
  /** True: no token is set, so every platform is the simulator. */
  simulated: boolean;
}

/** What brings variables of its own besides the channels: connectors. */
export type VariableGroups = Readonly<
  Record<
    string,
    { variables: Readonly<Record<string, Variable>>; faults(settings: ChannelSettings): string[] }
  >
>;

/** How the environment is read for these channels and connectors. */
export interface ConfigReader {
  /**
   * Reads the configuration; an empty value counts as absent.
   * @throws {ConfigError} with one line for each fault: the variable, what is wrong, what to do. No value of a secret is repeated.
   */
  readConfig: (environment: Record<string, string | undefined>) => Config;
  /** The text of `.env.example`. */
  envExample: () => string;
  /** Every variable: the channels', the service's, the connectors'. */
  variables: Readonly<Record<string, Variable>>;
  /** What no log line and no answer may show. */
  secretsOf: (config: Config) => string[];
}

export function createConfigReader(
  definitions: ChannelDefinitions,
  connectorDefinitions: VariableGroups,
): ConfigReader {
  const channels = Object.entries(definitions);
  const connectors = Object.entries(connectorDefinitions);
  const tokenNames = channels.map(([, { tokenVariable }]) => tokenVariable);
  const all: Record<string, Variable> = Object.assign(
    {},
    ...channels.map(([, channel]) => channel.variables),
    variables,
    ...connectors.map(([, connector]) => connector.variables),
  );
  return { readConfig, envExample: () => envExample(all), variables: all, secretsOf };

  function readConfig(environment: Record<string, string | undefined>): Config {
    const faults: string[] = [];
    const values: Record<string, unknown> = {};
    for (const [name, { schema }] of Object.entries(all)) {
      const parsed = schema.safeParse(environment[name]?.trim() || undefined);
      if (parsed.success) values[name] = parsed.data;
      else faults.push(...new Set(parsed.error.issues.map(({ message }) => faultOf(name, message))));
    }
    if (faults.length > 0) throw new ConfigError(faults);
    const read = values as Values;
    const config: Config = {
      ...read,
      SUPERVISORS: read.SUPERVISORS.map((one) => ({
        ...one,
        language: one.language ?? read.SUPERVISOR_LANGUAGE,
      })),
      channels: Object.fromEntries(
        channels.map(([name, channel]) => [name, settingsOf(Object.keys(channel.variables), values)]),
      ),
      connectors: Object.fromEntries(
        connectors.map(([name, { variables: own }]) => [name, settingsOf(Object.keys(own), values)]),
      ),
      simulated: tokenNames.every((name) => values[name] === undefined),
    };
    const together = [
      ...(config.simulated ? faultsOfSimulation(config) : faultsTogether(config)),
      ...faultsOfWebhooks(config.WEBHOOKS, config),
      ...connectors.flatMap(([name, one]) => one.faults(config.connectors[name] ?? {})),
    ];
    if (together.length > 0) throw new ConfigError(together);
    return config;
  }

  function faultOf(name: string, message: string): string {
    if (name !== 'SUPERVISORS') return `${name} ${message}`;
    const examples = channels.map(([channel, { clientIdExample }]) => `${channel}:${clientIdExample}`);
    return `${name} ${message}; write ${examples.join(' or ')}`;
  }

  function secretsOf({ API_KEYS, STORE_URL, WEBHOOKS, ...config }: Config): string[] {
    const [, userinfo = ''] = /^[a-z+]+:\/\/(.*)@/s.exec(STORE_URL) ?? [];
    const password = userinfo.slice(userinfo.indexOf(':') + 1);
    const groups = [...Object.values(config.channels), ...Object.values(config.connectors)];
    const settings = Object.assign({}, ...groups) as ChannelSettings;
    const own = Object.entries(all).flatMap(([name, { secret: isSecret }]) =>
      isSecret ? [settings[name]] : [],
    );
    return [...own, ...API_KEYS, ...webhookSecrets(WEBHOOKS), password].filter(
      (value) => value !== undefined,
    );
  }

  /** A real store or address with no token is a forgotten token: the clients in it must not be sent to a simulator. */
  function faultsOfSimulation(config: Config): string[] {
    const { STORE_URL, PUBLIC_URL, HOST, SUPERVISORS, SIMULATE_ON_ALL_ADDRESSES } = config;
    const faults = SUPERVISORS.filter(({ channel }) => !Object.hasOwn(definitions, channel)).map(
      unknownChannel,
    );
    const tokens = `${tokenNames.join(' and ')} ${tokenNames.length > 1 ? 'are' : 'is'} empty`;
    faults.push(...relayFaults(config, definitions));
    if (!STORE_URL.startsWith('sqlite:')) {
      faults.push(
        `${tokens}, but STORE_URL is a MongoDB; set a token, or remove STORE_URL to try the simulation`,
      );
    }
    if (PUBLIC_URL) {
      faults.push(
        `${tokens}, but PUBLIC_URL is set; set a token, or remove PUBLIC_URL to try the simulation`,
      );
    }
    if (isEveryAddress(HOST)) {
      if (SIMULATE_ON_ALL_ADDRESSES !== 'yes') {
        faults.push(
          `${tokens}, and HOST ${HOST} would serve a simulation to everybody on the network; set a token, or SIMULATE_ON_ALL_ADDRESSES=yes if that is meant, or HOST=127.0.0.1`,
        );
      }
    } else if (!['127.0.0.1', 'localhost'].includes(HOST)) {
      faults.push(`HOST ${HOST} cannot be used while the platforms are simulated; use 127.0.0.1`);
    }
    return faults;
  }

  function faultsTogether(config: Config): string[] {
    const inUse = channels.filter(([name, channel]) => isInUse(config, name, channel.tokenVariable));
    const faults = inUse.flatMap(([name, channel]) =>
      channel.faults(config.channels[name] ?? {}, { publicUrl: config.PUBLIC_URL }),
    );
    faults.push(...relayFaults(config, definitions));
    if (config.API_KEYS.length === 0) {
      faults.push(
        'API_KEYS is missing; set at least one key for the HTTP API, e.g. from: openssl rand -hex 24',
      );
    }
    for (const one of config.SUPERVISORS) {
      const definition = Object.hasOwn(definitions, one.channel) ? definitions[one.channel] : undefined;
      if (!definition) faults.push(unknownChannel(one));
      else if (!isInUse(config, one.channel, definition.tokenVariable)) {
        const { tokenVariable } = definition;
        faults.push(`SUPERVISORS names "${one.channel}:${one.clientId}", but ${tokenVariable} is not set`);
      }
    }
    return faults;
  }

  function unknownChannel({ channel, clientId }: { channel: string; clientId: string }): string {
    const names = channels.map(([name]) => name);
    return `SUPERVISORS names "${channel}:${clientId}"; the channels are ${names.join(' and ')}`;
  }
}

/** True when a channel has its token. */
export function isInUse({ channels }: Config, name: string, tokenVariable: string): boolean {
  return channels[name]?.[tokenVariable] !== undefined;
}

function settingsOf(names: readonly string[], values: Record<string, unknown>): ChannelSettings {
  return Object.fromEntries(names.map((name) => [name, values[name] as string | undefined]));
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
