import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { may } from '../../../access/may.ts';
import { signInPath } from '../auth/auth.ts';
import { sendPage, type Visitor, viewOf, visitorOf } from '../kit/view.ts';
import type { AccountOptions } from './options.ts';
import { type EndedSession, type SessionRow, sessionsPage } from './sessions-page.tsx';

const path = '/dashboard/sessions';
const ended = z.object({ id: z.string().max(100) });
/** Written by the redirect below; anything else is left out. */
const query = z.object({ outcome: z.literal('ended').optional().catch(undefined) });
const statuses: Record<EndedSession, number> = { ended: 200, refused: 403, unknown: 404 };

/** Where one is signed in, and for an administrator where everybody is; each session can be ended. */
export function sessionRoutes(options: AccountOptions): FastifyPluginAsync {
  const { sessions, people, cookie, zone, language } = options;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/sessions', { schema: { querystring: query } }, async (request, reply) => {
      const rows = await rowsFor(visitorOf(request));
      const outcome = request.query.outcome ?? null;
      return sendPage(reply, sessionsPage(viewOf(request, language), { rows, zone, outcome }));
    });

    server.post('/sessions/end', { schema: { body: ended } }, async (request, reply) => {
      const visitor = visitorOf(request);
      const { id } = request.body;
      const outcome = await sessions.end(id, visitor.person);
      if (outcome !== 'ended') {
        const rows = await rowsFor(visitor);
        const html = sessionsPage(viewOf(request, language), { rows, zone, outcome });
        return sendPage(reply, html, statuses[outcome]);
      }
      if (id !== visitor.sessionId) return reply.redirect(`${path}?outcome=ended`, 303);
      cookie.clear(reply);
      return reply.redirect(signInPath, 303);
    });
  };

  async function rowsFor({ person, sessionId }: Visitor): Promise<SessionRow[]> {
    const isEverybodys = may(person, 'manage_people');
    const known = new Map(people.all().map(({ id, name }) => [id, name]));
    const found = await sessions.list(isEverybodys ? null : person.id);
    return found.map((session) => ({
      ...session,
      name: session.personId === person.id ? person.name : (known.get(session.personId) ?? session.personId),
      isCurrent: session.id === sessionId,
    }));
  }
}
