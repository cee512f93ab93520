import { ChannelError, messageOf } from '../../errors.ts';

export interface ChatwootApi {
  /** @param path below `/api/v1/accounts/` @throws {ChannelError} */
  get(path: string): Promise<unknown>;
  /** @throws {ChannelError} */
  post(path: string, body: object): Promise<unknown>;
}

export interface ChatwootApiOptions {
  /** Without a slash at its end. */
  url: string;
  token: string;
  /** Milliseconds that an answer may take. Default 10,000. */
  timeoutMs?: number;
}

/** Longer waits that it asks for are cut, so that the job looks again. */
const LONGEST_WAIT_MS = 600_000;

/**
 * Requests to one Chatwoot, with every answer but a success as an error that says what to do.
 * @see https://developers.chatwoot.com/api-reference/introduction
 */
export function createChatwootApi({ url, token, timeoutMs = 10_000 }: ChatwootApiOptions): ChatwootApi {
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
  };

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}/api/v1/accounts/${path}`, {
        method,
        headers: {
          api_access_token: token,
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        // A POST that is followed becomes a GET.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      throw new ChannelError('network', `Chatwoot gave no answer: ${reasonOf(error, timeoutMs)}`, {
        cause: error,
      });
    }
    if (!response.ok) throw refusal(response, path);
    try {
      return JSON.parse(text);
    } catch (error) {
      const message =
        'CONNECT_CHATWOOT_URL answers with something else than JSON; is it the address of Chatwoot?';
      throw new ChannelError('network', message, { cause: error });
    }
  }
}

function refusal({ status, headers }: Response, path: string): ChannelError {
  const [, account = '', conversation = ''] = /^(\d+)\/conversations(?:\/(\d+))?/.exec(path) ?? [];
  const what =
    conversation === '' ? `account ${account}` : `conversation ${conversation} of account ${account}`;
  if (status === 401 || status === 403) {
    const remedy = 'set CONNECT_CHATWOOT_API_TOKEN to the access token of an agent who sees its inbox';
    return new ChannelError(
      'unauthorized',
      `Chatwoot does not let this token see ${what} (${status}); ${remedy}`,
    );
  }
  if (status === 404) {
    const remedy = 'it was deleted, or the token’s agent does not see it';
    return new ChannelError('rejected', `Chatwoot has no ${what} (404); ${remedy}`);
  }
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? '');
    const retryAfterMs = Math.min(seconds > 0 ? seconds * 1_000 : 60_000, LONGEST_WAIT_MS);
    return new ChannelError('rate_limited', 'Chatwoot asks to wait (429)', { retryAfterMs });
  }
  if (status >= 300 && status < 400) {
    const message = `CONNECT_CHATWOOT_URL answers with a redirect (${status}); set it to the address that it leads to`;
    return new ChannelError('network', message);
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return new ChannelError('rejected', `Chatwoot refuses what is written to ${what} (${status})`);
  }
  return new ChannelError('network', `Chatwoot answers ${status}`);
}

/** `fetch` says no more than that it failed; its cause says why. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `none within ${timeoutMs / 1_000} seconds`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code ?? messageOf(cause ?? error);
}
