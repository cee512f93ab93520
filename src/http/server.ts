import { type IncomingMessage, METHODS, type ServerResponse } from 'node:http';
import helmet from '@fastify/helmet';
import fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  type onRequestHookHandler,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type Clock, systemClock } from '../clock.ts';
import { faultFields } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { type Monitor, unmonitored } from '../monitoring/monitor.ts';
import {
  answerConnect,
  answerSocket,
  bodyOf,
  compressed,
  expectation,
  methodNotAllowed,
  noHost,
  notFound,
  PROBLEM_JSON,
  type Refusal,
  refusalOf,
  refuse,
} from './refusals.ts';
import { createRequestIds, routeOf, watchRequests } from './requests.ts';

export interface ServerOptions {
  log: Log;
  /** What the server serves, by path. */
  routes: Array<{
    prefix: string;
    plugin: FastifyPluginAsync;
    /** Answers an address below the path that no route can be found for; no hook has seen the request. */
    refuse?: (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => FastifyReply;
  }>;
  /** Sees every request first and may refuse it. */
  guard?: onRequestHookHandler;
  /** Milliseconds within which a request must have come whole. Default 15,000; its headers within two thirds of it. */
  requestTimeoutMs?: number;
  /** Default: the system's. */
  clock?: Pick<Clock, 'newId' | 'monotonic'>;
  monitor?: Pick<Monitor, 'request'>;
}

/** No platform and no helpdesk sends more; past it the answer is 413. */
const BODY_LIMIT_BYTES = 1_048_576;
/** Characters that an id or a secret in an address may have; past them the answer is 414. */
const LONGEST_PARAM = 4_096;
/** Clients, proxies and platforms keep a quiet connection so long. */
const KEEP_ALIVE_MS = 72_000;

/**
 * zod's, given from the beginning: where they are set later, fastify loads Ajv and fast-json-stringify first. Its types
 * know the factories of these two alone.
 */
const schemaController = {
  compilersFactory: { buildValidator: () => validatorCompiler, buildSerializer: () => serializerCompiler },
} as unknown as FastifyServerOptions['schemaController'];

/** The HTTP server without its address: headers, checks and one shape for every error. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const {
    log,
    routes,
    guard,
    requestTimeoutMs = 15_000,
    clock = systemClock,
    monitor = unmonitored,
  } = options;
  const server = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: createRequestIds(clock),
    routerOptions: { maxParamLength: LONGEST_PARAM },
    exposeHeadRoutes: false,
    // What came before the end is answered, also while the server closes; see `drain`.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      headersTimeout: Math.round((requestTimeoutMs * 2) / 3),
      connectionsCheckingInterval: requestTimeoutMs,
      // A request without one is answered in our own words.
      requireHostHeader: false,
    },
    clientErrorHandler: answerSocket,
    schemaController,
    frameworkErrors: (error, request, reply) => {
      const refusal = refusalOf(error);
      const own = routes.find(({ prefix }) => prefix !== '' && request.url.startsWith(`${prefix}/`));
      if (own?.refuse) void own.refuse(request as FastifyRequest, reply as FastifyReply, refusal);
      else void refuse(reply as FastifyReply, refusal);
    },
  });
  watchRequests(server, { log, clock, monitor });
  // Over http a browser must not be told to upgrade what the page loads.
  await server.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    strictTransportSecurity: false,
  });
  server.addHook('onRequest', async ({ headers, raw }, reply) => {
    // HTTP/1.0, which load balancers probe with, knows no such header.
    const needsHost = raw.httpVersion !== '1.0';
    const isCompressed = !/^(identity)?$/i.test(headers['content-encoding'] ?? '');
    const refusal = needsHost && !headers.host ? noHost : isCompressed && compressed;
    if (refusal) await refuse(reply, refusal);
  });
  server.server.on('connect', answerConnect);
  server.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(expectation.status, { 'content-type': PROBLEM_JSON, connection: 'close' });
    response.end(JSON.stringify(bodyOf(expectation)));
  });
  if (guard) server.addHook('onRequest', guard);
  server.addHook('onSend', (_request, reply, payload, done) => {
    // It is closing: whoever has this answer sends the next request elsewhere.
    if (!server.server.listening) void reply.header('connection', 'close');
    done(null, payload);
  });

  server.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) {
      const fields = { reqId: request.id, status: refusal.status, ...faultFields(error) };
      log('error', `${routeOf(request)} failed`, fields);
    }
    void refuse(reply, refusal);
  });
  const allowed = recordMethods(server);
  server.setNotFoundHandler((request, reply) => {
    const methods = allowed(request.url.split('?', 1)[0] ?? '');
    const refusal =
      methods.length > 0 && !methods.includes(request.method) ? methodNotAllowed(methods) : notFound;
    if (refusal !== notFound) void reply.header('allow', methods.join(', '));
    void refuse(reply, refusal);
  });

  for (const { prefix, plugin } of routes) await server.register(plugin, { prefix });
  return server;
}

/** Gives the methods of the routes that match a path. */
function recordMethods(server: FastifyInstance): (path: string) => string[] {
  const routes: Array<{ pattern: RegExp; methods: string[] }> = [];
  server.addHook('onRoute', ({ url, method }) => {
    const spelled = url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:[^/]+/g, '[^/]+')
      .replace(/\*/g, '.*');
    routes.push({ pattern: new RegExp(`^${spelled}/?$`), methods: [method].flat() });
  });
  return (path) => {
    const methods = new Set(routes.flatMap((route) => (route.pattern.test(path) ? route.methods : [])));
    return METHODS.filter((method) => methods.has(method));
  };
}
