import type { Clock } from '../../clock.ts';
import { ChannelError } from '../../errors.ts';
import { type Answer, isRedirect, isSuccess, request } from '../../outgoing/request.ts';

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
  clock: Pick<Clock, 'after'>;
}

const TIMEOUT_MS = 10_000;
/** A page of a list is far shorter. */
const MOST_BYTES = 16_777_216;
/** A longer `Retry-After` is cut to this. */
const LONGEST_WAIT_MS = 600_000;

/**
 * Requests to one Chatwoot; every answer but a success is thrown as an error that says what to do.
 * @see https://developers.chatwoot.com/api-reference/introduction
 */
export function createChatwootApi({ url, token, clock }: ChatwootApiOptions): ChatwootApi {
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
  };

  async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const answer = await request({
      receiver: 'Chatwoot',
      method,
      url: `${url}/api/v1/accounts/${path}`,
      headers: { api_access_token: token, accept: 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      clock,
      timeoutMs: TIMEOUT_MS,
      mostBytes: MOST_BYTES,
    });
    if (!isSuccess(answer.status)) throw refusal(answer, path);
    try {
      return JSON.parse(answer.text);
    } catch (error) {
      const message =
        'CONNECT_CHATWOOT_URL answers with something else than JSON; is it the address of Chatwoot?';
      throw new ChannelError('network', message, { cause: error });
    }
  }
}

function refusal({ status, headers }: Answer, path: string): ChannelError {
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
  if (isRedirect(status)) {
    const message = `CONNECT_CHATWOOT_URL answers with a redirect (${status}); set it to the address that it leads to`;
    return new ChannelError('network', message);
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return new ChannelError('rejected', `Chatwoot refuses what is written to ${what} (${status})`);
  }
  return new ChannelError('network', `Chatwoot answers ${status}`);
}
