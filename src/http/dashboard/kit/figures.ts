import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../../../access/person.ts';
import { type DialogueFilter, type Dimension, dimensions } from '../../../dialogue.ts';
import type { Language } from '../../../locales/index.ts';
import { type FigureFilter, intersect, type Narrowing } from '../../../stats/filter.ts';
import type { Period } from '../../../stats/period.ts';
import type { Group } from '../../../stats/summary.ts';
import { addressOf, type PageQuery, type Query, valuesOf } from './address.ts';
import { allowedTo } from './allowed.ts';
import { areChoicesQuick, choicesOf, type ChoicesOptions, knownChoices, readChoices } from './choices.ts';
import { type Drill, drillOf } from './drill.ts';
import type { FilterChoices } from './filters.tsx';
import { type View, viewOf, visitorOf } from './view.ts';

/** What figures are asked for: a period, and the dialogues within a person's scope that a filter lets through. */
export interface Asked {
  period: Period;
  filter: FigureFilter;
  disputed: PageQuery['disputed'];
}

/** The same in the words of the statistics. */
export const queryOf = ({ period, filter, disputed }: Asked) => ({
  ...period,
  filter,
  withoutDisputed: disputed === 'without',
  onlyDisputed: disputed === 'only',
});

/** The same for what belongs to dialogues, such as alerts. */
export const narrowingOf = ({ filter, disputed }: Asked): Narrowing => ({
  filter,
  ...(disputed !== null && { disputed: disputed === 'only' }),
});

/** What one request for a page of figures is about, and for whom. */
export interface FiguresRequest<Asking extends PageQuery> {
  view: View;
  person: Person;
  query: Asking;
  /** What the person may see. */
  scope: DialogueFilter;
  asked: Asked;
  drill: Drill;
}

export interface FiguresOptions extends ChoicesOptions {
  statistics: ChoicesOptions['statistics'] & { readonly zone: string };
  /** Where neither the browser nor the person chose one. */
  language: Language;
}

/**
 * @param read reads the parameters of the page
 * @throws {ApiError} 400 for an address that cannot be read, 403 for a person who may see no figures
 */
export function readFiguresRequest<Asking extends PageQuery>(
  request: FastifyRequest<{ Querystring: Query }>,
  { statistics, clock, language }: FiguresOptions,
  read: (query: Query, now: Date, zone: string) => Asking,
): FiguresRequest<Asking> {
  const { person } = visitorOf(request);
  const scope = allowedTo(person, 'read_figures');
  const query = read(request.query, clock.now(), statistics.zone);
  const { period, filter, disputed } = query;
  const asked = { period, filter: intersect(filter, scope), disputed };
  return { view: viewOf(request, language), person, query, scope, asked, drill: drillOf(query, person) };
}

/** What the form of filters offers. */
export interface Offered {
  choices: FilterChoices;
  /** Where the other choices come from; null: `choices` are all. */
  moreChoices: string | null;
}

/**
 * All choices, where they are read quickly or were asked for; else those that are known.
 * @param by parts of the period that the page has read already; of use where nothing is narrowed @throws {StoreError}
 */
export async function offeredTo(
  request: FastifyRequest<{ Querystring: Query }>,
  { query: { period, params, filter, disputed }, scope }: Pick<FiguresRequest<PageQuery>, 'query' | 'scope'>,
  options: ChoicesOptions,
  by?: Partial<Record<Dimension, Group[]>>,
): Promise<Offered> {
  if (
    by &&
    dimensions.every((dimension) => by[dimension]) &&
    disputed === null &&
    areChoicesQuick({ ...scope, ...filter })
  ) {
    return { choices: choicesOf(by, options.scenarios, scope), moreChoices: null };
  }
  if (areChoicesQuick(scope) || valuesOf(request.query, 'choices').length > 0) {
    return { choices: await readChoices(options, { period, scope }), moreChoices: null };
  }
  return {
    choices: knownChoices(options, scope),
    moreChoices: addressOf('/dashboard/parts/choices', params),
  };
}

/** Has htmx show the address without the fields of the form that were left empty. */
export function showAddress(request: FastifyRequest, reply: FastifyReply, address: string): void {
  if (request.headers['hx-request'] === 'true') void reply.header('hx-push-url', address);
}
