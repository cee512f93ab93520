import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { type Answer, createFaults, type Faults } from '../wire/faults.ts';
import { parseMultipart } from './request/multipart.ts';
import type { Methods, Parameters } from './request/parameters.ts';
import { badRequest, TelegramRefusal, tooManyRequests } from './refusal.ts';

export interface TelegramServer {
  routes: FastifyPluginAsync;
  /** Carries out the method that a bot wrote into its answer to a webhook; anything else is ignored. */
  call(text: string): void;
  fail: Faults['fail'];
  stop(): void;
}

/** A document of 50 MB, and what is said about it. */
const mostBytes = 52_000_000;

/**
 * The Bot API over HTTP: `/bot<token>/<method>`, with its parameters as JSON, as a form with files or in the query.
 * A fault that is due waits for a request other than `getUpdates`, which may hang for a minute as it is.
 * @see https://core.telegram.org/bots/api#making-requests
 */
export function createServer(token: string, methods: Methods): TelegramServer {
  let stopped = false;
  const faults = createFaults({
    rateLimited: (retryAfter) => refused(tooManyRequests(retryAfter)),
    broken: () => refused(new TelegramRefusal(500, 'Internal Server Error')),
  });

  const perform = async (name: string, parameters: () => Parameters): Promise<Answer> => {
    try {
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (!method) throw new TelegramRefusal(404, 'Not Found: method not found');
      const result = await method(parameters());
      return { status: 200, body: JSON.stringify({ ok: true, result }) };
    } catch (error) {
      if (error instanceof TelegramRefusal) return refused(error);
      throw error;
    }
  };

  return {
    routes: async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
      app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
        done(null, body),
      );
      app.route({
        method: ['GET', 'POST'],
        url: '/*',
        logLevel: 'silent', // the path holds the token
        bodyLimit: mostBytes,
        async handler(request, reply) {
          const path = (request.params as { '*': string })['*'];
          const [, given = '', method = ''] = /^bot([^/]+)\/(\w+)$/.exec(path) ?? [];
          const refusal = stopped ? new TelegramRefusal(502, 'Bad Gateway') : checkToken(given, token);
          const name = method.toLowerCase();
          const answer = (): Promise<Answer> =>
            refusal ? Promise.resolve(refused(refusal)) : perform(name, () => readParameters(request));
          if (refusal || name === 'getupdates') {
            const { status, body } = await answer();
            return reply.code(status).header('content-type', 'application/json').send(body);
          }
          return faults.answer(reply, answer);
        },
      });
    },
    call(text) {
      const parsed = parseObject(text);
      if (typeof parsed?.method === 'string') void perform(parsed.method.toLowerCase(), () => parsed);
    },
    fail: (fault, times) => faults.fail(fault, times),
    stop() {
      stopped = true;
      faults.stop();
    },
  };
}

function refused({ code, description, parameters }: TelegramRefusal): Answer {
  return {
    status: code,
    body: JSON.stringify({ ok: false, error_code: code, description, ...(parameters && { parameters }) }),
  };
}

function checkToken(given: string, token: string): TelegramRefusal | null {
  if (given === token) return null;
  return /^\d+:[\w-]+$/.test(given)
    ? new TelegramRefusal(401, 'Unauthorized')
    : new TelegramRefusal(404, 'Not Found');
}

function readParameters(request: FastifyRequest): Parameters {
  const query = request.query as Parameters;
  if (Buffer.isBuffer(request.body)) {
    const form = parseMultipart(request.body, request.headers['content-type'] ?? '');
    if (!form) throw badRequest("can't parse the form");
    return { ...query, ...form };
  }
  if (typeof request.body !== 'string' || request.body === '') return query;
  const body = parseObject(request.body);
  if (!body) throw badRequest("can't parse request JSON object");
  return { ...query, ...body };
}

function parseObject(text: string): Parameters | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Parameters) : null;
  } catch {
    return null;
  }
}
