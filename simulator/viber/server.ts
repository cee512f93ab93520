import type { FastifyPluginAsync } from 'fastify';
import { type Answer, createFaults, type Faults } from '../wire/faults.ts';
import { same } from '../wire/same.ts';
import { parseObject } from './json.ts';
import type { Methods } from './methods.ts';
import { ViberRefusal } from './refusal.ts';

export interface ViberServer {
  routes: FastifyPluginAsync;
  fail: Faults['fail'];
  stop(): void;
}

/**
 * The REST API over HTTP: `POST /pa/<method>`, whose refusals are statuses inside HTTP 200.
 * @see https://developers.viber.com/docs/api/rest-bot-api/
 */
export function createServer(authToken: string, methods: Methods): ViberServer {
  let stopped = false;
  const faults = createFaults({
    // Viber does not say how long to wait.
    rateLimited: () => refused(new ViberRefusal('tooManyRequests')),
    broken: () => ({ status: 500, body: JSON.stringify({ message: 'Internal Server Error' }) }),
  });

  const perform = async (name: string, given: unknown, text: unknown): Promise<Answer> => {
    try {
      const body = parseObject(typeof text === 'string' ? text : '');
      const token = typeof given === 'string' ? given : body?.auth_token;
      if (typeof token !== 'string' || token === '') {
        throw new ViberRefusal('invalidAuthToken', 'missing_auth_token');
      }
      if (!same(token, authToken)) throw new ViberRefusal('invalidAuthToken');
      if (!body) throw new ViberRefusal('badData', 'the request is not a JSON object');
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (!method) return { status: 404, body: JSON.stringify({ message: 'Not Found' }) };
      return { status: 200, body: await method(body) };
    } catch (error) {
      if (error instanceof ViberRefusal) return refused(error);
      throw error;
    }
  };

  return {
    routes: async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
      app.post('/pa/:method', { logLevel: 'silent' }, (request, reply) => {
        const { method } = request.params as { method: string };
        if (stopped) return reply.code(502).send({ message: 'Bad Gateway' });
        return faults.answer(reply, () =>
          perform(method, request.headers['x-viber-auth-token'], request.body),
        );
      });
    },
    fail: (fault, times) => faults.fail(fault, times),
    stop() {
      stopped = true;
      faults.stop();
    },
  };
}

function refused({ status, message }: ViberRefusal): Answer {
  return { status: 200, body: JSON.stringify({ status, status_message: message }) };
}
