import { expect } from 'vitest';
import { type TestService, startTestService, clients } from '../../support/service.ts';
import type { Store } from '../../../src/store/store.ts';
import { chatwootBody, signed } from '../chatwoot/bodies.ts';
import { type FakeChatwoot, startFakeChatwoot } from '../fake-chatwoot.ts';

export const SECRET = 'an-address-nobody-guesses';
export const SIGNING_SECRET = 'the-secret-of-the-webhook';
export const client = clients.telegram.en;

interface Answer {
  status: number;
  body: {
    did?: string;
    reason?: string | null;
    error?: { code: string; message: string; faults: unknown[] };
  };
}

export interface Desk {
  service: TestService;
  fake: FakeChatwoot;
  /** A call as Chatwoot makes it. */
  call: (
    body: unknown,
    options?: { secret?: string; headers?: Record<string, string>; method?: string },
  ) => Promise<Answer>;
  /** The conversation's status becomes this now, and Chatwoot tells of it. */
  becomes: (status: string, fields?: Record<string, unknown>) => Promise<Answer>;
  /** The body of that call. */
  body: (status: string, fields?: Record<string, unknown>) => Record<string, unknown>;
  /** Resolves when all that is due was sent and written. */
  settle: () => Promise<void>;
  /** Runs the reconciliation that the schedule enqueues each quarter of an hour. */
  reconcile: () => Promise<void>;
}

/** The whole service beside a Chatwoot, whose conversation 42 is that of the client. */
export async function startDesk(
  options: { environment?: Record<string, string>; api?: false; signs?: true; store?: Store } = {},
): Promise<Desk> {
  const fake = await startFakeChatwoot();
  const service = await startTestService({
    environment: {
      CONNECT_CHATWOOT_SECRET: SECRET,
      ...(options.api !== false && {
        CONNECT_CHATWOOT_URL: `${fake.url}/`,
        CONNECT_CHATWOOT_API_TOKEN: fake.token,
        CONNECT_CHATWOOT_ACCOUNT: '3',
      }),
      ...(options.signs && { CONNECT_CHATWOOT_SIGNING_SECRET: SIGNING_SECRET }),
      ...options.environment,
    },
    ...(options.store && { store: options.store }),
  });
  fake.add({ ...chatwootBody('listed'), status: 'open' });

  const call: Desk['call'] = async (body, { secret = SECRET, headers, method = 'POST' } = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${service.url}/connect/chatwoot/${secret}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(options.signs && signed(text, SIGNING_SECRET, service.clock.now())),
        ...headers,
      },
      ...(method === 'GET' ? {} : { body: text }),
    });
    const answer = await response.text();
    return { status: response.status, body: (answer === '' ? {} : JSON.parse(answer)) as Answer['body'] };
  };
  const settle = async (): Promise<void> => {
    await service.settle();
    await service.app.worker.runAll();
  };
  const body: Desk['body'] = (status, fields) => ({
    ...chatwootBody(status === 'resolved' ? 'status-resolved' : 'status-open'),
    status,
    updated_at: service.clock.now().getTime() / 1_000,
    ...fields,
  });

  return {
    service,
    fake,
    call,
    body,
    settle,
    async becomes(status, fields) {
      const seconds = Math.floor(service.clock.now().getTime() / 1_000);
      Object.assign(fake.conversations.get('3:42')?.entry ?? {}, { status, last_activity_at: seconds });
      const answer = await call(body(status, fields));
      await settle();
      return answer;
    },
    async reconcile() {
      const kind = 'connector_chatwoot_reconcile';
      const key = `${kind}:${service.clock.now().toISOString()}`;
      expect(await service.app.queue.enqueue({ key, kind, payload: {}, ordering: kind })).toBe(true);
      await settle();
    },
  };
}
