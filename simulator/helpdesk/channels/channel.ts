import type { IncomingHttpHeaders } from 'node:http';
import type { Entry } from '../inbox.ts';

/** The parts of one update of a platform that the helpdesk uses. */
export interface Reading {
  kind: string;
  id: string;
  client: { clientId: string; name: string; locale: string } | null;
  /** What goes into the inbox; null: nothing, such as for a receipt. */
  entry: Entry | null;
}

/** The helpdesk's side of one platform, with the same bot as Afterword. */
export interface HelpdeskChannel {
  /** Whether the request has the platform's secret or signature. */
  isGenuine(headers: IncomingHttpHeaders, body: Buffer): boolean;
  /** Null: no update of this platform. */
  read(body: string): Reading | null;
  /** The answer to an update, which the platform acts on. @param isNew the conversation began with it */
  answerTo(reading: Reading, isNew: boolean): { body: object; says: string | null };
  /** Writes to the client through the bot API. Gives the message's id. @throws with the platform's reason */
  send(clientId: string, text: string): Promise<string>;
  /** Registers the helpdesk's own address as the bot's webhook, as saving its inbox does. @throws as `send` */
  register(url: string): Promise<void>;
}

/** The platform must answer within this time. */
const answerWithinMs = 10_000;

/** One request to a bot API. */
export async function callPlatform(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  return { status: response.status, text: await response.text() };
}
