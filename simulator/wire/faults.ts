import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { SimulatedFault } from '../platform.ts';

/** What a platform answers a request of the bot. `body` is the text as it goes over the wire. */
export interface Answer {
  status: number;
  body: string;
}

export interface Faults {
  fail(fault: SimulatedFault, times?: number): void;
  /**
   * Answers a request of the bot with the fault that is due, else with `perform`. A `cut` answer was
   * performed; every other fault leaves the request undone.
   */
  answer(reply: FastifyReply, perform: () => Answer | Promise<Answer>): Promise<FastifyReply>;
  /** Drops the connections that hang. */
  stop(): void;
}

/** `refusals` are the platform's own answers for the faults that it tells in its own words. */
export function createFaults(refusals: {
  rateLimited: (retryAfterSeconds: number) => Answer;
  broken: () => Answer;
}): Faults {
  const due: SimulatedFault[] = [];
  const hanging = new Set<ServerResponse>();
  const send = (reply: FastifyReply, { status, body }: Answer): FastifyReply =>
    reply.code(status).header('content-type', 'application/json').send(body);

  return {
    fail(fault, times = 1) {
      for (let i = 0; i < times; i++) due.push(fault);
    },
    async answer(reply, perform) {
      const fault = due.shift();
      switch (fault?.kind) {
        case undefined:
          return send(reply, await perform());
        case 'rate_limit':
          return send(reply, refusals.rateLimited(fault.retryAfterSeconds));
        case 'server_error':
          return send(reply, refusals.broken());
        case 'empty':
          return send(reply, { status: 200, body: '' });
        case 'cut':
          cut(reply, await perform());
          return reply;
        case 'hang':
          reply.hijack();
          hanging.add(reply.raw);
          reply.raw.on('close', () => hanging.delete(reply.raw));
          return reply;
      }
    },
    stop() {
      for (const response of hanging) response.destroy();
    },
  };
}

function cut(reply: FastifyReply, { status, body }: Answer): void {
  reply.hijack();
  const bytes = Buffer.from(body);
  reply.raw.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
}
