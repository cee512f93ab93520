import type { SimulatedPlatform } from '../../../simulator/platform.ts';
import type { ChannelAdapter, ClientEvent, OnEvent } from '../../../src/channel.ts';

/** An adapter that talks to a simulated platform. */
export interface ChannelHarness {
  adapter: ChannelAdapter;
  platform: SimulatedPlatform;
  /** Two people who have not opened the chat yet; the first speaks Ukrainian. */
  clients: [olena: string, tom: string];
  /** The adapter's webhook, with the headers that the platform would sign `body` with. */
  webhook: { url: string; sign: (body: string) => Record<string, string> };
  /** A callback of a kind that the adapter does not know. */
  unknownEvent: string;
  /** Everything that was logged, as text. */
  logs: string[];
  token: string;
  /** The environment variable that holds the token. */
  tokenVariable: string;
  /** How a button's data is sent to the platform. */
  buttonData: (token: string) => string;
  stop: () => Promise<void>;
}

export interface HarnessOptions {
  /** Milliseconds that one call may take. */
  timeoutMs?: number;
  /** The adapter has a token that the platform does not know. */
  wrongToken?: boolean;
}

/** Adds a promise to the contract. */
export type Test = (
  title: string,
  run: (channel: Running) => Promise<void>,
  options?: HarnessOptions,
) => void;

export interface Running extends ChannelHarness {
  events: ClientEvent[];
  onEvent: OnEvent;
  /** Every error that was seen, as text. */
  failures: string[];
  started: () => Promise<void>;
  /** Started, and the first client has opened the chat and written. */
  met: () => Promise<void>;
  failure: (promise: Promise<unknown> | undefined) => Promise<unknown>;
}

export function launch(harness: ChannelHarness): Running {
  const running: Running = {
    ...harness,
    events: [],
    failures: [],
    onEvent: async () => undefined,
    started: () =>
      harness.adapter.start(async (event) => {
        running.events.push(event);
        return await running.onEvent(event);
      }),
    met: async () => {
      await running.started();
      await harness.platform.open(harness.clients[0]);
      await harness.platform.say(harness.clients[0], 'hello');
      running.events.length = 0;
    },
    failure: async (promise) => {
      const error: unknown = await promise?.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      running.failures.push(String(error), String((error as Error)?.stack), JSON.stringify(error));
      return error;
    },
  };
  return running;
}

/** A text event that suits either platform. */
export function bodyOfText(clientId: string): string {
  return JSON.stringify({
    update_id: 1,
    event: 'message',
    message_token: 1,
    sender: { id: clientId },
    message: {
      type: 'text',
      message_id: 1,
      date: 1,
      text: 'hello',
      chat: { id: Number(clientId) || 1, type: 'private' },
    },
  });
}

export async function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, { method: 'POST', body, headers });
  await response.arrayBuffer();
  return response.status;
}
