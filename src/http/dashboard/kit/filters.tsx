import type { ComponentChildren, VNode } from 'preact';
import type { Dimension } from '../../../dialogue.ts';
import { dateOf } from '../../../stats/period.ts';
import { isMessageKey } from '../../../locales/index.ts';
import { addressOf, filterNames, type PageQuery, presets } from './address.ts';
import { localeOf } from './moment.tsx';
import type { View } from './view.ts';

/** What there is to choose from; null stands for dialogues without a name, which cannot be asked for. */
export type FilterChoices = { [Name in Dimension]: ReadonlyArray<string | null> } & {
  version: readonly string[];
};

export interface FiltersOptions {
  view: View;
  /** The page's own path. */
  path: string;
  query: PageQuery;
  choices: FilterChoices;
  /** From where the rest of the choices is fetched once somebody wants to choose; null: `choices` are all. */
  moreChoices?: string | null;
  /** More fields of the page's own, within the form. */
  children?: ComponentChildren;
}

const listed = ['channel', 'team', 'operator', 'topic', 'scenario', 'version'] as const;

/**
 * The period and the filters of a page, as a form that works without a script: with htmx it is sent when something else is
 * chosen, and the page's content is swapped. A date is sent by the button, since one that is being typed is no date yet.
 */
export function Filters(options: FiltersOptions): VNode {
  const { view, path, query, children } = options;
  const { t } = view;
  const { period, preset, params } = query;
  const swap = {
    'hx-get': path,
    'hx-target': '#content',
    'hx-select': '#content',
    'hx-swap': 'outerHTML',
    'hx-push-url': 'true',
  };
  return (
    <form
      class="filters"
      method="get"
      action={path}
      {...swap}
      hx-trigger="change target:select, submit"
      aria-label={t('pages.filters')}
    >
      <div class="presets" role="group" aria-label={t('pages.period')}>
        {(Object.keys(presets) as Array<keyof typeof presets>).map((one) => (
          <a
            href={addressOf(path, params, { from: null, to: null, period: one })}
            aria-current={one === preset ? 'true' : undefined}
            key={one}
          >
            {t('pages.lastDays', { days: presets[one] })}
          </a>
        ))}
      </div>
      {preset && <input type="hidden" name="period" value={preset} />}
      <div class="dates">
        <Field label={t('pages.from')}>
          <input type="date" name="from" value={period.from} required />
        </Field>
        <Field label={t('pages.to')}>
          <input type="date" name="to" value={period.to} required />
        </Field>
        <button type="submit" class="quiet">
          {t('pages.apply')}
        </button>
      </div>
      {children}
      <MoreFilters {...options} />
    </form>
  );
}

/** What narrows the dialogues, folded where nothing does. */
function MoreFilters({ view: { t }, query, ...options }: FiltersOptions): VNode {
  const { view, moreChoices = null, choices } = { view: { t }, ...options };
  const count = filterNames.filter((name) => query.filter[name]).length + (query.disputed ? 1 : 0);
  const isOpen = count > 0;
  const later = moreChoices === null ? {} : laterChoices(moreChoices, isOpen);
  return (
    <details class="more-filters" open={isOpen} {...later}>
      <summary>{t('pages.moreFilters', { count })}</summary>
      {moreChoices !== null && (
        <noscript>
          <a href={addressOf(options.path, query.params, { choices: 'all' })}>{t('pages.allChoices')}</a>
        </noscript>
      )}
      <Choices view={view} query={query} choices={choices} />
    </details>
  );
}

/** For a part of a page: the page of an error does not take its place. */
export const keptOnError = { 'hx-status:4xx': 'swap:none', 'hx-status:5xx': 'swap:none' };

const laterChoices = (href: string, isOpen: boolean) => ({
  'hx-get': href,
  'hx-trigger': isOpen ? 'load' : 'toggle once',
  'hx-target': '#choices',
  'hx-swap': 'outerHTML',
  ...keptOnError,
});

