/** Between the head and the end of an answer; more is a connection that was cut without a word. */
const BODY_LIMIT_MS = 5_000;

/**
 * `fetch` for grammY's calls that wait for updates. node-fetch, which grammY brings, does not notice that a body was
 * cut and waits until the whole call is given up.
 */
export const fetchWholeBody: typeof fetch = async (url, init) => {
  const response = await fetch(url, { ...init, signal: nativeSignal(init?.signal) });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the answer stopped half way')), BODY_LIMIT_MS);
  });
  try {
    const body = await Promise.race([response.text(), tooLong]);
    return new Response(body, { status: response.status, headers: response.headers });
  } finally {
    clearTimeout(timer);
  }
};

/** grammY brings an AbortSignal of its own make, which the platform's fetch does not take. */
function nativeSignal(signal: AbortSignal | null | undefined): AbortSignal | null {
  if (!signal || signal instanceof AbortSignal) return signal ?? null;
  const { aborted } = signal as AbortSignal;
  const native = new AbortController();
  if (aborted) native.abort();
  else (signal as AbortSignal).addEventListener('abort', () => native.abort(), { once: true });
  return native.signal;
}
