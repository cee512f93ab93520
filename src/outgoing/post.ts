import { ChannelError, messageOf } from '../errors.ts';

export interface PostRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
  timeoutMs: number;
  /** What the receiver is called in errors, which name no address: it may hold a secret. */
  receiver: string;
}

/** More of an answer is not read. */
const ANSWER_BYTES = 65_536;

/**
 * POSTs JSON to an address of the configuration and follows no redirect.
 * @returns the status with the beginning of the answer @throws {ChannelError} `network` when there is none
 */
export async function post(request: PostRequest): Promise<{ status: number; text: string }> {
  const { url, headers, body, timeoutMs, receiver } = request;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: await beginningOf(response) };
  } catch (error) {
    throw new ChannelError('network', `${receiver} gave no answer: ${reasonOf(error, timeoutMs)}`);
  }
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
    if (bytes >= ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString('utf8');
}

/** `fetch` says "fetch failed" and has the reason in its cause. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `none within ${timeoutMs / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  return code ?? messageOf(cause ?? error);
}
