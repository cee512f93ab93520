import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { ApiError, messageOf, StoreError } from '../errors.ts';
import type { Log } from '../log.ts';

export interface ServerOptions {
  log: Log;
  /** What the server serves, by path. */
  routes: Array<{ prefix: string; plugin: FastifyPluginAsync }>;
}

/** No platform and no helpdesk sends more; past it the answer is 413. */
const BODY_LIMIT_BYTES = 1_048_576;

/** The HTTP server without its address: headers, checks and one shape for every error. */
export async function createServer({ log, routes }: ServerOptions): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  // Over http a browser must not be told to upgrade what the page loads.
  await server.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    strictTransportSecurity: false,
  });

  server.setErrorHandler((error, request, reply) => {
    const { status, code, message, faults } = describe(error);
    // The route's pattern, not its URL: a URL may carry a signature.
    const route = `${request.method} ${request.routeOptions.url ?? '?'}`;
    if (status >= 500) log('error', `${route}: ${messageOf(error)}`, { status });
    void reply.status(status).send({ error: { code, message, faults } });
  });
  server.setNotFoundHandler((_request, reply) => {
    void reply
      .status(404)
      .send({ error: { code: 'not_found', message: 'nothing is served here', faults: [] } });
  });

  for (const { prefix, plugin } of routes) await server.register(plugin, { prefix });
  return server;
}

interface Described {
  status: number;
  code: string;
  message: string;
  faults: ReadonlyArray<{ path: string; message: string }>;
}

function describe(error: unknown): Described {
  if (error instanceof ApiError) {
    const { status, code, message, faults } = error;
    return { status, code, message, faults };
  }
  if (error instanceof StoreError) {
    const message = 'the store cannot be reached; nothing was saved, send the request again later';
    return { status: 503, code: 'store_unavailable', message, faults: [] };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, message = 'is not valid' }) => ({
      path: instancePath.slice(1).replaceAll('/', '.'),
      message,
    }));
    return {
      status: 400,
      code: 'invalid_request',
      message: 'the request has faults; mend each and send it again',
      faults,
    };
  }
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { status, code: 'invalid_request', message: messageOf(error), faults: [] };
  }
  return {
    status: 500,
    code: 'internal',
    message: 'something went wrong here; the log says what',
    faults: [],
  };
}
