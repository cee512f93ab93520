import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiScope, Caller } from '../../access/keys/scopes.ts';
import { errorResponses } from '../refusals.ts';
import {
  type AnswerOf,
  type BodyOf,
  type Endpoint,
  isFile,
  type ParamsOf,
  type QueryOf,
  type Resource,
} from './endpoint.ts';

/** A request to an endpoint, as its schemas read it. */
export interface Call<E extends Endpoint> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  /** Of an endpoint with a scope there is always one. */
  caller: Caller;
  /** For another status than 200, and for headers. */
  reply: FastifyReply;
}

/** What an endpoint does: gives what it answers, or for a file sends it. */
type Handler<E extends Endpoint> = (
  call: Call<E>,
) => Promise<AnswerOf<E> extends { mediaType: string } ? FastifyReply : AnswerOf<E>>;

/** One for each endpoint of a resource. */
export type Handlers<R extends Resource> = { [Name in keyof R['endpoints']]: Handler<R['endpoints'][Name]> };

/** Where no key was asked for. */
const nobody: Caller = { key: 'nobody', scopes: new Set<ApiScope>() };

/** The routes of a resource. */
export function serve<R extends Resource>(given: R, handlers: Handlers<R>): FastifyPluginAsync {
  return async (server) => {
    for (const [name, endpoint] of Object.entries<Endpoint>(given.endpoints)) {
      const { method, path, scope, params, query, body, answer, statuses = { 200: '' } } = endpoint;
      const handler = handlers[name] as unknown as (call: Call<Endpoint>) => Promise<unknown>;
      const answers = isFile(answer)
        ? {}
        : Object.fromEntries(Object.keys(statuses).map((status) => [status, answer]));
      server.route({
        method,
        url: path.replace(/\{(\w+)\}/g, ':$1'),
        config: { scope },
        schema: {
          ...(params && { params }),
          ...(query && { querystring: query }),
          ...(body && { body }),
          response: { ...answers, ...errorResponses },
        },
        handler: (request: FastifyRequest, reply: FastifyReply) =>
          handler({
            params: request.params as undefined,
            query: request.query as undefined,
            body: request.body as undefined,
            caller: request.caller ?? nobody,
            reply,
          }),
      });
    }
  };
}
