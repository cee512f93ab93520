import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import { ApiError, faultFields } from '../errors.ts';
import type { Files, Opened } from '../files/files.ts';
import type { Log } from '../log/log.ts';

export interface FileRoutes {
  files: Pick<Files, 'open'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** Content types that are shown where they are opened; others are saved. */
const shown = /^image\//;

const refusals = {
  unknown: { status: 404, line: 'There is no such file.' },
  expired: { status: 410, line: 'This address has expired. Ask for the file again.' },
} as const;

/**
 * `GET /files/<token>/<name>`: a file that is made now, for whoever has its address. The token is a secret until it
 * expires, so nothing here logs it.
 */
export function fileRoutes({ files, clock, log }: FileRoutes): FastifyPluginAsync {
  return async (server) => {
    server.route<{ Params: { token: string; name: string } }>({
      method: ['GET', 'HEAD'],
      url: '/:token/:name',
      handler: async ({ id: reqId, params: { token, name }, method }, reply) => {
        // What is left of a forwarded address must stay out of search engines and of what others log.
        void reply.headers({
          'cache-control': 'private',
          'x-robots-tag': 'noindex, nofollow',
          'referrer-policy': 'no-referrer',
        });
        const opened = await files.open(token, name, clock.now()).catch(refused);
        if (opened instanceof ApiError)
          return plain(reply, { status: opened.status, line: `${opened.message}.` });
        if (opened.outcome !== 'found') return plain(reply, refusals[opened.outcome]);
        const { type, body } = opened.content;
        void reply.headers({
          'content-type': type,
          'content-disposition': `${shown.test(type) ? 'inline' : 'attachment'}; filename="${name}"`,
        });
        if (method === 'HEAD') {
          if (body instanceof Readable) body.destroy();
          else void reply.header('content-length', body.length);
          return reply.send();
        }
        if (body instanceof Readable) {
          body.once('error', (error) => {
            // Before the headers are sent it is a request that failed, which the server logs and answers.
            if (reply.raw.headersSent)
              log('error', 'A file broke off while it was sent', { reqId, name, ...faultFields(error) });
          });
        }
        return reply.send(body);
      },
    });
  };
}

/** A file that cannot be made says why in one line, as the other refusals here do. */
function refused(error: unknown): Opened | ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}

const plain = (reply: FastifyReply, { status, line }: { status: number; line: string }): FastifyReply =>
  reply.status(status).type('text/plain; charset=utf-8').send(`${line}\n`);
