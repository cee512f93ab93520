import type { Clock } from '../clock.ts';
import { ReceiverError } from '../errors.ts';

export interface OutgoingRequest {
  /** The receiver's name in errors, which show no address since it may hold a secret. */
  receiver: string;
  url: string;
  /** Default: POST. */
  method?: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  /** JSON. */
  body?: string | Uint8Array;
  /** Whose timer ends the wait for an answer. */
  clock: Pick<Clock, 'after'>;
  timeoutMs: number;
  /** How much of the answer is read at most. */
  mostBytes: number;
  /** False: a success counts even when its text breaks off or does not come in time. Default true. */
  needsText?: boolean;
}

/** An answer of any status. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Its beginning, where it is longer than `mostBytes`. */
  text: string;
}

/** No answer within `timeoutMs`. */
export class AnswerTimeoutError extends ReceiverError {}

/**
 * A request to an address of the configuration. No redirect is followed: a POST that is followed becomes a GET.
 * @throws {ReceiverError} when there is no answer
 */
export async function request(options: OutgoingRequest): Promise<Answer> {
  const { receiver, url, method = 'POST', headers, body, clock, timeoutMs, mostBytes } = options;
  const { needsText = true } = options;
  const controller = new AbortController();
  const cancel = clock.after(timeoutMs, () => controller.abort());
  try {
    const response = await fetch(url, {
      method,
      headers: { 'user-agent': 'Afterword', ...(body && { 'content-type': 'application/json' }), ...headers },
      // Its memory is never shared with a thread, which is all that the type would ask for.
      ...(body && { body: body as string | Uint8Array<ArrayBuffer> }),
      redirect: 'manual',
      signal: controller.signal,
    });
    const text = await beginningOf(response, mostBytes).catch((error: unknown) => {
      if (needsText || !isSuccess(response.status)) throw error;
      return '';
    });
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    if (controller.signal.aborted)
      throw new AnswerTimeoutError(`${receiver} did not answer within ${timeoutMs / 1_000} seconds`);
    throw new ReceiverError(`${receiver} gave no answer: ${reasonOf(error)}`, { cause: error });
  } finally {
    cancel();
  }
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;
export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** A short answer is read to its end, so that the connection can be used again. */
async function beginningOf({ body }: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= mostBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8');
}

/** The message of `fetch` says only that it failed; the cause has the reason, whose text may hold the address. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return cause?.message === 'bad port' ? 'its port is none that may be called' : 'it broke off';
}
