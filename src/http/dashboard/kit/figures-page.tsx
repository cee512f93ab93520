import type { ComponentChildren, VNode } from 'preact';
import { addressOf, filterNames, type PageQuery } from './address.ts';
import { Empty } from './controls.tsx';
import type { FiguresRequest, Offered } from './figures.ts';
import { ActiveFilters, Filters, periodText } from './filters.tsx';

export interface FiguresPageProps extends Offered {
  asking: FiguresRequest<PageQuery>;
  /** The page's own path. */
  path: string;
  title: string;
  zone: string;
  /** Parameters of the page's own, which its form keeps. */
  kept: readonly string[];
  /** Which dialogues are counted, where that goes without saying. */
  note: string | null;
  /** True: there is no dialogue to show anything of. */
  isEmpty: boolean;
  children: ComponentChildren;
}

/** A page of figures: what it is about, the filters, and the figures or what is to be done to get some. */
export function FiguresPage(props: FiguresPageProps): VNode {
  const { asking, path, title, zone, kept, note, isEmpty, choices, moreChoices, children } = props;
  const { view, query } = asking;
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        <p>
          {periodText(view, query.period)} · {zone}
        </p>
      </header>
      <Filters view={view} path={path} query={query} choices={choices} moreChoices={moreChoices}>
        {kept.map((name) =>
          query.params
            .getAll(name)
            .map((value) => <input type="hidden" name={name} value={value} key={name} />),
        )}
      </Filters>
      <ActiveFilters view={view} path={path} query={query} />
      {isEmpty ? (
        <NoDialogues asking={asking} path={path} />
      ) : (
        <>
          {note && <p class="note">{note}</p>}
          {children}
        </>
      )}
    </>
  );
}

function NoDialogues({ asking, path }: Pick<FiguresPageProps, 'asking' | 'path'>): VNode {
  const { view, query, person } = asking;
  const { t } = view;
  const isNarrowed = filterNames.some((name) => query.filter[name]) || query.disputed !== null;
  const everything = { ...Object.fromEntries(filterNames.map((name) => [name, null])), disputed: null };
  const hasNoName = person.role === 'operator' && person.operators.length === 0;
  return (
    <section class="card">
      <Empty title={t(isNarrowed ? 'csat.noneMatch' : 'csat.none')}>
        {hasNoName ? t('csat.noOperator') : t(isNarrowed ? 'csat.noneMatchHelp' : 'csat.noneHelp')}
      </Empty>
      <p class="empty-links">
        {isNarrowed && <a href={addressOf(path, query.params, everything)}>{t('csat.withoutFilters')}</a>}
        {query.preset !== '365d' && (
          <a href={addressOf(path, query.params, { from: null, to: null, period: '365d' })}>
            {t('csat.lastYear')}
          </a>
        )}
      </p>
    </section>
  );
}
