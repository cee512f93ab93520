import type { Language } from '../locales/index.ts';
import type { z } from 'zod';
import type {
  ChannelDefinition,
  ChannelDefinitions,
  ChannelSettings,
  Variable,
} from '../channel-definition.ts';
import { relayFaults } from './relay-faults.ts';
import { faultsOfWebhooks, webhookSecrets } from './webhooks.ts';
import { isEveryAddress } from './addresses.ts';
import { envExample } from './env-example.ts';
import { variables } from './variables.ts';
import { ConfigError } from '../errors.ts';

type Values = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]['schema']> };

export interface Config extends Omit<Values, 'SUPERVISORS'> {
  SUPERVISORS: Array<{ channel: string; clientId: string; language: Language; isGroup?: true }>;
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
        ...(definitionOf(one.channel)?.chatKindOf(one.clientId) === 'group' && { isGroup: true }),
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

  function definitionOf(channel: string): ChannelDefinition | undefined {
    return Object.hasOwn(definitions, channel) ? definitions[channel] : undefined;
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
    const faults = SUPERVISORS.flatMap((one) => {
      const definition = definitionOf(one.channel);
      return definition ? idFaults(one, definition) : [unknownChannel(one)];
    });
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
      const definition = definitionOf(one.channel);
      if (!definition) faults.push(unknownChannel(one));
      else if (!isInUse(config, one.channel, definition.tokenVariable)) {
        const { tokenVariable } = definition;
        faults.push(`SUPERVISORS names "${one.channel}:${one.clientId}", but ${tokenVariable} is not set`);
      } else faults.push(...idFaults(one, definition));
    }
    return faults;
  }

  /** An id that can never be a chat's would never get a digest. */
  function idFaults(
    { channel, clientId }: { channel: string; clientId: string },
    definition: ChannelDefinition,
  ): string[] {
    if (definition.chatKindOf(clientId) !== null) return [];
    const { title, clientIdExample, groupIdExample } = definition;
    const group = groupIdExample === undefined ? '' : `, or ${channel}:${groupIdExample} for a group`;
    return [
      `SUPERVISORS names "${channel}:${clientId}", which is no id that ${title} gives; write one such as ${channel}:${clientIdExample}${group}, or take it out and run: afterword invite`,
    ];
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
