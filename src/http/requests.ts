import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Log } from '../log/log.ts';
import type { Monitor } from '../monitoring/monitor.ts';

/** By which the lines of the log about one request are found, also those of a proxy before this service. */
const header = 'x-request-id';
const wellFormed = /^[\w.:=-]{1,100}$/;

/** An answer that takes longer is logged as a warning. */
const SLOW_MS = 1_000;
/** While everything is slow, not each request is told of. */
const SLOW_LINE_EVERY_MS = 1_000;

/** The id of a request: as `X-Request-Id` says, where that is well-formed, else a new one. */
export function createRequestIds({ newId }: Pick<Clock, 'newId'>): (request: IncomingMessage) => string {
  return ({ headers: { [header]: given } }) =>
    typeof given === 'string' && wellFormed.test(given) ? given : newId();
}

/** The method and the pattern of the route, since an address may carry a signature; `?`: nothing is served there. */
export const routeOf = ({ method, routeOptions }: FastifyRequest): string =>
  `${method} ${routeOptions.url ?? '?'}`;

export interface WatchRequestsOptions {
  log: Log;
  clock: Pick<Clock, 'monotonic'>;
  monitor: Pick<Monitor, 'request'>;
}

/** Answers each request with its id, counts it, and logs it: slow ones as warnings, all of them at the level debug. */
export function watchRequests(server: FastifyInstance, { log, clock, monitor }: WatchRequestsOptions): void {
  let quietUntil = Number.NEGATIVE_INFINITY;
  let untold = 0;

  server.addHook('onRequest', (request, reply, done) => {
    void reply.header(header, request.id);
    done();
  });
  // Not when the answer has gone out: a download takes as long as its reader.
  server.addHook('onSend', (request, reply, payload, done) => {
    const ms = reply.elapsedTime;
    if (ms >= SLOW_MS) tellSlow(request, ms);
    done(null, payload);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, id: reqId } = request;
    const { elapsedTime, statusCode: status } = reply;
    monitor.request(method, routeOptions.url ?? null, status, elapsedTime);
    log('debug', 'A request was answered', {
      reqId,
      route: routeOf(request),
      status,
      ms: Math.round(elapsedTime),
    });
    done();
  });

  function tellSlow(request: FastifyRequest, ms: number): void {
    const now = clock.monotonic();
    if (now < quietUntil) {
      untold++;
      return;
    }
    quietUntil = now + SLOW_LINE_EVERY_MS;
    log('warn', 'A request was answered slowly', {
      reqId: request.id,
      route: routeOf(request),
      ms: Math.round(ms),
      ...(untold > 0 && { others: untold }),
    });
    untold = 0;
  }
}
