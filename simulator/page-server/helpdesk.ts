/** How the page's helpdesk reaches Afterword: over its public HTTP API, as any other helpdesk does. */
export interface HelpdeskConnection {
  /** Where the API stands: `http://127.0.0.1:8080`. */
  baseUrl: string;
  apiKey: string;
  /** The supervisor of each channel, as in SUPERVISORS without the channel. */
  supervisors: { telegram: string; viber: string };
  /** What the simulation runs on, for the banner: `SQLite at ./data/afterword.db`. */
  describe: string;
  /** The scenarios that the form offers, the default first. */
  scenarios: string[];
  /** Where Afterword passes on what is not its own: RELAY_URL_TELEGRAM, RELAY_URL_VIBER. */
  relay?: { telegram?: string | undefined; viber?: string | undefined };
}

export interface HelpdeskError {
  code: string;
  message: string;
  faults: Array<{ path: string; message: string }>;
}

export type HelpdeskAnswer = Record<string, unknown> | { error: HelpdeskError };

/** The API must answer within this time. */
const answerWithinMs = 15_000;

/** One request to Afterword; its refusals are answers, and so is silence. */
export async function askAfterword(
  { baseUrl, apiKey }: HelpdeskConnection,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<HelpdeskAnswer> {
  try {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      redirect: 'error',
      headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const answer = (await response.json()) as HelpdeskAnswer;
    if (response.ok || 'error' in answer) return answer;
    return failed(`Afterword answered ${response.status}`);
  } catch {
    return failed('Afterword’s API does not answer; look at its log');
  }
}

export function failed(message: string): { error: HelpdeskError } {
  return { error: { code: 'simulator', message, faults: [] } };
}
