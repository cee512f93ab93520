import type { z } from 'zod';
import type { ChannelAdapter, ChannelLimits } from './channel.ts';
import type { Log } from './log/log.ts';
import type { Rate, TokenBucket } from './token-bucket.ts';

/** A variable of the environment: its check, its default, and what `.env.example` says of it. */
export interface Variable {
  schema: z.ZodType<unknown>;
  about: string;
  /** How the default is written, where the schema makes something else of it than a text or a number. */
  default?: string;
  /** True: no log line and no answer may show its value. */
  secret?: true;
}

/** The values of a channel's own variables, by name. */
export type ChannelSettings = Readonly<Record<string, string | undefined>>;

export interface ChannelDeps {
  /** Where the platform reaches this service, with https. */
  publicUrl: string | undefined;
  /** The full address of the channel's webhook; only with `publicUrl`. */
  webhookUrl: string | undefined;
  /** True: any other webhook of the bot is replaced by this service's. */
  takeWebhook: boolean;
  /** True: the platform is the simulator, which need not be spared. */
  simulated: boolean;
  /** The bucket by which all instances of the service keep to the platform's limit together; not in the simulation. */
  bucket?: (rate: Rate) => TokenBucket;
  now: () => Date;
  log: Log;
}

/** The webhook of the helpdesk on the same bot, to which what is not for surveys is relayed. */
export interface RelayTarget {
  /** The variable that names it. */
  variable: string;
  url: string;
  /** Headers to add to those that came from the platform. */
  headers: Readonly<Record<string, string>>;
}

/** Everything that the service knows of a platform. */
export interface ChannelDefinition {
  /** As people write it: `Telegram`. */
  title: string;
  /** An id of a client there, as an example. */
  clientIdExample: string;
  /** An id of a group there; absent where the bot can be in none. */
  groupIdExample?: string;
  /** Whose chat has that id: a person's, or where the bot can be in groups a group's; null: it can never be a chat's. */
  chatKindOf(id: string): 'person' | 'group' | null;
  /** What it can show, against which scenario files are held before it runs. */
  limits: ChannelLimits;
  /** The variable that holds its token; without a value the channel is not in use. */
  tokenVariable: string;
  variables: Readonly<Record<string, Variable>>;
  /** What is wrong with its settings beside the service's: a line each, with the variable and the remedy. */
  faults(settings: ChannelSettings, service: { publicUrl: string | undefined }): string[];
  /** The helpdesk on the same bot; null: this service alone uses it. */
  relayTarget(settings: ChannelSettings): RelayTarget | null;
  /** Loads the platform's library with the adapter, since who uses another platform needs none of it. */
  create(settings: ChannelSettings, deps: ChannelDeps): Promise<ChannelAdapter>;
}

/** Every channel, by the name under which dialogues and webhooks know it. */
export type ChannelDefinitions = Readonly<Record<string, ChannelDefinition>>;
