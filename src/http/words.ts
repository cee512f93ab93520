/** What the validator says of a request, in plain words. */
interface Issue {
  expected?: string;
  keys?: string[];
  values?: string[];
  minimum?: number;
  maximum?: number;
}

const kinds: Record<string, string> = {
  object: 'an object with fields',
  array: 'a list',
  string: 'a text, given once',
  number: 'a number',
  int: 'a whole number',
};

/** The schemas say what is wrong in plain words, and the validator itself says the rest in its own. */
export function inOwnWords(message: string, { expected, keys, values, minimum, maximum }: Issue): string {
  if (message.startsWith('Invalid input: ')) return `must be ${kinds[expected ?? ''] ?? 'something else'}`;
  if (message.startsWith('Unrecognized key') && keys)
    return `has fields that are not known here: ${keys.join(', ')}`;
  if (message.startsWith('Invalid option: ') && values) return `must be one of ${values.join(', ')}`;
  if (message.startsWith('Too small: ')) return `must be at least ${minimum}`;
  if (message.startsWith('Too big: ')) return `must be at most ${maximum}`;
  return message;
}
