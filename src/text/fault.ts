import { createTranslator, type MessageKey } from '../locales/index.ts';

/**
 * Every kind of fault of a request that a page may show, with the values that its texts take. The texts stand in
 * `locales/<language>/faults.json` under `fault.<kind>`: the English one is also the message of the API.
 */
export const faultKinds = {
  // Of days and months.
  missing_day: [],
  not_a_day: ['given'],
  day_out_of_range: ['given', 'first', 'last'],
  ends_before_beginning: ['from', 'to'],
  too_many_days: ['from', 'to', 'days', 'most'],
  too_many_points: ['points', 'most', 'day', 'week', 'month'],
  missing_month: ['example'],
  not_a_month: ['given', 'example'],
  month_out_of_range: ['given', 'first'],
  month_to_come: ['given', 'zone', 'present'],
  // Of other parameters.
  not_among: ['names'],
  neither: ['first', 'second'],
  too_many_values: ['count', 'most'],
  too_long: ['length', 'most'],
  no_character_of_names: [],
  no_character_of_comments: [],
  not_a_rating: ['example'],
  not_a_scale: ['range', 'named', 'listed'],
  not_a_cursor: [],
  cursor_of_another_order: ['given', 'wanted'],
  no_page_of_the_list: [],
  // Of what was sent, by its form.
  not_an_object: [],
  not_a_list: [],
  not_a_text: [],
  not_a_number: [],
  not_a_whole_number: [],
  something_else: [],
  unknown_fields: ['names'],
  too_small: ['least'],
  too_large: ['most'],
  too_many_characters: ['most'],
  not_valid: [],
  // Of a request as a whole.
  faults_in_address: [],
  faults_in_request: [],
  bad_percent_sign: [],
  address_too_long: [],
  body_too_large: [],
  body_empty: [],
  body_not_json: [],
  body_of_another_type: [],
  body_of_another_length: [],
  unreadable: [],
  refused: [],
  not_served: [],
  store_unavailable: [],
  internal: [],
  // Of what a person asked for.
  page_not_for_role: [],
  act_not_for_role: [],
  no_such_dialogue: [],
  no_such_note: [],
  no_note_to_delete: [],
  no_such_dispute: [],
  no_such_evidence: [],
  too_many_packs: [],
} as const satisfies Record<string, readonly string[]>;

export type FaultKind = keyof typeof faultKinds;

/** A list is written with commas between; a number stands for itself and may choose a plural. */
export type FaultValue = string | number | readonly string[];
type Values<Kind extends FaultKind> = Record<(typeof faultKinds)[Kind][number], FaultValue>;
type Given<Kind extends FaultKind> = (typeof faultKinds)[Kind] extends readonly []
  ? []
  : [values: Values<Kind>];

/** Those that say all by themselves. */
export type PlainFaultKind = {
  [Kind in FaultKind]: (typeof faultKinds)[Kind] extends readonly [] ? Kind : never;
}[FaultKind];

/** What is wrong with a request, from which it is said in any language. */
export interface Fault {
  kind: FaultKind;
  values: Readonly<Record<string, FaultValue>>;
  /** In English, for the API and the log. */
  message: string;
}

/** What is wrong with one place of a request: a parameter, or a field such as `tags.1`. */
export interface FaultAt extends Fault {
  path: string;
}

const english = createTranslator('en');

export function faultOf<Kind extends FaultKind>(kind: Kind, ...[values]: Given<Kind>): Fault {
  const given: Fault['values'] = values ?? {};
  const written = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'object' ? value.join(', ') : value,
  ]);
  const message = english(faultKey(kind), Object.fromEntries(written) as Record<string, string | number>);
  return { kind, values: given, message };
}

export function faultAt<Kind extends FaultKind, Path extends string>(
  path: Path,
  kind: Kind,
  ...values: Given<Kind>
): FaultAt & { path: Path } {
  return { path, ...faultOf(kind, ...values) };
}

/** The key of a kind's texts. A kind without an English text does not compile; a test holds the other languages. */
export const faultKey = (kind: FaultKind): MessageKey => `fault.${kind}`;
