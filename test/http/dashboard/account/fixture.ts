import { onTestFinished } from 'vitest';
import { createSessions } from '../../../../src/access/sessions/sessions.ts';
import { createDashboard } from '../../../../src/app/dashboard.ts';
import type { AppOptions } from '../../../../src/app/options.ts';
import type { ChannelAdapter } from '../../../../src/channel.ts';
import { visitorOf } from '../../../../src/http/dashboard/kit/view.ts';
import { createServer } from '../../../../src/http/server.ts';
import { add, keptPeople } from '../../../access/stored.ts';

export const host = 'csat.example.com';
const origin = `https://${host}`;

interface Sent {
  /** undefined takes one away that is sent otherwise. */
  headers?: Record<string, string | undefined>;
  form?: Record<string, string>;
}

/**
 * The dashboard of a service with Olena and Taras, who are supervisors, and Iryna, who is an administrator, and one page,
 * `/dashboard/probe`, which says who is there. A channel `chat` takes `of=<client>` for a proof.
 */
export async function openDashboard(options: Partial<AppOptions> = {}) {
  const kept = await keptPeople();
  const { store, people, clock, log, lines } = kept;
  for (const [id, clientId] of [
    ['olena', '1'],
    ['taras', '2'],
    ['iryna', '3'],
  ] as const) {
    const role = id === 'iryna' ? 'administrator' : 'supervisor';
    await add(people, { id, name: id, role, chats: [{ channel: 'chat', clientId }] });
  }
  const sessions = createSessions({ store, people, clock, log });
  const chat: Pick<ChannelAdapter, 'readSignIn'> = {
    readSignIn: async (proof) => {
      const [, clientId] = /^of=(\w+)$/.exec(proof) ?? [];
      return clientId === undefined ? null : { clientId };
    },
  };
  const open = async (changes: Partial<AppOptions> = {}) => {
    const app = {
      clock,
      log,
      language: 'en',
      zone: 'Europe/Kyiv',
      publicUrl: origin,
      ...options,
      ...changes,
    };
    const plugin = await createDashboard({
      app: app as AppOptions,
      store,
      people,
      sessions,
      channels: new Map<string, unknown>([
        ['quiet', {}],
        ['chat', chat],
      ]) as Map<string, ChannelAdapter>,
      pages: [
        async (server) => {
          server.get(
            '/probe',
            async (request) => `${visitorOf(request).person.id} ${visitorOf(request).person.role}`,
          );
          server.post('/probe', async () => 'done');
        },
      ],
    });
    const server = await createServer({ log, routes: [{ prefix: '/dashboard', plugin }] });
    onTestFinished(() => server.close());
    return server;
  };
  const server = await open();

  /** A browser, which keeps its cookies. */
  const browser = (to = server) => {
    const jar = new Map<string, string>();
    const send = async (method: 'GET' | 'HEAD' | 'POST', url: string, { headers = {}, form }: Sent = {}) => {
      const all = {
        host,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0.0.0 Safari/537.36',
        ...(method === 'POST' && { 'sec-fetch-site': 'same-origin' }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...headers,
      };
      const answer = await to.inject({
        method,
        url,
        headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
        ...(form && { payload: new URLSearchParams(form).toString() }),
      });
      for (const { name, value } of answer.cookies) {
        if (value === '') jar.delete(name);
        else jar.set(name, encodeURIComponent(value));
      }
      return answer;
    };
    return {
      jar,
      get: (url: string, rest?: Sent) => send('GET', url, rest),
      head: (url: string) => send('HEAD', url),
      post: (url: string, rest?: Sent) => send('POST', url, rest),
      /** Who is signed in; null: nobody. */
      async who() {
        const answer = await send('GET', '/dashboard/probe');
        return answer.statusCode === 200 ? answer.body : null;
      },
      async signIn(id: string) {
        return send('POST', `/dashboard/sign-in/${await sessions.offer(id)}`);
      },
    };
  };

  return { ...kept, sessions, server, open, browser, lines };
}
