import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Person } from '../../../access/person.ts';
import { deviceOf } from '../../../access/sessions/device.ts';
import type { LookedLink, StartedSession } from '../../../access/sessions/sessions.ts';
import { signInPath, withoutSession } from '../auth/auth.ts';
import { homeOf } from '../kit/sections.ts';
import { sendPage, viewOf } from '../kit/view.ts';
import type { AccountOptions } from './options.ts';
import { confirmPage, howToPage, type SignInFault } from './sign-in-pages.tsx';

/** What is longer than any token is none, as is any other link that is not valid. */
const params = z.object({ token: z.string().max(200).catch('') });
const proved = z.object({ proof: z.string().max(16_384).default('') });
const isPublic = { isPublic: true } as const;

/** Signing in by a link that the bot sent, or as a part of a platform's app; and signing out. */
export function signInRoutes(options: AccountOptions): FastifyPluginAsync {
  const { sessions, people, cookie, channels, clock, language } = options;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/sign-in', { config: isPublic }, (request, reply) =>
      sendPage(reply, howToPage(viewOf(request, language), null)),
    );

    // Previews and virus scanners fetch links: that spends none.
    server.route({
      method: ['GET', 'HEAD'],
      url: '/sign-in/:token',
      config: isPublic,
      schema: { params },
      onSend: hideToken,
      handler: async (request, reply) => {
        const link = await sessions.look(request.params.token);
        if (link.state !== 'valid') return answerUsed(request, reply, link);
        // The page is for whoever the link is for, not for who was signed in before.
        request.visitor = null;
        const view = viewOf(request, link.person.language);
        return sendPage(reply, confirmPage(view, link.person, `${signInPath}/${request.params.token}`));
      },
    });

    const spending = { config: isPublic, schema: { params }, onSend: hideToken };
    server.post('/sign-in/:token', spending, async (request, reply) => {
      const link = await sessions.spend(request.params.token, deviceOf(request.headers['user-agent']));
      return 'secret' in link ? welcome(request, reply, link) : answerUsed(request, reply, link);
    });

    // What an app hands to the page stands in its fragment; its script posts it here.
    server.post('/sign-in', { config: isPublic, schema: { body: proved } }, async (request, reply) => {
      const person = await provedBy(request.body.proof);
      if (person === null || person === 'stranger')
        return refuse(request, reply, person === null ? 'unproved' : 'stranger');
      // An app opens the page again and again.
      if (isSignedIn(request, person)) return reply.redirect(homeOf(person), 303);
      const started = await sessions.start(person.id, deviceOf(request.headers['user-agent']));
      return started ? welcome(request, reply, started) : refuse(request, reply, 'stranger');
    });

    server.post('/sign-out', { config: isPublic }, async (request, reply) => {
      await endSession(request);
      cookie.clear(reply);
      return reply.redirect(signInPath, 303);
    });
  };

  /** The session that the browser had before could be used by nobody any more. */
  async function welcome(
    request: FastifyRequest,
    reply: FastifyReply,
    { person, secret }: StartedSession,
  ): Promise<FastifyReply> {
    await endSession(request);
    cookie.set(reply, secret);
    return reply.redirect(homeOf(person), 303);
  }

  async function endSession({ visitor }: FastifyRequest): Promise<void> {
    if (visitor && visitor.sessionId !== withoutSession)
      await sessions.end(visitor.sessionId, visitor.person);
  }

  /** Whoever pressed the button twice is where they want to be. */
  function answerUsed(
    request: FastifyRequest,
    reply: FastifyReply,
    link: Exclude<LookedLink, { state: 'valid' }>,
  ): FastifyReply {
    if (link.state === 'spent' && isSignedIn(request, link.person)) {
      return reply.redirect(homeOf(link.person), 303);
    }
    return refuse(request, reply, link.state, 'person' in link ? link.person : null);
  }

  /** @param person whose link it was, in whose language it is said where the browser chose none */
  function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    fault: SignInFault,
    person: Person | null = null,
  ): FastifyReply {
    const view = viewOf(request, person?.language ?? language);
    return sendPage(reply, howToPage(view, fault), statuses[fault]);
  }

  /** Whose proof that is; null: nobody's. */
  async function provedBy(proof: string): Promise<Person | 'stranger' | null> {
    for (const [channel, { readSignIn }] of channels) {
      const client = await readSignIn?.(proof, clock.now());
      if (!client) continue;
      const place = await people.place({ channel, clientId: client.clientId });
      return place?.person.kind === 'person' ? place.person : 'stranger';
    }
    return null;
  }
}

/**
 * The address of the page is a secret for five minutes. A browser that is told to send no referrer sends no origin with
 * the form either; it may be told so where it says by `Sec-Fetch-Site` whose the form is.
 */
async function hideToken(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const isSaid = request.headers['sec-fetch-site'] !== undefined;
  void reply.header('referrer-policy', isSaid ? 'no-referrer' : 'same-origin');
}

const statuses: Record<SignInFault, number> = {
  spent: 410,
  expired: 410,
  unknown: 404,
  unproved: 401,
  stranger: 403,
};

function isSignedIn({ visitor }: FastifyRequest, person: Person): boolean {
  return visitor !== null && visitor.sessionId !== withoutSession && visitor.person.id === person.id;
}
