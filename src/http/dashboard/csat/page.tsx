import type { FastifyPluginAsync } from 'fastify';
import { render } from 'preact-render-to-string';
import { isNps, parseScaleKey } from '../../../scale.ts';
import { disputedNote } from '../../../stats/disputed-note.ts';
import { type Target, targetFor } from '../../../stats/targets/target.ts';
import { addressOf, type Query, valuesOf } from '../kit/address.ts';
import { readChoices } from '../kit/choices.ts';
import { type Asked, offeredTo, readFiguresRequest, showAddress } from '../kit/figures.ts';
import { FiguresPage } from '../kit/figures-page.tsx';
import { Choices, periodText } from '../kit/filters.tsx';
import { page } from '../kit/layout.tsx';
import { sendPage } from '../kit/view.ts';
import { CsatContent } from './content.tsx';
import { laterParts } from './later/later.tsx';
import { renderLater } from './later/parts.tsx';
import type { CsatPageOptions } from './options.ts';
import { readCsatQuery } from './query.ts';
import { readCsat } from './read.ts';
import { haveTargets } from './later/targets.tsx';

export type { CsatPageOptions } from './options.ts';

const path = '/dashboard';

/**
 * - `GET /`: the CSAT page: figures, their course, and the parts that cost no more
 * - `GET /parts/<name>`: a part that follows when the page is there; without htmx a page of its own
 * - `GET /parts/choices`: the fields of the filters with all that there is to choose from
 */
export function csatPage(options: CsatPageOptions): FastifyPluginAsync {
  const { statistics, targets, clock } = options;

  return async (server) => {
    server.get<{ Querystring: Query }>('/', async (request, reply) => {
      const asking = readFiguresRequest(request, options, readCsatQuery);
      const { view, query, asked } = asking;
      const { t } = view;
      showAddress(request, reply, addressOf(path, query.params));
      const figures = await readCsat(statistics, asked, query, clock.now());
      const { summary, scale } = figures;
      const content = (
        <FiguresPage
          asking={asking}
          path={path}
          title={t('csat.title')}
          zone={statistics.zone}
          kept={['step', 'scale']}
          note={disputedNote(t, { count: summary.disputed, included: query.disputed !== 'without' })}
          isEmpty={summary.completed === 0}
          {...(await offeredTo(request, asking, options, figures.groups))}
        >
          <CsatContent {...asking} figures={figures} target={targetOf(asked, scale, await targets.list())} />
        </FiguresPage>
      );
      return sendPage(reply, page({ view, title: t('csat.title'), current: 'csat', children: content }));
    });

    server.get<{ Querystring: Query }>('/parts/choices', async (request, reply) => {
      const { view, query, scope } = readFiguresRequest(request, options, readCsatQuery);
      const choices = await readChoices(options, { period: query.period, scope });
      return sendPage(reply, render(<Choices view={view} query={query} choices={choices} />));
    });

    for (const part of laterParts) {
      server.get<{ Querystring: Query }>(`/parts/${part}`, async (request, reply) => {
        const asking = readFiguresRequest(request, options, readCsatQuery);
        const { view, query } = asking;
        const isAll = valuesOf(request.query, 'all').length > 0;
        const content = await renderLater(part, asking, options, isAll);
        if (request.headers['hx-request'] === 'true') return sendPage(reply, render(content));
        const title = `${view.t('csat.title')} · ${periodText(view, query.period)}`;
        const whole = (
          <>
            <h1 class="back">
              <a href={addressOf(path, query.params)}>{title}</a>
            </h1>
            {content}
          </>
        );
        return sendPage(reply, page({ view, title, current: 'csat', children: whole }));
      });
    }
  };
}

/** What the main figure of a scale is to be; of several teams there is no target of their own. */
function targetOf(asked: Asked, scale: string | null, targets: readonly Target[]): number | null {
  if (scale === null || !haveTargets(asked)) return null;
  const teams = [asked.filter.team ?? []].flat();
  const team = teams.length === 1 ? (teams[0] ?? null) : null;
  const metric = isNps(parseScaleKey(scale)) ? 'nps' : 'csatPercent';
  return targetFor(targets, { metric, scale, team })?.value ?? null;
}
