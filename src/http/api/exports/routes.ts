import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, faultFields } from '../../../errors.ts';
import type { ExportWanted } from '../../../exports/pages.ts';
import type { Log } from '../../../log/log.ts';
import { mostDays, type Period } from '../../../stats/period.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import { API_PATH } from '../endpoint.ts';
import { dialoguesQuery } from '../fields/lists.ts';
import { periodOf } from '../fields/period.ts';
import { serve } from '../serve.ts';
import { exports } from './contract.ts';

export interface ExportRoutes {
  statistics: Pick<Statistics, 'dialogues' | 'zone'>;
  csv: (wanted: ExportWanted, options: { bom: boolean }) => Readable;
  /** @throws {ApiError} `too_many_rows` */
  xlsx: (wanted: ExportWanted) => Promise<Uint8Array>;
  fileName: (format: 'csv' | 'xlsx', period: Period) => string;
  contentTypes: Readonly<Record<'csv' | 'xlsx', string>>;
  log: Log;
}

export function exportRoutes(options: ExportRoutes): FastifyPluginAsync {
  const { statistics, csv, xlsx, log } = options;
  return serve(exports, {
    async csv({ query: { order, bom = true, ...which }, reply }) {
      const period = periodOf(which, mostDays);
      const body = csv(wantedOf(period, which, order), { bom });
      body.once('error', (error) => {
        // Before the headers are sent it is a request that failed, which the server logs and answers.
        if (reply.raw.headersSent)
          log('error', 'An export broke off while it was sent', { ...faultFields(error) });
      });
      return asFile(reply, 'csv', period).send(body);
    },

    async xlsx({ query: { order, ...which }, reply }) {
      const period = periodOf(which, mostDays);
      const body = await xlsx(wantedOf(period, which, order)).catch((error: unknown) => {
        throw error instanceof ApiError && error.code === 'too_many_rows'
          ? tooMany(error, reply.request)
          : error;
      });
      return asFile(reply, 'xlsx', period).send(body);
    },
  });

  function wantedOf(
    period: Period,
    which: Parameters<typeof dialoguesQuery>[0],
    order: ExportWanted['order'],
  ): ExportWanted {
    return { filter: {}, ...dialoguesQuery(which), period, statistics, ...(order && { order }) };
  }

  function asFile(reply: FastifyReply, format: 'csv' | 'xlsx', period: Period): FastifyReply {
    return reply.headers({
      'content-type': options.contentTypes[format],
      'content-disposition': `attachment; filename="${options.fileName(format, period)}"`,
      'cache-control': 'private',
    });
  }
}

/** Names the CSV with the same parameters. */
function tooMany({ message }: ApiError, { url }: FastifyRequest): ApiError {
  const [, query = ''] = url.split('?', 2);
  const address = `${API_PATH}/exports/dialogues.csv?${query}`;
  return new ApiError(409, 'too_many_rows', `${message}: GET ${address}`);
}