/** The fields by which dialogues are narrowed. */
export function Choices({
  view: { t },
  query: { filter, disputed },
  choices,
}: {
  view: Pick<View, 't'>;
  query: Pick<PageQuery, 'filter' | 'disputed'>;
  choices: FilterChoices;
}): VNode {
  return (
    <div class="choices" id="choices">
      {listed.map((name) => (
        <Choice
          label={t(`pages.filter.${name}`)}
          name={name}
          any={t('pages.any')}
          chosen={filter[name] ?? []}
          choices={choices[name].flatMap((one) => one ?? [])}
          key={name}
        />
      ))}
      <Written label={t('pages.filter.tag')} name="tag" chosen={filter.tag ?? []}>
        <input type="text" name="tag" value={filter.tag?.[0] ?? ''} maxlength={200} autocomplete="off" />
      </Written>
      <Written label={t('pages.filter.rating')} name="rating" chosen={(filter.rating ?? []).map(String)}>
        <input type="number" name="rating" value={filter.rating?.[0] ?? ''} step="any" />
      </Written>
      <Field label={t('pages.filter.disputed')}>
        <select name="disputed">
          {(['', 'without', 'only'] as const).map((one) => (
            <option value={one} selected={one === (disputed ?? '')} key={one}>
              {t(one === '' ? 'pages.disputed.with' : `pages.disputed.${one}`)}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}

export function Field({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    // The control stands inside its label.
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

function Choice(props: {
  label: string;
  name: string;
  any: string;
  chosen: readonly string[];
  choices: readonly string[];
}): VNode {
  const { label, name, any, chosen, choices } = props;
  const known = [...new Set([...chosen, ...choices])];
  return (
    <Written label={label} name={name} chosen={chosen}>
      <select name={name}>
        <option value="">{any}</option>
        {known.map((one) => (
          <option value={one} selected={one === chosen[0]} key={one}>
            {shortened(one)}
          </option>
        ))}
      </select>
    </Written>
  );
}

/** A field for one value; several are kept as they are, and each may be taken out above the figures. */
function Written(props: {
  label: string;
  name: string;
  chosen: readonly string[];
  children: ComponentChildren;
}): VNode {
  const { label, name, chosen, children } = props;
  if (chosen.length < 2) return <Field label={label}>{children}</Field>;
  return (
    <div class="field">
      <span>{label}</span>
      <span class="chosen">{chosen.map(shortened).join(', ')}</span>
      {chosen.map((one) => (
        <input type="hidden" name={name} value={one} key={one} />
      ))}
    </div>
  );
}

/** A scenario's version is a long hash. */
const shortened = (value: string): string =>
  /^[0-9a-f]{16,}$/.test(value) ? `${value.slice(0, 10)}…` : value;

/** What a page is narrowed to, each part with a link that takes it out. */
export function ActiveFilters({
  view: { t },
  path,
  query,
}: Pick<FiltersOptions, 'view' | 'path' | 'query'>): VNode | null {
  const { filter, disputed, params } = query;
  const parts = filterNames.flatMap((name) =>
    (filter[name] ?? []).map((value) => ({ name, value: String(value), label: filterLabel(t, name) })),
  );
  if (parts.length === 0 && !disputed) return null;
  return (
    <ul class="active-filters" aria-label={t('pages.activeFilters')}>
      {parts.map(({ name, value, label }) => (
        <li key={`${name} ${value}`}>
          <a href={addressOf(path, params, { [name]: params.getAll(name).filter((one) => one !== value) })}>
            {label}: {shortened(value)} <span aria-hidden="true">×</span>
            <span class="hidden">{t('pages.removeFilter')}</span>
          </a>
        </li>
      ))}
      {disputed && (
        <li>
          <a href={addressOf(path, params, { disputed: null })}>
            {t(`pages.disputed.${disputed}`)} <span aria-hidden="true">×</span>
            <span class="hidden">{t('pages.removeFilter')}</span>
          </a>
        </li>
      )}
    </ul>
  );
}

/** `1 – 30 Nov 2026` */
export function periodText({ language }: Pick<View, 'language'>, { from, to }: PageQuery['period']): string {
  return rangeFormat(language).formatRange(dateOf(from), dateOf(to));
}

const rangeFormats = new Map<string, Intl.DateTimeFormat>();

function rangeFormat(language: string): Intl.DateTimeFormat {
  const known = rangeFormats.get(language);
  if (known) return known;
  const format = new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  rangeFormats.set(language, format);
  return format;
}

/** What a filter is called; a dimension without words of its own by its name. */
export function filterLabel(t: View['t'], name: string): string {
  const key = `pages.filter.${name}`;
  return isMessageKey(key) ? t(key) : name;
}
