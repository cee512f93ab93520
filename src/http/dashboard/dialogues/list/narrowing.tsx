import type { VNode } from 'preact';
import { outcomes } from '../../../../dialogue.ts';
import { listOrders } from '../../../../store/ports/figures.ts';
import { scaleText } from '../../../../text/figures.ts';
import { addressOf } from '../../kit/address.ts';
import { Field } from '../../kit/filters.tsx';
import type { View } from '../../kit/view.ts';
import { type ListQuery, type Switch, switches } from './query.ts';

interface NarrowingOptions {
  view: View;
  path: string;
  query: ListQuery;
  /** False: the reader may read no comment, so there is nothing to search in. */
  searches: boolean;
}

/** Those that the form has a field for; the others come with links from figures. */
const shownSwitches: readonly Switch[] = ['rated', 'commented'];

/** The fields of the list's form that other pages do not have. */
export function ListFields({ view: { t }, query, searches }: NarrowingOptions): VNode {
  const { search, outcome, order, scale, reason, counted } = query;
  const hidden: Array<[name: string, value: string]> = [
    ...reason.map((one): [string, string] => ['reason', one]),
    ...(scale === null ? [] : [['scale', scale] as [string, string]]),
    ...(counted ? [['counted', 'yes'] as [string, string]] : []),
    ...switches
      .filter((name) => !shownSwitches.includes(name) && query.switches[name] !== undefined)
      .map((name): [string, string] => [name, query.switches[name] ? 'yes' : 'no']),
    ...(outcome.length > 1 ? outcome.map((one): [string, string] => ['outcome', one]) : []),
  ];
  return (
    <div class="list-fields">
      {searches && (
        <Field label={t('dialogue.search')}>
          <input
            type="search"
            name="search"
            value={search ?? ''}
            maxlength={200}
            autocomplete="off"
            dir="auto"
          />
        </Field>
      )}
      {outcome.length < 2 && (
        <Field label={t('dialogue.head.state')}>
          <select name="outcome">
            <option value="">{t('pages.any')}</option>
            {outcomes.map((one) => (
              <option value={one} selected={outcome.includes(one)} key={one}>
                {t('dialogue.state', { outcome: one })}
              </option>
            ))}
          </select>
        </Field>
      )}
      {shownSwitches.map((name) => (
        <Field label={t('dialogue.switch', { name })} key={name}>
          <select name={name}>
            {(['', 'yes', 'no'] as const).map((one) => (
              <option value={one} selected={one === saidOf(query.switches[name])} key={one}>
                {one === '' ? t('pages.any') : t('dialogue.yesNo', { said: one })}
              </option>
            ))}
          </select>
        </Field>
      ))}
      <Field label={t('dialogue.sorted')}>
        <select name="order">
          {listOrders.map((one) => (
            <option value={one} selected={one === order} key={one}>
              {t('dialogue.order', { order: one })}
            </option>
          ))}
        </select>
      </Field>
      {hidden.map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={`${name} ${value}`} />
      ))}
    </div>
  );
}

const saidOf = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'yes' : 'no');

/** What the list is narrowed to beside the filters of all pages, each part with a link that takes it out. */
export function ActiveNarrowing({ view: { t }, path, query }: NarrowingOptions): VNode | null {
  const { search, outcome, reason, scale, counted, params } = query;
  const without = (name: string, value: string): string =>
    addressOf(path, params, { [name]: params.getAll(name).filter((one) => one !== value) });
  const parts: Array<{ name: string; value: string; text: string }> = [
    ...(search === null
      ? []
      : [{ name: 'search', value: search, text: t('dialogue.quoted', { text: search }) }]),
    ...outcome.map((value) => ({ name: 'outcome', value, text: t('dialogue.state', { outcome: value }) })),
    ...reason.map((value) => ({ name: 'reason', value, text: t('dialogue.reason', { reason: value }) })),
    ...(scale === null
      ? []
      : [{ name: 'scale', value: scale, text: t('dialogue.onScale', { scale: scaleText(t, scale) }) }]),
    ...switches.flatMap((name) => {
      const value = saidOf(query.switches[name]);
      if (value === '') return [];
      const label = t('dialogue.switch', { name });
      return [{ name, value, text: `${label}: ${t('dialogue.yesNo', { said: value })}` }];
    }),
    ...(counted ? [{ name: 'counted', value: 'yes', text: t('dialogue.countedOnly') }] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <ul class="active-filters" aria-label={t('dialogue.alsoNarrowed')}>
      {parts.map(({ name, value, text }) => (
        <li key={`${name} ${value}`}>
          <a href={without(name, value)}>
            <bdi>{text}</bdi> <span aria-hidden="true">×</span>
            <span class="hidden">{t('pages.removeFilter')}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
