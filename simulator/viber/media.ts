/** Viber waits no longer for what a bot wants shown. */
const fetchWithinMs = 10_000;

/**
 * Fetches what a bot's message shows, as Viber does; null: it is not to be had, or stands anywhere else than at the
 * service itself, since the simulated platforms call nobody else.
 */
export async function fetchMedia(url: string, ownAddress: string | undefined): Promise<Uint8Array | null> {
  if (ownAddress === undefined) return null;
  try {
    if (new URL(url).origin !== new URL(ownAddress).origin) return null;
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchWithinMs) });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
