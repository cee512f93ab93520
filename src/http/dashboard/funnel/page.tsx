import type { FastifyPluginAsync } from 'fastify';
import type { VNode } from 'preact';
import type { StepsData } from '../../../charts/page/data.ts';
import { stepsChart, stepsTable } from '../../../charts/page/steps.ts';
import { disputedNote } from '../../../stats/disputed-note.ts';
import type { Funnel } from '../../../stats/funnel.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import { addressOf, type Changes, type Query } from '../kit/address.ts';
import { Card, Chart } from '../kit/controls.tsx';
import {
  type FiguresOptions,
  type FiguresRequest,
  offeredTo,
  queryOf,
  readFiguresRequest,
  showAddress,
} from '../kit/figures.ts';
import { FiguresPage } from '../kit/figures-page.tsx';
import { page } from '../kit/layout.tsx';
import { sendPage, type View } from '../kit/view.ts';
import { apart, type FunnelQuery, readFunnelQuery } from './query.ts';
import { stepsData } from './steps.ts';

export interface FunnelPageOptions extends FiguresOptions {
  statistics: FiguresOptions['statistics'] & Pick<Statistics, 'funnel' | 'disputed'>;
}

const path = '/dashboard/funnel';

/** `GET /funnel`: how many dialogues came how far, and why the others did not; with `by` also in parts. */
export function funnelPage(options: FunnelPageOptions): FastifyPluginAsync {
  const { statistics } = options;
  return async (server) => {
    server.get<{ Querystring: Query }>('/funnel', async (request, reply) => {
      const asking = readFiguresRequest(request, options, readFunnelQuery);
      const { view, query, asked } = asking;
      const { t } = view;
      showAddress(request, reply, addressOf(path, query.params));
      const funnels = await statistics.funnel({ ...queryOf(asked), ...(query.by && { by: query.by }) });
      const count = await statistics.disputed(queryOf(asked));
      const content = (
        <FiguresPage
          asking={asking}
          path={path}
          title={t('funnel.title')}
          zone={statistics.zone}
          kept={['by']}
          note={disputedNote(t, { count, included: query.disputed !== 'without' })}
          isEmpty={funnels.total.steps[0]?.count === 0}
          {...(await offeredTo(request, asking, options))}
        >
          <Funnels {...asking} funnels={funnels} />
        </FiguresPage>
      );
      return sendPage(reply, page({ view, title: t('funnel.title'), current: 'funnel', children: content }));
    });
  };
}

type FunnelsProps = FiguresRequest<FunnelQuery> & { funnels: Awaited<ReturnType<Statistics['funnel']>> };

function Funnels({ view, query, drill, funnels }: FunnelsProps): VNode {
  const { t } = view;
  const { by } = query;
  const dataOf = (funnel: Funnel, only?: Changes): StepsData => stepsData(funnel, { t, drill, only });
  return (
    <div class="grid">
      <FunnelCard
        view={view}
        title={t('funnel.all')}
        id="all"
        about={t('funnel.about')}
        funnel={funnels.total}
        data={dataOf(funnels.total)}
        actions={<ApartChoice view={view} query={query} />}
      />
      {by &&
        funnels.by.map(({ name, funnel }, index) => (
          <FunnelCard
            view={view}
            title={name}
            id={`${by}-${index}`}
            funnel={funnel}
            data={dataOf(funnel, { [by]: name })}
            key={name}
          />
        ))}
    </div>
  );
}

/** One funnel; that of all dialogues, which has `actions`, takes the whole width. */
function FunnelCard(props: {
  view: View;
  title: string;
  id: string;
  about?: string;
  funnel: Funnel;
  data: StepsData;
  actions?: VNode;
}): VNode {
  const { view, title, id, about, funnel, data, actions } = props;
  const { t, language } = view;
  const options = { language, title, id };
  const joined = funnel.steps.filter((one) => one.joined > 0);
  return (
    <Card title={title} id={id} about={about} actions={actions} wide={actions !== undefined}>
      <Chart svg={stepsChart(data, options)} table={stepsTable(data, options)} t={t} />
      {joined.map(({ step, joined: count }) => (
        <p class="about" key={step}>
          {t('funnel.joined', { step, count })}
        </p>
      ))}
    </Card>
  );
}

function ApartChoice({ view: { t }, query: { by, params } }: { view: View; query: FunnelQuery }): VNode {
  return (
    <div class="choice" role="group" aria-label={t('funnel.by')}>
      {[null, ...apart].map((one) => (
        <a
          href={addressOf(path, params, { by: one })}
          aria-current={one === by ? 'true' : undefined}
          key={one ?? 'none'}
        >
          {t('funnel.byChoice', { by: one ?? 'none' })}
        </a>
      ))}
    </div>
  );
}
