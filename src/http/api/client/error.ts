import { problem } from '../../problems.ts';

/** What a request was refused with, or why there is no answer that can be used. */
export class AfterwordError extends Error {
  override readonly name = 'AfterwordError';
  constructor(
    message: string,
    /**
     * Of the API, see its reference; or `no_answer`: the request did not get through, or was answered by something
     * else than the API; `unreadable_answer`: the API is of another release than this client.
     */
    readonly code: string,
    /** Of HTTP; 0: there is none. */
    readonly status: number,
    /** Each place in the request that is wrong. */
    readonly faults: ReadonlyArray<{ path: string; message: string }> = [],
    /** Of `rate_limited`: seconds to wait. */
    readonly retryAfter: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What an answer that is no success says. */
export async function errorOf(response: Response): Promise<AfterwordError> {
  const text = await response.text();
  const { data } = problem.safeParse(jsonOf(text));
  if (!data) {
    const message = `something else than the API answered with ${response.status}; look at the address`;
    return new AfterwordError(message, 'no_answer', response.status);
  }
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : null;
  return new AfterwordError(data.detail, data.code, data.status, data.faults, retryAfter);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
