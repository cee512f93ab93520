/** The port that every helpdesk's connector implements; code outside `connectors/<name>/` names no helpdesk. */
import type { Variable } from '../channel-definition.ts';
import type { Clock } from '../clock.ts';

/** A call of a helpdesk, as it came. */
export interface ConnectorRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes that a signature is made of. */
  rawBody: Buffer;
}

/** A conversation of a helpdesk. */
export interface Conversation {
  /** Its id in the helpdesk, as `Helpdesk` takes it; `<connector's name>:<id>` is the `externalId`. Without `#`. */
  id: string;
  /** The channel of its inbox; it need not be one of this service. */
  channel: string;
  clientId: string;
  /** When its state changed, by the helpdesk's clock. */
  at: Date;
}

/** A conversation that has ended, with the facts that are kept of it. */
export interface CompletedConversation extends Conversation {
  operator: string | null;
  team: string | null;
  tags: string[];
  /** By whom and when the newest message was written, by the helpdesk's clock; null: unknown. */
  lastMessage: { byClient: boolean; at: Date } | null;
}

/** What a webhook's body, or an entry of a list, says of a conversation. */
export type Reading =
  | { kind: 'completed'; conversation: CompletedConversation }
  | { kind: 'reopened'; conversation: Conversation }
  | { kind: 'ignored'; reason: string };

/** What a client answered about a conversation. */
export interface ConversationAnswer {
  rating: number | null;
  comment: string | null;
}

/** The helpdesk's own API. Every method throws a {ChannelError} that says what was refused and what to do, or a {ReceiverError} when there is no answer. */
export interface Helpdesk {
  /** The conversations that changed at or after `since`, in any order. */
  touchedSince(since: Date): AsyncIterable<Reading>;
  /** Whether the client wrote in a conversation after a moment of the helpdesk's clock. */
  clientWroteSince(id: string, since: Date): Promise<boolean>;
  /** Sets the fields in which the helpdesk's own reports and rules find an answer; the others stay as they are. */
  setAnswer(id: string, answer: ConversationAnswer, confirm: () => Promise<void>): Promise<void>;
  /** The id of a note with this text that was written after the note `after`; null: there is none. */
  findNote(id: string, text: string, after: string | null): Promise<string | null>;
  /** Writes a note that the client does not see. @returns its id */
  addNote(id: string, text: string): Promise<string>;
}

export interface Connector {
  /** Why a call is not to be trusted, such as a wrong signature; null: it is. */
  verify(request: ConnectorRequest): string | null;
  /** What a body says; pure. @throws {ApiError} 400, which names each field, when it is not of this helpdesk's form */
  read(body: unknown): Reading;
  /** null: the API is not configured, so nothing is written back and there is no reconciliation. */
  helpdesk: Helpdesk | null;
}

/** The values of a connector's own variables, by name. */
export type ConnectorSettings = Readonly<Record<string, string | undefined>>;

/** Everything that the service knows of a helpdesk. */
export interface ConnectorDefinition {
  /** The variable with the secret that stands in the address of its calls; without a value it is not in use. */
  secretVariable: string;
  variables: Readonly<Record<string, Variable>>;
  /** What is wrong with its settings together: a line each, with the variable and the remedy. */
  faults(settings: ConnectorSettings): string[];
  create(settings: ConnectorSettings, deps: { clock: Pick<Clock, 'now' | 'after'> }): Connector;
}

/** Every connector, by the name that stands in the address of its calls and before its conversations' ids. */
export type ConnectorDefinitions = Readonly<Record<string, ConnectorDefinition>>;
