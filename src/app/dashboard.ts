import type { FastifyPluginAsync } from 'fastify';
import { longestSessionMs } from '../access/sessions/sessions.ts';
import type { ChannelAdapter } from '../channel.ts';
import { faultFields } from '../errors.ts';
import { signingKey } from '../files/signing-key.ts';
import { accountRoutes } from '../http/dashboard/account/account.ts';
import { addAuth, ownPagesOnly } from '../http/dashboard/auth/auth.ts';
import { ownAddresses } from '../http/dashboard/auth/own-addresses.ts';
import { createSessionCookie } from '../http/dashboard/auth/session-cookie.ts';
import { dashboardRoutes } from '../http/dashboard/dashboard.ts';
import type { Store } from '../store/store.ts';
import type { AppOptions } from './options.ts';
import type { Staff } from './staff.ts';

export interface DashboardParts extends Pick<Staff, 'people' | 'sessions'> {
  app: AppOptions;
  store: Store;
  channels: ReadonlyMap<string, ChannelAdapter>;
  /** What it shows besides signing in and sessions. */
  pages: readonly FastifyPluginAsync[];
}

/** What is served below `/dashboard`. Reads the key that signs its cookie, or makes it. @throws {StoreError} */
export async function createDashboard(parts: DashboardParts): Promise<FastifyPluginAsync> {
  const { app, store, people, sessions, channels, pages } = parts;
  const { clock, log, language, zone, publicUrl, simulatedAdministrator } = app;
  const [printed = 'http://localhost', ...others] = app.addresses ?? [];
  const addresses = ownAddresses([publicUrl ?? printed, printed, ...others]);
  const cookie = createSessionCookie({
    key: await signingKey(store, clock, 'sessions'),
    isSecure: publicUrl?.startsWith('https:') ?? false,
    maxAgeMs: longestSessionMs,
  });
  return dashboardRoutes({
    language,
    guard: ownPagesOnly({ addresses, language }),
    auth: async (server) => addAuth(server, { sessions, cookie, language, automatic }),
    pages: [accountRoutes({ sessions, people, cookie, channels, clock, zone, language }), ...pages],
    onFault: (error, route, reqId) => log('error', `${route} failed`, { reqId, ...faultFields(error) }),
  });

  async function automatic(): ReturnType<typeof people.current> {
    return (simulatedAdministrator && (await people.place(simulatedAdministrator))?.person) ?? null;
  }
}
