import type { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { may } from '../../../../access/may.ts';
import type { Person } from '../../../../access/person.ts';
import type { Clock } from '../../../../clock.ts';
import type { Dialogue } from '../../../../dialogue.ts';
import { ApiError, faultFields } from '../../../../errors.ts';
import { csvStream } from '../../../../exports/csv.ts';
import { contentTypes, fileName, type Format } from '../../../../exports/file-name.ts';
import type { ExportWanted } from '../../../../exports/pages.ts';
import { MOST_XLSX_ROWS, xlsxFile } from '../../../../exports/xlsx.ts';
import type { Language } from '../../../../locales/index.ts';
import type { Log } from '../../../../log/log.ts';
import { type Period, periodFaults, mostDays } from '../../../../stats/period.ts';
import type { Statistics } from '../../../../stats/statistics.ts';
import { faultAt } from '../../../../text/fault.ts';
import { addressOf, type Query, valuesOf } from '../../kit/address.ts';
import { refused } from '../../kit/faults/refused.ts';
import { sendPage, viewOf, visitorOf } from '../../kit/view.ts';
import { completedIn } from '../list/completed.ts';
import { type ListQuery, readListQuery } from '../list/query.ts';
import { wantedOf } from '../list/wanted.ts';
import { exportPage, progressPart, tooManyPage } from './page.tsx';
import { createRunningExports, type Tracker } from './running.ts';

export interface ExportPagesOptions {
  statistics: Pick<Statistics, 'dialogues' | 'period' | 'zone'>;
  /** Of who has none of their own. */
  language: Language;
  clock: Pick<Clock, 'now' | 'monotonic' | 'newId'>;
  log: Log;
}

/** What a link of the list may ask for. */
const wishes = {
  csv: { format: 'csv', bom: true },
  'csv-plain': { format: 'csv', bom: false },
  xlsx: { format: 'xlsx', bom: true },
} as const satisfies Record<string, { format: Format; bom: boolean }>;

/**
 * - `GET /dialogues.csv` (`bom=no`: without a byte order mark) and `GET /dialogues.xlsx`: the list as a file, with the
 *   parameters of the list
 * - `GET /exports?format=csv|csv-plain|xlsx`: a page that begins the download and shows how far it is
 * - `GET /exports/:id`: how far it is
 */
export function exportRoutes(options: ExportPagesOptions): FastifyPluginAsync {
  const { statistics, language, clock, log } = options;
  const { zone } = statistics;
  const exports = createRunningExports(clock);

  return async (server) => {
    // HEAD would read a whole export to tell its length.
    const file = { exposeHeadRoute: false };

    server.get<{ Querystring: Query }>('/dialogues.csv', file, async (request, reply) => {
      const { person } = visitorOf(request);
      const [said = 'yes'] = valuesOf(request.query, 'bom');
      const isSaid = said === 'yes' || said === 'no';
      const own = isSaid ? [] : [faultAt('bom', 'neither', { first: 'yes', second: 'no' })];
      const query = readListQuery(request.query, clock.now(), zone, own);
      const [id = null] = valuesOf(request.query, 'export');
      const tracker = exports.track(id, person.id);
      const body = csvStream(exported(query, person, tracker), { bom: said === 'yes' });
      watch(body, reply, tracker);
      return asFile(reply, 'csv', query.period).send(body);
    });

    server.get<{ Querystring: Query }>('/dialogues.xlsx', file, async (request, reply) => {
      const { person } = visitorOf(request);
      const query = readListQuery(request.query, clock.now(), zone);
      const [id = null] = valuesOf(request.query, 'export');
      const tracker = exports.track(id, person.id);
      try {
        const body = await xlsxFile(exported(query, person, tracker));
        tracker.end('done');
        return asFile(reply, 'xlsx', query.period).send(body);
      } catch (error) {
        const isTooLarge = error instanceof ApiError && error.code === 'too_many_rows';
        tracker.end(isTooLarge ? 'refused' : 'broken');
        if (isTooLarge) return sendPage(reply, tooManyPage(viewOf(request, language), query), error.status);
        throw error;
      }
    });

    server.get<{ Querystring: Query }>('/exports', async (request, reply) => {
      const { person } = visitorOf(request);
      const view = viewOf(request, language);
      const [named = 'csv'] = valuesOf(request.query, 'format');
      const names = Object.keys(wishes);
      const own = names.includes(named) ? [] : [faultAt('format', 'not_among', { names })];
      const query = readListQuery(request.query, clock.now(), zone, own);
      const { format, bom } = wishes[named as keyof typeof wishes];
      const expected = await completedIn(statistics, query, wantedOf(query, person));
      if (format === 'xlsx' && (expected ?? 0) > MOST_XLSX_ROWS) {
        return sendPage(reply, tooManyPage(view, query), 409);
      }
      const path = `/dashboard/dialogues.${format}`;
      const href = addressOf(path, query.params, bom ? {} : { bom: 'no' });
      const running = exports.begin({ person: person.id, href, expected });
      const followed = addressOf(path, query.params, { ...(!bom && { bom: 'no' }), export: running.id });
      void reply.header('refresh', `0; url=${followed}`);
      return sendPage(reply, exportPage({ view, query, format, running }));
    });

    server.get<{ Params: { id: string }; Querystring: Query }>('/exports/:id', async (request, reply) => {
      const { person } = visitorOf(request);
      const period = periodIn(request.query);
      const running = exports.find(request.params.id, person.id);
      return sendPage(reply, progressPart({ view: viewOf(request, language), running, period }));
    });
  };

  /** @throws {ApiError} 403 */
  function exported(query: ListQuery, person: Person, tracker: Tracker): ExportWanted {
    const { filter = {}, ...wanted } = wantedOf(query, person);
    const shown = (dialogue: Dialogue): Dialogue =>
      may(person, 'read_comments', dialogue) ? dialogue : withoutWords(dialogue);
    const { period, order } = query;
    return { ...wanted, statistics, period, filter, order, shown, onProgress: tracker.progress };
  }

  /** Notes how a download ends, and logs one that broke off. */
  function watch(body: Readable, reply: FastifyReply, tracker: Tracker): void {
    let isOver = false;
    const over = (state: 'done' | 'broken' | 'stopped'): void => {
      if (!isOver) tracker.end(state);
      isOver = true;
    };
    body.once('end', () => over('done'));
    body.once('error', (error) => {
      over('broken');
      // Before the headers are sent it is a request that failed, which the pages answer.
      if (reply.raw.headersSent)
        log('error', 'An export broke off while it was sent', { ...faultFields(error) });
    });
    body.once('close', () => over('stopped'));
  }
}

function asFile(reply: FastifyReply, format: Format, period: Period): FastifyReply {
  return reply.type(contentTypes[format]).headers({
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="${fileName(format, period)}"`,
  });
}

/** What a reader who may read no comment sees: numbers are figures, words are the client's. */
function withoutWords(dialogue: Dialogue): Dialogue {
  const { survey } = dialogue;
  const numbers = Object.entries(survey?.variables ?? {}).filter(([, value]) => typeof value === 'number');
  return {
    ...dialogue,
    comment: null,
    survey: survey && { ...survey, variables: Object.fromEntries(numbers) },
  };
}

/** The days of the export, which the page of its progress was given. @throws {ApiError} 400 */
function periodIn(query: Query): Period {
  const [from] = valuesOf(query, 'from');
  const [to] = valuesOf(query, 'to');
  const faults = periodFaults({ from, to }, mostDays);
  if (from !== undefined && to !== undefined && faults.length === 0) return { from, to };
  throw refused('faults_in_request', faults);
}
