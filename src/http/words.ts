import { type Fault, faultOf, type PlainFaultKind } from '../text/fault.ts';

/** What the validator says of a request, in plain words. */
interface Issue {
  expected?: string;
  /** Of what a bound is exceeded, such as `string`. */
  origin?: string;
  keys?: string[];
  values?: string[];
  minimum?: number;
  maximum?: number;
}

const kinds: Record<string, PlainFaultKind> = {
  object: 'not_an_object',
  array: 'not_a_list',
  string: 'not_a_text',
  number: 'not_a_number',
  int: 'not_a_whole_number',
};

/** The schemas say what is wrong in plain words, and the validator itself says the rest in its own. */
export function inOwnWords(message: string, issue: Issue): Fault | { message: string } {
  const { expected, origin, keys, values, minimum = 0, maximum = 0 } = issue;
  if (message.startsWith('Invalid input: ')) return faultOf(kinds[expected ?? ''] ?? 'something_else');
  if (message.startsWith('Unrecognized key') && keys) return faultOf('unknown_fields', { names: keys });
  if (message.startsWith('Invalid option: ') && values) return faultOf('not_among', { names: values });
  if (message.startsWith('Too small: ')) return faultOf('too_small', { least: minimum });
  if (message.startsWith('Too big: '))
    return origin === 'string'
      ? faultOf('too_many_characters', { most: maximum })
      : faultOf('too_large', { most: maximum });
  return { message };
}
