import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Clock } from '../../../../clock.ts';
import { ApiError } from '../../../../errors.ts';
import type { Language } from '../../../../locales/index.ts';
import type { Statistics } from '../../../../stats/statistics.ts';
import type { DialogueUrl } from '../../../../text/dialogue-url.ts';
import { addressOf, type Query, valuesOf } from '../../kit/address.ts';
import { allowedTo } from '../../kit/allowed.ts';
import { type ChoicesOptions, knownChoices, readChoices } from '../../kit/choices.ts';
import { sendPage, viewOf, visitorOf } from '../../kit/view.ts';
import { completedIn } from './completed.ts';
import { cursorPage, listPage } from './page.tsx';
import { type ListQuery, readListQuery } from './query.ts';
import { wantedOf } from './wanted.ts';

export interface ListOptions extends ChoicesOptions {
  statistics: Pick<Statistics, 'dialoguePage' | 'period' | 'zone'>;
  /** Where the helpdesk shows a dialogue. */
  urlOf: DialogueUrl;
  /** Of who has none of their own. */
  language: Language;
  clock: Pick<Clock, 'now'>;
}

/** Dialogues of one page. */
const PAGE = 50;

/** `GET /dialogues`: the dialogues that a person may read, narrowed, searched, sorted, a page at a time. */
export function listRoutes(options: ListOptions): FastifyPluginAsync {
  const { statistics, urlOf, language, clock } = options;
  const { zone } = statistics;

  return async (server) => {
    server.get<{ Querystring: Query }>('/dialogues', async (request, reply) => {
      const { person } = visitorOf(request);
      const view = viewOf(request, language);
      const scope = allowedTo(person, 'read_dialogues');
      const query = readOrCursor(request);
      if (!('order' in query)) return sendPage(reply, cursorPage(view, query.params), 400);
      const wanted = wantedOf(query, person);
      const { order, after, period } = query;
      // Reading the choices takes longer than the list, and few pages are narrowed anew.
      const isWhole = valuesOf(request.query, 'choices').length > 0;
      const [found, completed, choices] = await Promise.all([
        statistics.dialoguePage(wanted, { limit: PAGE, order, ...(after && { after }) }),
        after ? null : completedIn(statistics, query, wanted),
        isWhole ? readChoices(options, { period, scope }) : knownChoices(options, scope),
      ]);
      const moreChoices = isWhole ? null : addressOf('/dashboard/parts/choices', query.params);
      const shown = { view, person, zone, query, found, completed, choices, moreChoices, urlOf };
      return sendPage(reply, listPage(shown));
    });
  };

  /** @returns the parameters alone where nothing but the cursor is wrong @throws {ApiError} 400 */
  function readOrCursor({
    query,
  }: FastifyRequest<{ Querystring: Query }>): ListQuery | { params: URLSearchParams } {
    try {
      return readListQuery(query, clock.now(), zone);
    } catch (error) {
      const isCursor = error instanceof ApiError && error.faults.every(({ path }) => path === 'cursor');
      if (!isCursor) throw error;
      const { params } = readListQuery({ ...query, cursor: undefined }, clock.now(), zone);
      return { params };
    }
  }
}
